package dossier_test

import (
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/harness/dossier/htmldossier"
	"github.com/guiderail/guiderail/harness/dossier/internal/dossiertest"
	"github.com/guiderail/guiderail/harness/dossier/markdowndossier"
	"github.com/guiderail/guiderail/harness/dossier/oscaldossier"
	"github.com/guiderail/guiderail/harness/dossier/textdossier"
)

// No format has a character that reorders what people see, whoever's words have one. JSON escapes it.
func TestNothingReorders(t *testing.T) {
	m := newMaker(t)
	d := dossiertest.WithHostileTexts(t)
	formats := map[string]func(io.Writer) error{
		"text":     func(w io.Writer) error { return textdossier.Write(w, d, true) },
		"html":     func(w io.Writer) error { return htmldossier.Write(w, d) },
		"markdown": func(w io.Writer) error { return markdowndossier.Write(w, d) },
		"json":     d.WriteJSON,
	}
	t.Chdir(t.TempDir())
	place(t, map[string]string{"a.yaml": strings.NewReplacer("I held", "I\u202e held", "Ann", "An\u2066n", "audit@", "audit\u200f@").Replace(attestation)})
	own := m.dossier(&dossier.Asked{Name: "prod", Cluster: "prod", Paths: []string{"."}}) // OSCAL has the statements of the guides alone
	for _, model := range oscaldossier.Models() {
		formats["oscal-"+model] = func(w io.Writer) error { return oscaldossier.Write(w, model, own, m.library, m.all.Controls) }
	}
	for name, write := range formats {
		var out strings.Builder
		if err := write(&out); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if i := strings.IndexFunc(out.String(), func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }); i >= 0 {
			t.Errorf("%s: %q", name, out.String()[max(0, i-80):min(out.Len(), i+20)])
		}
		if name != "json" {
			continue
		}
		var read dossier.Dossier
		if err := json.Unmarshal([]byte(out.String()), &read); err != nil || !reflect.DeepEqual(read.Scopes[0].Attestations[0].Statement, d.Scopes[0].Attestations[0].Statement) || !strings.Contains(out.String(), `\u202e`) {
			t.Errorf("JSON has lost something: %v", err)
		}
	}
}

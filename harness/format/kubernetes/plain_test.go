package kubernetes

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/shared"
)

// parsed returns the trees that the parser makes of a text.
func parsed(text []byte) (roots []*tree, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var root yaml.Node
		if err := decoder.Decode(&root); err == io.EOF {
			return roots, nil
		} else if err != nil {
			return nil, err
		}
		for _, content := range root.Content {
			roots = append(roots, treeOf(content, map[*yaml.Node]*tree{}))
		}
	}
}

// drawn writes a tree with all that is known of it.
func drawn(t *tree) string {
	var b strings.Builder
	var draw func(t *tree, indent string)
	draw = func(t *tree, indent string) {
		fmt.Fprintf(&b, "%s%d:%d kind %d style %d %s %q\n", indent, t.Line, t.Column, t.Kind, t.Style, t.Tag, t.Value)
		for _, child := range t.Content {
			draw(child, indent+"  ")
		}
	}
	draw(t, "")
	return b.String()
}

// comparePlain holds what is read of a text against what the parser makes of it. It reports whether anything is read.
func comparePlain(t *testing.T, text []byte) bool {
	t.Helper()
	if bytes.IndexByte(text, 0) >= 0 || invalidUTF8(text) >= 0 {
		return false
	}
	got := readPlain(text)
	if got == nil {
		return false
	}
	want, err := parsed(text)
	if err != nil || len(want) != 1 {
		t.Errorf("the parser gives %d trees, and says %v, of\n%s\n%q", len(want), err, text, text)
		return true
	}
	if got, want := drawn(got), drawn(want[0]); got != want {
		t.Errorf("\n got\n%s\nwant\n%s\nof\n%s\n%q", got, want, text, text)
	}
	return true
}

// TestPlain says what is read, and what is left to the parser.
func TestPlain(t *testing.T) {
	for text, isRead := range map[string]bool{
		"a: b\n":                                 true,
		"a: b":                                   true,
		"---\na: b\n":                            true,
		"--- # x\n\n# y\n  a: b # z\n":           true,
		"a:\nb:\n":                               true,
		"a: # x\n- b\n-\n- - c\n  - d\n":         true,
		"a:\n  - b: c\n    d:\n    - e\n":        true,
		"\"a\": 'b''c'\n'd': \"\\\"e\\n\\\\\"\n": true,
		"a: {}\nb: []\nc: {d: [e, \"f\", {}], 'g': h}\n": true,
		"a: |\n  b\n    c\n\n  d\ne: |-\n  f\n\n":        true,
		"a:\n- |+\n\n  b\n\n- >-\n  c\n  d\n\n  e\n":     true,
		"a: -1\nb: é\nc: a:b#c\n":                        true,
		"":                                               false,
		"# a\n":                                          false,
		"a\n":                                            false,
		"a: b\n  c\n":                                    false,
		"a: 'b\n  c'\n":                                  false,
		"a: \"\\u00e9\"\n":                               false,
		"a: &b c\nd: *b\n":                               false,
		"<<: {a: b}\n":                                   false,
		"a: !!str 1\n":                                   false,
		"a:\tb\n":                                        false,
		"a: b\r\n":                                       false,
		"a: [b,\n  c]\n":                                 false,
		"a: [b: c]\n":                                    false,
		"a: {b}\n":                                       false,
		"a: |2\n    b\n":                                 false,
		"a: >\n  b\n    c\n":                             false,
		"a: |\nb: c\n":                                   false,
		"? a\n: b\n":                                     false,
		"a: b: c\n":                                      false,
		"a: - b\n":                                       false,
		"a: b\n---\nc: d\n":                              false,
		"a: b\n c: d\n":                                  false,
		"  a: b\n c: d\n":                                false,
		"a: 'b' c\n":                                     false,
		"a: %b\n":                                        false,
		"a: {{ b }}\n":                                   false,
		"é: b\n":                                         false,
		"%YAML 1.1\n---\na: b\n":                         false,
		strings.Repeat(" ", 3) + strings.Repeat("- ", 300): false,
	} {
		if got := comparePlain(t, []byte(text)); got != isRead {
			t.Errorf("%q: read is %t", text, got)
		}
	}
}

// plainTexts are the documents of a folder.
func plainTexts(t testing.TB, folder string) (texts [][]byte) {
	t.Helper()
	for found := range source.Find([]string{folder}, nil) {
		if found.Source == nil || !strings.HasPrefix(filepath.Ext(found.Source.Name()), ".y") {
			continue
		}
		for d, err := range found.Source.Documents(source.Limits{}) {
			if err == nil {
				texts = append(texts, d.Text)
			}
		}
	}
	return texts
}

// TestPlainManifests reads our own manifests, of which hardly any is left to the parser.
func TestPlainManifests(t *testing.T) {
	texts := plainTexts(t, "../../../testdata")
	read, manifests := 0, 0
	for _, text := range texts {
		isRead := comparePlain(t, text)
		if bytes.HasPrefix(text, []byte("{")) {
			continue // JSON, such as a plan of Terraform
		}
		manifests++
		if isRead {
			read++
		}
	}
	if read < manifests*8/10 {
		t.Errorf("only %d of %d documents are read", read, manifests)
	}
}

func TestSharedPlainManifests(t *testing.T) {
	for _, text := range plainTexts(t, shared.Path(t, "corpus")) {
		if comparePlain(t, text); t.Failed() {
			break
		}
	}
}

// pieces are what TestPlainChanged puts into documents.
var pieces = []string{
	"\n", "\n\n", " ", "  ", ":", ": ", "- ", "-", "#", " #", "# c\n", "\"", "'", "''", "[", "]", "{", "}", "{}", "[]", ",", ", ", "|", "|\n", ">-\n", "|+\n", "&a ",
	"*a", "!", "?", "? ", "---\n", "...\n", "%", "\\", "\\n", "<<: ", "é", "~", "null", "a: b\n", "  a: b\n", "- a\n", "\n ", "\n   ", "\t", "@", "`", "=", ".", "\u00a0",
}

// TestPlainChanged changes manifests as a slip of the hand would, here and there.
func TestPlainChanged(t *testing.T) {
	texts := slices.DeleteFunc(plainTexts(t, "../../../testdata"), func(text []byte) bool { return len(text) > 2000 })
	read := 0
	for seed := range uint64(40_000) {
		random := rand.New(rand.NewPCG(seed, 3))
		text := bytes.Clone(texts[random.IntN(len(texts))])
		for range 1 + random.IntN(3) {
			at := random.IntN(len(text) + 1)
			end := min(len(text), at+random.IntN(3)*random.IntN(4))
			text = slices.Concat(text[:at], []byte(pieces[random.IntN(len(pieces))]), text[end:])
		}
		if bytes.Contains(text, []byte("\n---")) || bytes.Contains(text, []byte("\n...")) {
			continue // the splitter takes them apart
		}
		if comparePlain(t, text) {
			read++
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if read < 5_000 {
		t.Errorf("only %d documents are read", read)
	}
}

// FuzzPlain holds for any text.
func FuzzPlain(f *testing.F) {
	for _, text := range plainTexts(f, "../../../testdata/controls/podsecurity") {
		f.Add(text)
	}
	for _, piece := range pieces {
		f.Add([]byte("a: " + piece + "b\n"))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !bytes.Contains(text, []byte("\n---")) && !bytes.Contains(text, []byte("\n...")) {
			comparePlain(t, text)
		}
	})
}

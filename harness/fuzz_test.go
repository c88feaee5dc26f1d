package harness_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/fuzztest"
	"github.com/guiderail/guiderail/internal/policytest"
)

// FuzzCheck holds for a file of any name and text, with every control: nothing crashes, no control ends with an error,
// and of each document that is not blank something is said: it is judged, or named as not judged. Every report is written
// of it, and those in JSON and XML can be read.
func FuzzCheck(f *testing.F) {
	fuzztest.Examples(f, "../testdata/controls", 8, func(name string, text []byte) { f.Add(name, text) })
	for _, name := range []string{"Dockerfile", "a.sh", "main.tf", "values.yaml", "Chart.yaml", "trivy.json", ".trivyignore", "a", "-"} {
		f.Add(name, []byte("FROM a\n---\n{}\n---\n"))
	}
	engine, err := harness.New(harness.Options{Now: policytest.FixtureTime, Workers: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		defer fuzztest.Within(t)()
		run, err := engine.Check(t.Context(), harness.Bytes(name, text))
		if err != nil {
			t.Fatal(err)
		}
		if in := documentsIn(name, text); in != run.Summary.Documents {
			t.Errorf("%d documents are read, and %d counted", in, run.Summary.Documents)
		}
		for _, r := range run.Results {
			said := len(r.Judgements) + len(r.Notices) + len(r.Errors)
			if r.IsDocument && said == 0 && !isBlank(text) {
				t.Errorf("nothing is said of a document of %q", text)
			}
			for _, j := range r.Judgements {
				for id, err := range j.Errors {
					t.Errorf("%s of %s: %v", id, j.Ref, err)
				}
			}
		}
		for _, format := range harness.Reports() {
			var b bytes.Buffer
			if err := run.Write(&b, format); err != nil {
				t.Errorf("writing %s: %v", format, err)
			}
			if isJSON := strings.HasPrefix(b.String(), "{") || strings.HasPrefix(b.String(), "["); isJSON && format != "text" && !json.Valid(b.Bytes()) {
				t.Errorf("%s is not JSON: %s", format, b.Bytes())
			}
			if strings.HasPrefix(b.String(), "<?xml") {
				holdXML(t, format, b.Bytes())
			}
		}
	})
}

// documentsIn counts the documents of a text apart from any run.
func documentsIn(name string, text []byte) int {
	n := 0
	for document := range source.Bytes(name, text).Documents(source.Limits{}.OrDefault()) {
		if document != nil {
			n++
		}
	}
	return n
}

// isBlank reports that one of the documents of a text may have nothing in it that could be named.
func isBlank(text []byte) bool {
	for line := range bytes.Lines(text) {
		line = bytes.Trim(line, " \t\r\n\u0085\u2028\u2029\ufeff")
		if len(line) > 0 && line[0] != '#' && !bytes.HasPrefix(line, []byte("---")) && !bytes.HasPrefix(line, []byte("...")) {
			return false
		}
	}
	return true
}

func holdXML(t *testing.T, format string, text []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := decoder.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s is not XML: %v", format, err)
			return
		}
	}
}

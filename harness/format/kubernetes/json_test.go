package kubernetes_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
)

// TestSettingsOfOtherPrograms wants a text that cannot be read to be an error where it was named, or where it may be
// meant as a manifest, or is broken JSON. Other files that are met in a directory are none of our business.
func TestSettingsOfOtherPrograms(t *testing.T) {
	const met, wrong = "notice", "error"
	for text, want := range map[string]string{
		"{\n  // where it is built\n  \"outDir\": \"dist\",\n}\n":                          met,
		"// settings\n{\"a\": [1, 2, ], /* no more */ }\n":                                 met,
		"/* {\"kind\": \"Pod\"} */\r\n{\"url\": \"https://example.org/*x*/\", // why\r\n}": met,
		"{\"a\": \"\\\"// no comment\", // one\n \"b\": \"\\\\\", // another\n}":           met,
		"[1, // one: [\n 2 // two\n]":                                                      met,
		"{\"a\": 1} // {":                                                                  met,
		"{\"kind\": \"Pod\", // without a version\n \"b\": 1}":                             wrong,

		"{\n // one\n \"apiVersion\": \"v1\", \"kind\": \"Pod\",\n}":                                wrong,
		"// one\n{\"kind\": \"Pod\", \"apiVersion\": \"v1\"}":                                       wrong,
		"// a list\n{\"kind\": \"List\", \"items\": [{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}]}": wrong,
		"{\"a\": 1} // one\n{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}":                            wrong,
		"{ // no end\n \"a\": \"x }":                                                                wrong,
		"{ /* no end: [\n \"a\": 1 }":                                                               wrong,
		"{ // a password\n \"a\": 'x', }":                                                           wrong,
		"{\"a\": 1 // one\n \"b\": 2}":                                                              wrong,
		"{, // one: [\n}":                                                                           met,
		"[1,, // one: [\n]":                                                                         wrong,
		"{\"a\": [}, {\"apiVersion\": \"v1\"}":                                                      wrong,
		"a: [\n- kind : Pod":                                                                        wrong,
		"a: [ kind: Pod":                                                                            met,
		"// nothing else: [":                                                                        met,
	} {
		folder := t.TempDir()
		file := filepath.Join(folder, "settings.json")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, paths := range [][]string{{folder}, {file}, {folder, file}} {
			want := want
			if paths[len(paths)-1] == file {
				want = wrong
			}
			var got []string
			for found := range source.Find(paths, nil) {
				for document, err := range found.Source.Documents(source.Limits{Document: 1 << 20}) {
					if err != nil {
						t.Fatal(err)
					}
					parsed := (format.Set{kubernetes.New()}).Parse(document)
					for range parsed.Artefacts {
						got = append(got, "artefact")
					}
					for range parsed.Notices {
						got = append(got, "notice")
					}
					for range parsed.Errors {
						got = append(got, "error")
					}
				}
			}
			if len(got) == 0 || got[len(got)-1] != want || slices.Contains(got, "artefact") {
				t.Errorf("%q by %q: %s, want %s", text, paths, got, want)
			}
		}
	}
}

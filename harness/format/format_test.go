package format_test

import (
	"testing"

	"github.com/guiderail/guiderail/harness/format"
)

func TestIsManifest(t *testing.T) {
	for text, want := range map[string]bool{
		"":                                 false,
		"apiVersion: v1\nkind: Pod":        true,
		"apiVersion:\r\nkind: Pod":         true,
		"apiVersion:\tv1":                  true,
		"apiVersion:":                      true,
		"# x\n\n---\napiVersion: v1\n":     true,
		"apiVersion:v1\n":                  false, // a text
		" apiVersion: v1":                  false,
		"kind: Pod\napiVersion: v1":        false,
		"- apiVersion: v1":                 false,
		"{\"apiVersion\": \"v1\"}":         false,
		"--- |\napiVersion: v1":            false,
		"x: \"\napiVersion: v1\"":          false,
		"[\napiVersion: v1]":               false,
		"%YAML 1.1\n---\napiVersion: v1\n": false,
		"\ufeffapiVersion: v1":             false,
	} {
		if got := format.IsManifest([]byte(text)); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/internal/fuzztest"
)

// FuzzConfiguration holds for any text of a configuration: nothing crashes, and what is wrong is said with the file.
func FuzzConfiguration(f *testing.F) {
	text, err := os.ReadFile("configuration.yaml")
	if err != nil {
		f.Fatal(err)
	}
	head := "apiVersion: guiderail.dev/v1alpha1\nkind: Configuration\n"
	for _, t := range []string{string(text), head, head + "controls: [images]\nskip: [images.digest]\nfailOn: high\nstrict: true\n", head + "charts: {set: [a=b], setFile: [a], values: [/a, b]}\noutputs: {json: '-', sarif: a}\n", head + "profile: ../a.yaml\nwaivers: ['']\nbaseline: a\n", "{", ""} {
		f.Add([]byte(t))
	}
	file := filepath.Join(f.TempDir(), "mine.yaml")
	f.Fuzz(func(t *testing.T, text []byte) {
		defer fuzztest.Within(t)()
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readConfiguration(file); err != nil && !strings.Contains(err.Error(), "mine.yaml") {
			t.Errorf("an error names no file: %v", err)
		}
	})
}

package kustomization_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestErrors tests what is said of kustomizations that cannot be built, or not whole: app in each archive of
// testdata/errors. The file want is what is said, and what is rendered if anything is.
func TestErrors(t *testing.T) {
	paths, err := filepath.Glob("testdata/errors/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	archives := map[string]string{}
	for _, path := range paths {
		archive, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		archives[strings.TrimSuffix(filepath.Base(path), ".txtar")] = string(archive)
	}
	for name, archive := range archives {
		t.Run(name, func(t *testing.T) {
			folder := unpack(t, archive)
			text, said := renderDirectory("app", folder)
			got := strings.Join(said, "\n") + "\n"
			if text != nil {
				got += string(text.Text)
			}
			if want := read(archive, "want"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if strings.Contains(got, folder) || strings.Contains(strings.Join(said, "\n"), "very-secret") {
				t.Errorf("a path or secret in\n%s", got)
			}
		})
	}
}

// read returns a file of an archive.
func read(archive, name string) string {
	for _, file := range txtar.Parse([]byte(archive)).Files {
		if file.Name == name {
			return string(file.Data)
		}
	}
	return ""
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadme runs what the README shows as a console, and wants to see the same. Where it shows … for the
// rest, the beginning counts. Real manifests of others lie beside the repository.
func TestReadme(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	consoles := regexp.MustCompile("(?s)```console\n\\$ guiderail ([^\n]*)\n(.*?)```").FindAllSubmatch(text, -1)
	if len(consoles) < 4 {
		t.Fatalf("only %d consoles were found", len(consoles))
	}
	for _, console := range consoles {
		command, want := string(console[1]), string(console[2])
		t.Run(command, func(t *testing.T) {
			folder := root
			if strings.Contains(command, "load_balancer_setup.yaml") {
				folder = filepath.Join(root, "../shared/corpus/xroad/upstream/doc/Sidecar/files")
				if _, err := os.Stat(folder); err != nil && os.Getenv("CI") == "" {
					t.Skipf("the real manifests are not beside the repository: %v", err)
				}
			}
			t.Chdir(folder)
			var out, complaints bytes.Buffer
			run(t.Context(), strings.Fields(command), strings.NewReader(""), &out, &complaints)
			got := out.String()
			if beginning, rest := strings.CutSuffix(want, "…\n"); rest {
				want, got = beginning, got[:min(len(beginning), len(got))]
			}
			if got != want {
				t.Errorf("got\n%s\nwant\n%s\n%s", got, want, complaints.String())
			}
		})
	}
}

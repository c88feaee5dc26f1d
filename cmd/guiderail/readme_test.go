package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/internal/shared"
)

// TestReadme runs what the README shows as a console, and wants to see the same. Where it shows … for the
// rest, the beginning counts.
func TestReadme(t *testing.T) { readme(t, false) }

// TestSharedReadme runs what it shows of real manifests of others.
func TestSharedReadme(t *testing.T) { readme(t, true) }

func readme(t *testing.T, ofOthers bool) {
	t.Helper()
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
		if strings.Contains(command, "load_balancer_setup.yaml") != ofOthers {
			continue
		}
		t.Run(command, func(t *testing.T) {
			folder := root
			if ofOthers {
				folder = shared.Path(t, "corpus/xroad/upstream/doc/Sidecar/files")
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

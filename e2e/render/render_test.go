//go:build e2e

// Package render_test holds what Guiderail says of charts and kustomizations together with what it says of the output of
// the real helm template and kustomize build.
package render_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/guiderail/guiderail/harness/report/jsonreport"
	"github.com/guiderail/guiderail/internal/multiset"
	"github.com/guiderail/guiderail/internal/shared"
)

// program returns the path of a program that make e2e-render builds.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("../../bin", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("GUIDERAIL_E2E_REQUIRED") == "1" {
			t.Fatalf("required (GUIDERAIL_E2E_REQUIRED=1) and not there: %s; run: make e2e-render", path)
		}
		t.Skipf("not there: %s; run: make e2e-render", path)
	}
	return path
}

// output runs a program that has to succeed.
func output(t *testing.T, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), args[0], args[1:]...)
	var stderr strings.Builder
	command.Stderr = &stderr
	text, err := command.Output()
	if err != nil {
		t.Fatalf("%q: %v\n%s", args, err, stderr.String())
	}
	return string(text)
}

// check returns what is said of paths, or of a text on standard input: each finding with its control, object, path and
// message, and what could not be read.
func check(t *testing.T, text string, args ...string) []string {
	t.Helper()
	command := exec.CommandContext(t.Context(), program(t, "guiderail"), append([]string{"check", "--no-config", "-o", "json"}, args...)...)
	command.Stdin = strings.NewReader(text)
	out, _ := command.Output() // it fails where it finds anything
	var report jsonreport.Document
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("check %q: %v", args, err)
	}
	var said []string
	for kind, findings := range map[string][]jsonreport.Finding{"finding": report.Findings, "unknown": report.Unknowns} {
		for _, f := range findings {
			path, err := json.Marshal(f.Path)
			if err != nil {
				t.Fatal(err)
			}
			said = append(said, fmt.Sprintf("%s %s %s %s %s", kind, f.Control, f.Artefact, path, f.Message))
		}
	}
	for _, e := range report.Errors {
		said = append(said, "error "+e.Message)
	}
	return said
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	for _, line := range multiset.Without(got, want) {
		t.Errorf("only rendered by guiderail: %s", line)
	}
	for _, line := range multiset.Without(want, got) {
		t.Errorf("only rendered by the tool itself: %s", line)
	}
}

// directories returns the directories below some that have a file of one of the names.
func directories(t *testing.T, names []string, below ...string) (all []string) {
	t.Helper()
	for _, root := range below {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && slices.Contains(names, entry.Name()) {
				all = append(all, filepath.Dir(path))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) == 0 {
		t.Fatal("there is none")
	}
	return all
}

// unpacked returns a directory with the charts of the renderer's own tests.
func unpacked(t *testing.T) string {
	t.Helper()
	archives, err := filepath.Glob("../../internal/rendering/chart/testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, archive := range archives {
		parsed, err := txtar.ParseFile(archive)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range parsed.Files {
			path := filepath.Join(folder, filepath.Base(archive), file.Name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, file.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return folder
}

// TestHelm compares with helm template.
func TestHelm(t *testing.T) {
	helm := program(t, "helm")
	compared := 0
	for _, chart := range directories(t, []string{"Chart.yaml"}, shared.Path(t, "corpus/public"), "../../testdata", unpacked(t)) {
		parent := filepath.Base(filepath.Dir(chart))
		if parent == "charts" && exists(filepath.Join(chart, "../../Chart.yaml")) {
			continue // it is rendered with the chart around it
		}
		flags := [][]string{nil, {"--release-name", "till", "--namespace", "shop"}}
		files, err := filepath.Glob(filepath.Join(chart, "ci", "*.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			flags = append(flags, []string{"--values", file})
		}
		for _, given := range flags {
			name, asHelm, streamed := "release-name", given, []string{"-"}
			if len(given) == 4 { // the namespace is also the one of objects that name none
				name, asHelm, streamed = given[1], given[2:], append(given[2:], "-")
			}
			text, err := exec.CommandContext(t.Context(), helm, append([]string{"template", name, chart, "--include-crds"}, asHelm...)...).Output()
			if err != nil {
				continue // that both fail is what the tests of the renderer are about
			}
			compared++
			t.Run(filepath.Base(chart)+" "+strings.Join(given, " "), func(t *testing.T) {
				compare(t, check(t, "", append([]string{chart}, given...)...), check(t, string(text), streamed...))
			})
		}
	}
	t.Logf("compared %d renderings of charts", compared)
	if compared < 12 {
		t.Error("hardly anything was compared")
	}
}

// TestKustomize compares with kustomize build.
func TestKustomize(t *testing.T) {
	kustomize := program(t, "kustomize")
	compared := 0
	for _, directory := range directories(t, []string{"kustomization.yaml", "kustomization.yml", "Kustomization"}, shared.Path(t, "corpus"), "../../testdata") {
		text, err := exec.CommandContext(t.Context(), kustomize, "build", "--load-restrictor", "LoadRestrictionsNone", directory).Output()
		if err != nil {
			continue
		}
		compared++
		t.Run(directory, func(t *testing.T) {
			file, err := filepath.Glob(filepath.Join(directory, "[kK]ustomization*"))
			if err != nil || len(file) != 1 {
				t.Fatal(file, err)
			}
			compare(t, check(t, "", file[0]), check(t, string(text), "-"))
		})
	}
	t.Logf("compared %d renderings of kustomizations", compared)
	if compared < 30 {
		t.Error("hardly anything was compared")
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

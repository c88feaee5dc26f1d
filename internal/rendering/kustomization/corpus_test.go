package kustomization_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/guiderail/guiderail/internal/shared"
)

// kustomize returns what kustomize build prints.
func kustomize(directory string) ([]byte, error) {
	log.SetOutput(io.Discard)
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	defer null.Close()
	stderr := os.Stderr
	os.Stderr = null
	defer func() { os.Stderr = stderr }()
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified
	options.LoadRestrictions = types.LoadRestrictionsNone
	result, err := krusty.MakeKustomizer(options).Run(filesys.MakeFsOnDisk(), directory)
	if err != nil {
		return nil, err
	}
	return result.AsYaml()
}

// compareBuilds compares what is rendered of all kustomizations below a folder with what kustomize prints, checks the
// places, and returns how many were built.
func compareBuilds(t *testing.T, folder string) (built int) {
	t.Helper()
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		for _, name := range konfig.RecognizedKustomizationFileNames() {
			if entry.Name() != name || entry.IsDir() {
				continue
			}
			directory := filepath.Dir(path)
			want, failure := kustomize(directory)
			text, said := renderDirectory(directory, folder)
			if failure != nil {
				if text != nil || len(said) == 0 {
					t.Errorf("%s: kustomize says %v", directory, failure)
				}
				continue
			}
			built++
			if text == nil || len(said) > 0 {
				t.Errorf("%s is not rendered: %q", directory, said)
				continue
			}
			if !bytes.Equal(text.Text, want) {
				t.Errorf("%s: got\n%s\nwant\n%s", directory, text.Text, want)
			}
			if text.File != path {
				t.Errorf("got the file %s, want %s", text.File, path)
			}
			checkPlaces(t, text, "")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return built
}

func TestSharedBuilds(t *testing.T) {
	if built := compareBuilds(t, shared.Path(t, "corpus")); built < 30 {
		t.Errorf("only %d kustomizations were built", built)
	}
}

func TestBuilds(t *testing.T) {
	for name, want := range map[string]int{"everything": 2, "further": 5} {
		t.Run(name, func(t *testing.T) {
			archive, err := os.ReadFile(filepath.Join("testdata", name+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			if built := compareBuilds(t, unpack(t, string(archive))); built != want {
				t.Errorf("%d kustomizations were built, not %d", built, want)
			}
		})
	}
}

// TestDeep tests overlays of overlays, 200 deep.
func TestDeep(t *testing.T) {
	var archive strings.Builder
	const depth = 200
	for i := range depth {
		fmt.Fprintf(&archive, "-- o%d/kustomization.yaml --\ncommonAnnotations:\n  a%d: b\n", i, i)
		if i+1 < depth {
			fmt.Fprintf(&archive, "resources: [../o%d]\n", i+1)
		} else {
			archive.WriteString("resources: [object.yaml]\n-- o199/object.yaml --\n" + object)
		}
	}
	folder := unpack(t, archive.String())
	start := time.Now()
	text, said := renderDirectory("o0", folder)
	if text == nil || len(said) > 0 {
		t.Fatalf("rendered to nothing, with %q", said)
	}
	t.Logf("took %v", time.Since(start))
	for what, want := range map[string]string{
		"ConfigMap very-secret":                            "o199/object.yaml:1:1",
		"ConfigMap very-secret /metadata/annotations/a100": "o100/kustomization.yaml:2:9",
	} {
		if got := where(t, text, what); got != want {
			t.Errorf("%s: got %s, want %s", what, got, want)
		}
	}
}

// TestMany tests that a base that is used exponentially often ends with an error.
func TestMany(t *testing.T) {
	var archive strings.Builder
	for i := range 20 {
		fmt.Fprintf(&archive, "-- o%d/kustomization.yaml --\nresources: [../a%d, ../b%d]\n", i, i, i)
		for _, side := range []string{"a", "b"} {
			fmt.Fprintf(&archive, "-- %s%d/kustomization.yaml --\nnamePrefix: %s-\nresources: [../o%d]\n", side, i, side, i+1)
		}
	}
	archive.WriteString("-- o20/kustomization.yaml --\nresources: [object.yaml]\n-- o20/object.yaml --\n" + object)
	text, said := renderDirectory("o0", unpack(t, archive.String()))
	want := "error: o0/kustomization.yaml: builds kustomizations more than 10000 times, and is not rendered; use each base once"
	if got := strings.Join(said, "\n"); text != nil || got != want {
		t.Errorf("got %s, want %s, and rendered %v", got, want, text)
	}
}

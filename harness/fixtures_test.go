package harness_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/policytest"
	"github.com/guiderail/guiderail/policies"
)

// run judges paths and gives all results.
func run(t *testing.T, options harness.Options, paths ...string) ([]*harness.Result, *harness.Summary) {
	t.Helper()
	if options.Policies == nil {
		options.Policies = policies.FS
	}
	if options.Now.IsZero() {
		options.Now = policytest.FixtureTime
	}
	engine, err := harness.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return check(t, engine, paths...)
}

func check(t *testing.T, engine *harness.Engine, paths ...string) ([]*harness.Result, *harness.Summary) {
	t.Helper()
	var results []*harness.Result
	summary, err := engine.Each(t.Context(), source.Find(paths, strings.NewReader("")), func(r *harness.Result) error {
		results = append(results, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return results, summary
}

// sayings gives findings in a form in which they are compared.
func sayings(findings []harness.Finding, only string) []string {
	var got []string
	for _, f := range findings {
		if only == "" || f.Control.ID == only {
			got = append(got, fmt.Sprintf("%d: %s `%s`", f.Position.Line, f.Control.ID, f.Message))
		}
	}
	return got
}

// compare holds what a run said of a file against the file's comments.
func compare(t *testing.T, file string, results []*harness.Result) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range policytest.Compare(file, text, "", results) {
		t.Error(f)
	}
}

func yamlFiles(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("%s holds no file", folder)
	}
	return files
}

const controlsFolder = "../testdata/controls"

// TestFixtures runs each control on its fixtures.
func TestFixtures(t *testing.T) {
	fixtures, err := policytest.FixtureFiles(controlsFolder)
	if err != nil {
		t.Fatal(err)
	}
	if len(fixtures) == 0 {
		t.Fatalf("%s holds no fixture", controlsFolder)
	}
	for _, id := range slices.Sorted(maps.Keys(fixtures)) {
		// Compiling a control takes longer than its fixtures do.
		engine := sync.OnceValues(func() (*harness.Engine, error) {
			return harness.New(harness.Options{Policies: policies.FS, Controls: []string{id}, Now: policytest.FixtureTime})
		})
		for _, file := range fixtures[id] {
			t.Run(strings.TrimPrefix(filepath.ToSlash(file), controlsFolder+"/"), func(t *testing.T) {
				engine, err := engine()
				if err != nil {
					t.Fatal(err)
				}
				c, err := policytest.Fixture(t.Context(), engine, file)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range c.Failures {
					t.Error(f)
				}
			})
		}
	}
}

// TestDispatch proves that leaving out controls whose match does not fit changes no finding: a control
// guards itself, since conftest and OPA ask every control about every document.
func TestDispatch(t *testing.T) {
	flatten := func(results []*harness.Result) []string {
		var all []string
		for _, r := range results {
			for _, a := range r.Judgements {
				for _, f := range a.Findings {
					all = append(all, f.Position.String()+" "+f.Control.ID+" "+f.Message)
				}
				for _, u := range a.Unknowns {
					all = append(all, u.Position.String()+" unknown "+u.Control.ID+" "+u.Message)
				}
				for id, err := range a.Errors {
					all = append(all, fmt.Sprint(a.Position, id, err))
				}
			}
		}
		return all
	}
	// Of every control what it refuses, beside deployments that are as they should be: all kinds in all their uses.
	paths, err := filepath.Glob(filepath.Join(controlsFolder, "*", "*", "fail", "example.*"))
	if err != nil {
		t.Fatal(err)
	}
	paths = append(paths, "../testdata/reference")
	with, _ := run(t, harness.Options{}, paths...)
	without, _ := run(t, harness.Options{NoDispatch: true}, paths...)
	got, want := flatten(without), flatten(with)
	if len(want) < 500 {
		t.Fatalf("there are but %d findings to compare", len(want))
	}
	if !slices.Equal(got, want) {
		for _, line := range got {
			if !slices.Contains(want, line) {
				t.Errorf("only without dispatch: %s", line)
			}
		}
		for _, line := range want {
			if !slices.Contains(got, line) {
				t.Errorf("only with dispatch: %s", line)
			}
		}
	}
}

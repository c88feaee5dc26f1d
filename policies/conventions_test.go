package policies_test

import (
	"fmt"
	"os"
	"path"
	"slices"
	"testing"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/internal/policytest"
)

func loaded(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	all, err := catalogue.Load(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestRequirements wants every control to answer a guide, and those in Go to say all that users are shown, as
// TestRego wants it of those in Rego.
func TestRequirements(t *testing.T) {
	library, err := guide.Load(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	all := loaded(t)
	for _, c := range all.Controls {
		if len(c.Requirements) == 0 {
			t.Errorf("%s: requirements is empty", c.ID)
		}
		if c.File != "" {
			continue
		}
		for _, f := range policytest.Annotation(t.Context(), all, c, library).Failures {
			t.Errorf("%s: %s", c.ID, f.Message)
		}
	}
}

// TestExamples wants every control to have the fixtures that explain shows.
func TestExamples(t *testing.T) {
	for _, c := range loaded(t).Controls {
		for _, verdict := range []string{"pass", "fail"} {
			if _, err := policytest.Example(path.Join("../testdata/controls", c.Family(), c.Name(), verdict)); err != nil {
				t.Errorf("%s: explain wants one example: %v", c.ID, err)
			}
		}
	}
}

// TestOrphans wants every fixture folder to belong to a control.
func TestOrphans(t *testing.T) {
	files, err := policytest.FixtureFiles("../testdata/controls")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range loaded(t).Controls {
		delete(files, c.ID)
	}
	for id := range files {
		t.Errorf("the fixtures of %s belong to no control", id)
	}
}

// TestWorkloadMatch wants the library of workloads to say in its annotation, which decides what
// controls are asked about, exactly the kinds whose pods it finds.
func TestWorkloadMatch(t *testing.T) {
	const file = "lib/workload/workload.rego"
	module, ok := files(t)[file]
	if !ok {
		t.Fatalf("there is no %s", file)
	}
	var said []string
	for _, a := range module.Annotations {
		if a.Scope != "package" {
			continue
		}
		for _, entry := range a.Custom["match"].([]any) {
			match := entry.(map[string]any)
			for _, group := range match["groups"].([]any) {
				for _, kind := range match["kinds"].([]any) {
					said = append(said, fmt.Sprintf("%s/%s", group, kind))
				}
			}
		}
	}
	var found []string
	paths, _ := evaluator(t)("data.lib.guiderail.workload.kinds").(map[string]any)
	for group, kinds := range paths {
		for kind := range kinds.(map[string]any) {
			found = append(found, fmt.Sprintf("%s/%s", group, kind))
		}
	}
	slices.Sort(said)
	slices.Sort(found)
	if len(found) == 0 || !slices.Equal(said, found) {
		t.Errorf("%s matches %q and finds the pods of %q", file, said, found)
	}
}

// TestReads wants a control to look for the objects of a kind where they live.
func TestReads(t *testing.T) {
	evaluate := evaluator(t)
	reads := 0
	for _, c := range loaded(t).Controls {
		for _, read := range c.Reads {
			if read == control.CustomResources || read == control.Infrastructure || read == control.ScanReports {
				continue // the inventory's own
			}
			reads++
			want := "Cluster"
			if read.Namespaced {
				want = "Namespaced"
			}
			// None is what stands in files as well, without a namespace.
			if scope := evaluate("data.lib.guiderail.scope.of(input[0], input[1])", read.Group, read.Kind); scope != want && scope != "None" {
				t.Errorf("%s looks for %s as if its scope were %s; lib/scope.rego says %v", c.ID, read.GroupVersionKind, want, scope)
			}
		}
	}
	if reads == 0 {
		t.Error("no control looks up any object")
	}
}

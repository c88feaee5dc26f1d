package fix_test

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/fix"
	"github.com/guiderail/guiderail/internal/policytest"
	"github.com/guiderail/guiderail/policies"
)

// left reads the findings of fixtures that no fix mends, each by its file and line, and why.
func left(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/left.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		at, why, found := strings.Cut(strings.TrimSpace(line), ": ")
		if !found || known[at] != "" {
			t.Fatalf("testdata/left.txt: %q has no reason, or is there twice", line)
		}
		known[at] = why
	}
	return known
}

// TestFixtures applies the fixes of each control to its failing fixtures. They leave nothing that the control finds, but
// for what testdata/left.txt gives a reason for. With --write, a second run changes nothing.
func TestFixtures(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	known := left(t)
	for _, c := range all.Controls {
		if len(c.Fixes) == 0 {
			continue
		}
		engine, err := harness.New(harness.Options{Catalogue: all, Controls: []string{c.ID}, Now: policytest.FixtureTime})
		if err != nil {
			t.Fatal(err)
		}
		folder := path.Join(c.Family(), c.Name(), "fail")
		files, err := os.ReadDir(filepath.Join(fixtures, folder))
		if err != nil {
			t.Fatal(err)
		}
		fixed := 0
		used := map[*control.Fix]bool{}
		for _, file := range files {
			if file.IsDir() {
				continue
			}
			name := path.Join(folder, file.Name())
			plan := propose(t, engine, filepath.Join(fixtures, name))
			fixed += len(plan.Fixed)
			for _, f := range plan.Used {
				used[f] = true
			}
			for _, l := range plan.Left {
				at := fmt.Sprintf("%s:%d", name, l.Position.Line)
				if known[at] == "" {
					t.Errorf("%s: %s is not fixed: %s", at, c.ID, l.Reason)
				}
				known[at+" seen"] = "seen"
			}
			for _, change := range plan.Changes {
				again, err := fix.Propose(t.Context(), harness.Bytes(change.Name, change.New), fix.Options{Engine: engine})
				if err != nil {
					t.Fatal(err)
				}
				if len(again.Changes) > 0 {
					t.Errorf("%s: a second run changes it again", name)
				}
			}
		}
		if fixed == 0 {
			t.Errorf("%s: no fixture is fixed", c.ID)
		}
		for i := range c.Fixes {
			if !used[&c.Fixes[i]] {
				t.Errorf("%s: no fixture applies fix %d", c.ID, i+1)
			}
		}
	}
	for at := range known {
		if !strings.HasSuffix(at, " seen") && known[at+" seen"] == "" {
			t.Errorf("testdata/left.txt: %s is fixed", at)
		}
	}
}

const fixtures = "../../testdata/controls"

func propose(t *testing.T, engine *harness.Engine, paths ...string) *fix.Plan {
	t.Helper()
	plan, err := fix.Propose(t.Context(), harness.Path(paths...), fix.Options{Engine: engine})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

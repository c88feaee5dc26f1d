package main

import (
	"io"
	"testing"

	"github.com/guiderail/guiderail/internal/policydir"
	"github.com/guiderail/guiderail/internal/policytest"
)

// TestScaffold wants a new control to be sound, and to fail where somebody has to write what it is about.
func TestScaffold(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := run(io.Discard, []string{"team/owner"}); err != nil {
		t.Fatal(err)
	}
	directory, err := policydir.Open("policies")
	if err != nil {
		t.Fatal(err)
	}
	fixtures, err := directory.Fixtures()
	if err != nil {
		t.Fatal(err)
	}
	report, err := policytest.Run(t.Context(), policytest.Options{Directory: directory, Fixtures: fixtures})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"annotation": true, "fixture fail/example.yaml": true}
	for _, s := range report.Subjects {
		for _, c := range s.Cases {
			name := string(c.Check)
			if c.Check == policytest.CheckFixture {
				name += " " + c.Name
			}
			if (len(c.Failures) > 0) != want[name] {
				t.Errorf("%s %s %s: got the failures %v", s.Name, name, c.Name, c.Failures)
			}
			delete(want, name)
		}
	}
	if len(want) > 0 {
		t.Errorf("nothing was said of %v", want)
	}
	if err := run(io.Discard, []string{"team/owner"}); err == nil {
		t.Error("a control that is there already was written over")
	}
	if err := run(io.Discard, []string{"Team.owner"}); err == nil {
		t.Error("Team.owner was taken for family/name")
	}
}

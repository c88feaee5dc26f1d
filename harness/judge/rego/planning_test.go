package rego_test

import (
	"bytes"
	"io/fs"
	"testing"

	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/policies"
)

// TestPlan plans the built-in policies, and compares the plan with the one that is embedded.
func TestPlan(t *testing.T) {
	loaded, err := rego.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	want, err := loaded.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := fs.ReadFile(policies.FS, rego.PlanFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("policies/%s is not the plan of the policies; run make generate", rego.PlanFile)
	}
}

package main

import (
	"slices"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/policies"
)

// TestFormats wants a fixture of each type that a control matches, or the reason why the type cannot show it.
func TestFormats(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	m, err := readMatrix("../../" + fixtures)
	if err != nil {
		t.Fatal(err)
	}
	cells := 0
	for _, c := range all.Controls {
		if c.File == "" {
			continue // written in Go, for a type of its own
		}
		for _, kind := range typesOf(c) {
			if kind == artefact.Kubernetes {
				continue
			}
			cells++
			if !slices.ContainsFunc(columns, func(column struct{ kind, heading string }) bool { return column.kind == kind }) {
				t.Errorf("%s matches the type %s, for which the table has no column", c.ID, kind)
			}
			if hasFixture, reason := len(m[c.ID][kind]) > 0, unseen(c.ID, kind); hasFixture == (reason != "") {
				t.Errorf("%s: there is a fixture of the type %s: %v; the reason why there is none: %q", c.ID, kind, hasFixture, reason)
			}
		}
	}
	if cells < 100 {
		t.Errorf("only %d cells of the table were looked at", cells)
	}
}

package fix_test

import (
	"bytes"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/fix"
	"github.com/guiderail/guiderail/internal/fuzztest"
	"github.com/guiderail/guiderail/internal/policytest"
)

// FuzzPropose holds for any text: nothing crashes, each finding is fixed or left, and what is proposed has no finding and
// no error more than what was there, and is as large a part of a file as a diff shows.
func FuzzPropose(f *testing.F) {
	fuzztest.Examples(f, "../../testdata/controls", 10, func(_ string, text []byte) { f.Add(text) })
	e, err := harness.New(harness.Options{Now: policytest.FixtureTime, Workers: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		defer fuzztest.Within(t)()
		plan, err := fix.Propose(t.Context(), harness.Bytes("a.yaml", text), fix.Options{Engine: e})
		if err != nil {
			t.Fatal(err)
		}
		if before, after := len(plan.Before.Findings), len(plan.Fixed)+len(plan.Left); before != after {
			t.Errorf("%d findings, and %d are fixed or left", before, after)
		}
		if len(plan.Fixed) > 0 == (len(plan.Changes) == 0) {
			t.Errorf("%d findings are fixed by %d changes", len(plan.Fixed), len(plan.Changes))
		}
		if plan.After != nil {
			if before, after := plan.Before.Summary, plan.After.Summary; after.Errors > before.Errors || after.Artefacts != before.Artefacts || len(plan.After.Findings) > len(plan.Before.Findings)-len(plan.Fixed) {
				t.Errorf("it has %d findings, %d objects and %d errors, and had %d, %d and %d", len(plan.After.Findings), after.Artefacts, after.Errors, len(plan.Before.Findings), before.Artefacts, before.Errors)
			}
		}
		for i := range plan.Changes {
			var b bytes.Buffer
			if err := plan.Changes[i].Diff(&b); err != nil {
				t.Error(err)
			}
		}
	})
}

package dossier_test

import (
	"slices"
	"testing"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/policies"
)

func TestApply(t *testing.T) {
	type counts = map[string]int
	for _, test := range []struct {
		name     string
		relation guide.Relation
		a, b     counts
		excluded string // why b is left out
		want     dossier.Verdict
		note     string
	}{
		{"all pass", guide.Equal, counts{"pass": 3}, counts{"pass": 1}, "", dossier.Holds, "A note."},
		{"one fails", guide.Equal, counts{"pass": 3}, counts{"pass": 1, "fail": 1}, "", dossier.Fails, "A note."},
		{"one fails, others are waived", guide.Equal, counts{"waived": 3}, counts{"fail": 1, "error": 1}, "", dossier.Fails, "A note. Not known by f.b."},
		{"one is waived", guide.Equal, counts{"pass": 1, "waived": 1}, counts{"unknown": 1}, "", dossier.Waived, "A note. Not known by f.b."},
		{"one is not known", guide.Equal, counts{"pass": 1}, counts{"pass": 1, "unknown": 1}, "", dossier.Partly, "A note. Not known by f.b."},
		{"one is an error", guide.Equal, counts{"pass": 1}, counts{"error": 1}, "", dossier.Partly, "A note. Not known by f.b."},
		{"one has nothing", guide.Equal, counts{"pass": 1}, counts{}, "", dossier.Partly, "A note. Nothing was judged by f.b."},
		{"one is left out", guide.Equal, counts{"pass": 1}, nil, "not on this platform", dossier.Holds, "A note. Left out: f.b (not on this platform)."},
		{"one is left out in places", guide.Equal, counts{"pass": 1}, counts{"fail": 1}, "in kube-system", dossier.Fails, "A note."},
		{"a part passes", guide.PartOf, counts{"pass": 1}, counts{"pass": 1}, "", dossier.Partly, "A note."},
		{"what is related passes", guide.Related, counts{"pass": 1}, counts{"pass": 1}, "", dossier.Partly, "A note."},
		{"a part fails", guide.PartOf, counts{"pass": 1}, counts{"fail": 1}, "", dossier.Fails, "A note."},
		{"nothing is known", guide.Equal, counts{"unknown": 1}, counts{"error": 1}, "", dossier.NothingShown, "A note. Not known by f.a, f.b."},
		{"nothing was judged", guide.Equal, nil, counts{"pass": 0}, "", dossier.NothingShown, "A note. Nothing was judged by f.a, f.b."},
		{"all but one are left out, and it has nothing", guide.Equal, nil, nil, "by the profile", dossier.NothingShown, "A note. Nothing was judged by f.a. Left out: f.b (by the profile)."},
	} {
		framework := &guide.Framework{
			ID: "other", Title: "Other", Edition: "v1", URL: "https://example.test", Note: "Partial.",
			Sections: []guide.FrameworkSection{{Section: "1.1", Subject: "Roles", Relation: test.relation, Controls: []string{"f.a", "f.b"}, Note: "A note."}},
		}
		scopes := []dossier.Scope{
			{Name: "one", Controls: []dossier.ControlResult{{ID: "f.a", Verdicts: test.a}, {ID: "f.b", Verdicts: test.b, Excluded: test.excluded}}},
			{Name: "two"},
		}
		applied := dossier.Apply(framework, scopes)
		if applied.ID != "other" || applied.Title != "Other" || applied.Edition != "v1" || applied.URL == "" || applied.Note != "Partial." || len(applied.Entries) != 2 {
			t.Fatalf("%s: got %+v", test.name, applied)
		}
		got := applied.Entries[0]
		if got.Scope != "one" || got.Section != "1.1" || got.Subject != "Roles" || got.Relation != string(test.relation) || !slices.Equal(got.Controls, []string{"f.a", "f.b"}) || got.Verdict != test.want || got.Note != test.note {
			t.Errorf("%s: got %+v, want %s, %q", test.name, got, test.want, test.note)
		}
		if other := applied.Entries[1]; other.Scope != "two" || other.Verdict != dossier.NothingShown {
			t.Errorf("%s: in a scope that judged nothing: got %+v", test.name, other)
		}
	}
}

// TestApplyOne fails each control of the built-in frameworks in turn: the sections that name it fail, and no others.
func TestApplyOne(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	frameworks, err := all.Frameworks()
	if err != nil {
		t.Fatal(err)
	}
	for _, framework := range frameworks {
		for _, failing := range all.Controls {
			scope := dossier.Scope{Name: "one"}
			for _, c := range all.Controls {
				verdict := "pass"
				if c == failing {
					verdict = "fail"
				}
				scope.Controls = append(scope.Controls, dossier.ControlResult{ID: c.ID, Verdicts: map[string]int{verdict: 1}})
			}
			for _, entry := range dossier.Apply(framework, []dossier.Scope{scope}).Entries {
				want := dossier.Partly
				switch {
				case slices.Contains(entry.Controls, failing.ID):
					want = dossier.Fails
				case entry.Relation == string(guide.Equal):
					want = dossier.Holds
				}
				if entry.Verdict != want {
					t.Errorf("%s, section %s, where %s fails: got %s, want %s", framework.ID, entry.Section, failing.ID, entry.Verdict, want)
				}
			}
		}
	}
}

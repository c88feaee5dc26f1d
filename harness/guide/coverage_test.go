package guide_test

import (
	"reflect"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/guide"
)

func TestCoverage(t *testing.T) {
	tests := []struct {
		name         string
		requirements string
		enforced     map[string][]string
		want         guide.Coverage
	}{
		{
			name:         "the one requirement has a control",
			requirements: "requirements: [R-01]",
			enforced:     map[string][]string{"R-01": {"x.one"}},
			want:         guide.Coverage{Status: guide.Enforced, Controls: []string{"x.one"}},
		},
		{
			name:         "all requirements have controls",
			requirements: "requirements: [R-02, R-01]",
			enforced:     map[string][]string{"R-01": {"x.two", "x.one"}, "R-02": {"x.three", "x.one"}},
			want:         guide.Coverage{Status: guide.Enforced, Controls: []string{"x.one", "x.three", "x.two"}},
		},
		{
			name:         "an attestation is still asked for beside the control",
			requirements: "requirements: [R-03, R-01]",
			enforced:     map[string][]string{"R-01": {"x.one"}},
			want: guide.Coverage{
				Status: guide.Enforced, Controls: []string{"x.one"}, Attested: []string{"R-03"},
			},
		},
		{
			name:         "one of two has a control",
			requirements: "requirements: [R-02, R-01]",
			enforced:     map[string][]string{"R-01": {"x.one"}},
			want: guide.Coverage{
				Status: guide.PartlyEnforced, Controls: []string{"x.one"}, Planned: []string{"R-02"},
			},
		},
		{
			name:         "none has a control",
			requirements: "requirements: [R-02, R-01]",
			enforced:     map[string][]string{"R-05": {"x.one"}},
			want:         guide.Coverage{Status: guide.Planned, Planned: []string{"R-02", "R-01"}},
		},
		{
			name:         "an empty list of controls is none",
			requirements: "requirements: [R-01]",
			enforced:     map[string][]string{"R-01": {}},
			want:         guide.Coverage{Status: guide.Planned, Planned: []string{"R-01"}},
		},
		{
			name:         "an attestation does not make up for a control",
			requirements: "requirements: [R-01, R-03]",
			want: guide.Coverage{
				Status: guide.Planned, Planned: []string{"R-01"}, Attested: []string{"R-03"},
			},
		},
		{
			name:         "attestations only",
			requirements: "requirements: [R-04, R-03]",
			want:         guide.Coverage{Status: guide.Attested, Attested: []string{"R-04", "R-03"}},
		},
		{
			name:         "a control does not make up for an attestation",
			requirements: "requirements: [R-03]",
			enforced:     map[string][]string{"R-03": {"x.one"}},
			want: guide.Coverage{
				Status: guide.Attested, Controls: []string{"x.one"}, Attested: []string{"R-03"},
			},
		},
		{
			name:         "nothing to check",
			requirements: "not_checkable: It only greets.",
			enforced:     map[string][]string{"R-01": {"x.one"}},
			want:         guide.Coverage{Status: guide.NotCheckable},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			library, err := guide.Load(policies(requirements, header+
				`  - {id: S1, section: "1", statement: Keep it., `+test.requirements+", sources: ["+source+"]}\n"))
			if err != nil {
				t.Fatal(err)
			}
			want := test.want
			want.Guide = "short"
			want.Statement = library.Guides[0].Statements[0]
			got := library.Coverage(test.enforced)
			if len(got) != 1 || !reflect.DeepEqual(got[0], want) {
				t.Errorf("got %+v\nwant one: %+v", got, want)
			}
		})
	}
}

func TestCoverageLeavesItsArgumentAlone(t *testing.T) {
	library, err := guide.Load(policies(requirements, header+statement))
	if err != nil {
		t.Fatal(err)
	}
	enforced := map[string][]string{"R-01": {"x.two", "x.one", "x.two"}}
	got := library.Coverage(enforced)[0].Controls
	if want := []string{"x.one", "x.two"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if want := []string{"x.two", "x.one", "x.two"}; !slices.Equal(enforced["R-01"], want) {
		t.Errorf("the argument became %v, want %v", enforced["R-01"], want)
	}
}

func TestSummarise(t *testing.T) {
	fsys := policies(requirements, header+statement+
		`  - {id: S2, section: "1", statement: Lock it., requirements: [R-02], sources: [`+source+`]}
  - {id: S3, section: "1", statement: Hide it., requirements: [R-02], sources: [`+source+`]}
`)
	fsys["guides/another.yaml"] = &fstest.MapFile{Data: []byte(`
id: another
title: Another
date: "2026-01-03"
licence: CC0-1.0
statements:
  - {id: T1, section: Intro, statement: Read it., not_checkable: It only greets., sources: [` + source + `]}
  - {id: T2, section: Intro, statement: Sign it., requirements: [R-03], sources: [` + source + `]}
  - {id: T3, section: Intro, statement: Do both., requirements: [R-01, R-02], sources: [` + source + `]}
`)}
	library, err := guide.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	got := guide.Summarise(library.Coverage(map[string][]string{"R-01": {"x.one"}}))
	want := []guide.Summary{
		{Guide: "another", Statements: 3, Counts: map[guide.Status]int{
			guide.Enforced: 0, guide.PartlyEnforced: 1, guide.Planned: 0, guide.Attested: 1, guide.NotCheckable: 1,
		}},
		{Guide: "short", Statements: 3, Counts: map[guide.Status]int{
			guide.Enforced: 1, guide.PartlyEnforced: 0, guide.Planned: 2, guide.Attested: 0, guide.NotCheckable: 0,
		}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestNothingIsEnforcedWithoutControls(t *testing.T) {
	want := []guide.Summary{
		{Guide: "eks-essentials", Statements: 68, Counts: map[guide.Status]int{
			guide.Enforced: 0, guide.PartlyEnforced: 0, guide.Planned: 62, guide.Attested: 5, guide.NotCheckable: 1,
		}},
		{Guide: "xroad-sidecar", Statements: 94, Counts: map[guide.Status]int{
			guide.Enforced: 0, guide.PartlyEnforced: 0, guide.Planned: 92, guide.Attested: 0, guide.NotCheckable: 2,
		}},
	}
	if got := guide.Summarise(load(t).Coverage(nil)); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestEverythingIsEnforcedWithAControlForEachRequirement(t *testing.T) {
	library := load(t)
	enforced := map[string][]string{}
	for _, requirement := range library.Requirements {
		enforced[requirement.ID] = []string{"x.one"}
	}
	for _, covered := range library.Coverage(enforced) {
		switch covered.Status {
		case guide.Enforced, guide.Attested, guide.NotCheckable:
		default:
			t.Errorf("%s is %s, want it enforced; planned: %v", covered.Statement.ID, covered.Status, covered.Planned)
		}
	}
}

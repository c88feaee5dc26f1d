package guide_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/guide"
)

func TestRequirementsAreInOrder(t *testing.T) {
	families := []struct {
		name  string
		count int
	}{
		{"SECRETS", 20}, {"RBAC", 21}, {"NS", 3}, {"NETPOL", 18}, {"PSA", 28}, {"RES", 8},
		{"MON", 8}, {"BACKUP", 5}, {"MSGLOG", 10}, {"HPA", 10}, {"IRSA", 12}, {"IMG", 17},
		{"HOST", 15}, {"DASH", 8}, {"KUBECFG", 7}, {"XR", 17}, {"META", 6},
	}
	var want []string
	for _, family := range families {
		for i := range family.count {
			number := i + 1
			// The pod checks leave room behind the namespace checks, and the
			// restricted ones behind the baseline ones.
			if family.name == "PSA" && i >= 7 {
				number += 2
			}
			if family.name == "PSA" && i >= 19 {
				number += 8
			}
			want = append(want, fmt.Sprintf("%s-%02d", family.name, number))
		}
	}
	if len(want) != 213 {
		t.Fatalf("the families add up to %d, want 213", len(want))
	}

	var got []string
	for _, requirement := range load(t).Requirements {
		got = append(got, requirement.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestDerivedRequirementsAreThoseWithoutAStatement(t *testing.T) {
	library := load(t)
	isReferenced := map[string]bool{}
	for _, g := range library.Guides {
		for _, statement := range g.Statements {
			for _, id := range statement.Requirements {
				isReferenced[id] = true
			}
		}
	}
	for _, requirement := range library.Requirements {
		if want := !isReferenced[requirement.ID]; requirement.Derived != want {
			t.Errorf("%s: derived is %t, want %t", requirement.ID, requirement.Derived, want)
		}
	}
}

func TestRequirementNamesAreKebabCase(t *testing.T) {
	for _, requirement := range load(t).Requirements {
		if strings.Trim(requirement.Name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("%s: name %q is not in kebab case", requirement.ID, requirement.Name)
		}
	}
}

func TestAttestedRequirements(t *testing.T) {
	want := []string{"SECRETS-20", "MON-08", "IMG-17", "HOST-14", "HOST-15", "DASH-08", "META-06"}
	var got []string
	for _, requirement := range load(t).Requirements {
		if requirement.Answer == guide.Attestation {
			got = append(got, requirement.ID)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRequirement(t *testing.T) {
	library := load(t)
	got, isKnown := library.Requirement("RBAC-02")
	want := guide.Requirement{
		ID: "RBAC-02", Name: "no-cluster-admin", Severity: guide.Critical, Answer: guide.Control,
	}
	if !isKnown || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %t, want %+v, true", got, isKnown, want)
	}
	if got, isKnown := library.Requirement("RBAC-99"); isKnown {
		t.Errorf("got %+v, want none", got)
	}
}

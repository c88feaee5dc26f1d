package policies_test

import (
	"fmt"
	"slices"
	"testing"

	"k8s.io/pod-security-admission/policy"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/policies"
)

func builtinFrameworks(t *testing.T) map[string]*guide.Framework {
	t.Helper()
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	// Loading them wants every control that they name.
	loaded, err := all.Frameworks()
	if err != nil {
		t.Fatal(err)
	}
	frameworks := map[string]*guide.Framework{}
	for _, f := range loaded {
		frameworks[f.ID] = f
	}
	return frameworks
}

// TestFrameworks wants of each framework what it had when somebody last read it, so that none is emptied unnoticed.
func TestFrameworks(t *testing.T) {
	frameworks := builtinFrameworks(t)
	floors := map[string]struct{ sections, controls int }{
		"cis-eks":                {32, 35},
		"nsa-cisa":               {23, 70},
		"pod-security-standards": {19, 19},
	}
	if len(frameworks) != len(floors) {
		t.Errorf("got %d frameworks, want %d", len(frameworks), len(floors))
	}
	for id, floor := range floors {
		f := frameworks[id]
		if f == nil {
			t.Errorf("%s: not found", id)
			continue
		}
		controls := map[string]bool{}
		for _, section := range f.Sections {
			for _, c := range section.Controls {
				controls[c] = true
			}
		}
		if len(f.Sections) < floor.sections || len(controls) < floor.controls {
			t.Errorf("%s: got %d sections with %d controls, want at least %d with %d", id, len(f.Sections), len(controls), floor.sections, floor.controls)
		}
		if f.URL == "" || f.Note == "" {
			t.Errorf("%s: url and note are missing", id)
		}
	}
}

// TestPodSecurityFramework holds the framework of the Pod Security Standards against the checks of Pod Security
// admission, and what controls the oracle found equal to them.
func TestPodSecurityFramework(t *testing.T) {
	f := builtinFrameworks(t)["pod-security-standards"]
	if want := fmt.Sprintf("Kubernetes v1.%d", newestVersion); f.Edition != want {
		t.Errorf("got edition %s, want %s", f.Edition, want)
	}
	sections := map[string]guide.FrameworkSection{}
	for _, section := range f.Sections {
		sections[section.Section] = section
	}
	checks := policy.DefaultChecks()
	for _, check := range checks {
		name := podSecurityControls[check.ID]
		want := []string{"podsecurity." + name}
		for _, other := range impliedBy[name] {
			want = append(want, "podsecurity."+other)
		}
		id := fmt.Sprintf("%s: %s", check.Level, check.ID)
		if section := sections[id]; section.Relation != guide.Equal || !slices.Equal(section.Controls, want) {
			t.Errorf("section %s: got %q by %q, want %q by %q", id, section.Relation, section.Controls, guide.Equal, want)
		}
	}
	if len(f.Sections) != len(checks) {
		t.Errorf("got %d sections, want one for each of %d checks", len(f.Sections), len(checks))
	}
}

package gatekeeper_test

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/gatekeeper/v3/pkg/mutation/match"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/waiver"
)

// TestWaivers has waivers rendered, and asks Gatekeeper's own code which constraints are about an object: one, or none
// where it is waived.
func TestWaivers(t *testing.T) {
	controls := []*control.Control{
		{ID: "shop.some", File: "shop/some.rego", Match: []control.Match{{Groups: []string{"apps"}, Kinds: []string{"Deployment", "StatefulSet"}}, {Groups: []string{""}, Kinds: []string{"Pod", "Namespace"}}}},
		{ID: "shop.all", File: "shop/all.rego", Match: []control.Match{{Groups: []string{"*"}, Kinds: []string{"*"}}}},
		{ID: "shop.text"},
	}
	p := &profile.Profile{Name: "mine", Waived: []profile.Exclusion{{Controls: []string{"shop.some"}, Namespaces: []string{"legacy"}}}}
	one := func(controls []string, kind, namespace, name string, change func(*waiver.Waiver)) *waiver.Waiver {
		w := &waiver.Waiver{Control: strings.Join(controls, "+"), Controls: controls, Kind: kind, Namespace: namespace, Name: name, IsPattern: strings.Contains(name, "*"), Expires: "2027-01-31"}
		change(w)
		return w
	}
	as := func(*waiver.Waiver) {}
	some, both := []string{"shop.some"}, []string{"shop.all", "shop.some"}
	set := waiver.NewSet([]*waiver.Waiver{
		one(some, "Deployment", "batch", "*", as),
		one(some, "Deployment", "night", "*", func(w *waiver.Waiver) { w.Expires = "2026-12-31" }),
		one(some, "Namespace", "", "open", as),
		one(some, "Namespace", "", "open-*", as),
		one(some, "Pod", "expired", "*", func(w *waiver.Waiver) { w.Expires = "2026-11-28" }),
		one(some, "Deployment", "shop", "till", as),
		one(some, "Deployment", "shop", "till-*", as),
		one(some, "Deployment", "shop", "*", func(w *waiver.Waiver) { w.Container = "till" }),
		one(some, "Namespace", "", "a*b", as),
		one(both, "StatefulSet", "batch", "*", as),
		one(some, "Service", "batch", "*", as),
		one([]string{"shop.text"}, "Pod", "batch", "*", as),
	})
	waived := gatekeeper.NewWaived(p, controls, set, "2026-11-29")
	var unrendered []string
	for _, u := range waived.Unrendered {
		unrendered = append(unrendered, u.Waiver.String()+": "+u.Reason)
	}
	if want := []string{
		"shop.some of Deployment shop/till: a constraint cannot leave out an object by its name",
		"shop.some of Deployment shop/till-*: a constraint cannot leave out an object by its name",
		`shop.some of Deployment shop/*, container "till": a constraint cannot leave out a part of an object`,
		"shop.some of Namespace a*b: a constraint has no such pattern for namespaces",
		"shop.all+shop.some of StatefulSet batch/*: but for some of its controls, since the constraint of shop.all matches every kind, and cannot leave out one",
		"shop.some of Service batch/*: no constraint of the profile is asked about it",
		"shop.text of Pod batch/*: no constraint of the profile is asked about it",
	}; !slices.Equal(unrendered, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(unrendered, "\n"), strings.Join(want, "\n"))
	}
	if waived.Until != "2026-12-31" {
		t.Errorf("the first ends on %s", waived.Until)
	}
	files, err := gatekeeper.Profile(p, controls, waived)
	if err != nil {
		t.Fatal(err)
	}
	matches, resources := map[string]match.Match{}, ""
	for _, f := range files {
		switch name := path.Base(f.Path); {
		case name == "kustomization.yaml" && path.Base(path.Dir(f.Path)) == "constraints":
			resources = string(f.Text)
		case strings.HasPrefix(name, "shop.some"):
			var constraint struct {
				Metadata metav1.ObjectMeta
				Spec     struct{ Match match.Match }
			}
			if err := yaml.Unmarshal(f.Text, &constraint); err != nil {
				t.Fatal(err)
			}
			if constraint.Metadata.Name+".yaml" != name {
				t.Errorf("%s holds %s", name, constraint.Metadata.Name)
			}
			if until := constraint.Metadata.Annotations["guiderail.dev/waived-until"]; (until == "") != (name == "shop.some.yaml") {
				t.Errorf("%s counts until %q", name, until)
			}
			matches[name] = constraint.Spec.Match
		}
	}
	if len(matches) != 4 {
		t.Errorf("there are %d constraints, not 4", len(matches))
	}
	for name := range matches {
		if !strings.Contains(resources, name) {
			t.Errorf("%s is not among the resources of the kustomization", name)
		}
	}
	for _, test := range []struct {
		apiVersion, kind, namespace, name string
		want                              int
	}{
		{"apps/v1", "Deployment", "shop", "till", 1},
		{"apps/v1", "Deployment", "batch", "till", 0},
		{"apps/v1", "Deployment", "night", "till", 0},
		{"apps/v1", "Deployment", "legacy", "till", 0},
		{"apps/v1", "StatefulSet", "batch", "till", 0},
		{"apps/v1", "StatefulSet", "night", "till", 1},
		{"apps/v1", "StatefulSet", "legacy", "till", 0},
		{"v1", "Pod", "batch", "till", 1},
		{"v1", "Pod", "legacy", "till", 0},
		{"v1", "Pod", "expired", "till", 1},
		{"v1", "Namespace", "", "open", 0},
		{"v1", "Namespace", "", "open-2", 0},
		{"v1", "Namespace", "", "opened", 1},
		{"v1", "Namespace", "", "batch", 1},
		{"v1", "Service", "shop", "till", 0},
	} {
		object := &unstructured.Unstructured{Object: map[string]any{"apiVersion": test.apiVersion, "kind": test.kind, "metadata": map[string]any{"name": test.name, "namespace": test.namespace}}}
		target := &match.Matchable{Object: object}
		if test.namespace != "" {
			target.Namespace = &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: test.namespace}}
		}
		got := 0
		for name, m := range matches {
			matched, err := match.Matches(&m, target)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if matched {
				got++
			}
		}
		if got != test.want {
			t.Errorf("%d constraints are about %s %s/%s, not %d", got, test.kind, test.namespace, test.name, test.want)
		}
	}
}

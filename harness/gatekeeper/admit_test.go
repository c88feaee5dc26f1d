package gatekeeper_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

// TestAdmit asks the constraints of a rendering about objects of the fixtures, and wants what Gatekeeper's engine says of
// their creation, in both layouts.
func TestAdmit(t *testing.T) {
	all, profiles := shipped(t)
	families := []string{"network", "podsecurity"}
	controls := slices.DeleteFunc(slices.Clone(all), func(c *control.Control) bool { return !slices.Contains(families, c.Family()) })
	p := profiles[slices.IndexFunc(profiles, func(p *profile.Profile) bool { return p.Name == "xroad-eks" })]
	k := newKeeperOf(t, gatekeeper.Each, p, nil, controls...)
	reads := controlsReads(p, controls)
	renderings := map[gatekeeper.Layout]*gatekeeper.Rendered{}
	for _, layout := range gatekeeper.Layouts() {
		files, err := gatekeeper.Render(policies.FS, layout, p, controls, nil)
		if err != nil {
			t.Fatal(err)
		}
		folder := t.TempDir()
		if err := gatekeeper.Write(folder, files); err != nil {
			t.Fatal(err)
		}
		if renderings[layout], err = gatekeeper.ReadRendered(folder); err != nil {
			t.Fatal(err)
		}
	}
	asked, said := 0, 0
	for _, family := range families {
		for i, found := range slices.Collect(source.Find([]string{filepath.Join("../../testdata/controls", family)}, strings.NewReader(""))) {
			if found.Source == nil || i%9 != 0 {
				continue
			}
			var objects []*artefact.Artefact
			for document, err := range found.Source.Documents(source.Limits{}) {
				if err != nil {
					t.Fatal(err)
				}
				objects = append(objects, slices.DeleteFunc(objectsOf(document), func(a *artefact.Artefact) bool { return a.IsRequested() || a.Embedded || a.Name == "" })...)
			}
			// Where an object without a namespace lands, the request says.
			isOpen := func(a *artefact.Artefact) bool {
				return a.Namespace == "" && !slices.Contains([]string{"ClusterRole", "ClusterRoleBinding", "Namespace"}, a.Kind)
			}
			if len(objects) == 0 || slices.ContainsFunc(objects, isOpen) {
				continue
			}
			forget := k.keep(t, reads, found.Source)
			for layout, rendered := range renderings {
				judges, err := rendered.Judges(t.Context(), objects, func(string, string) bool { return true })
				if err != nil {
					t.Fatal(err)
				}
				for _, a := range objects {
					statements, err := k.ask(t, webhook, subjects(t, a)["CREATE"])
					if err != nil {
						t.Fatal(err)
					}
					var want, got []string
					for _, s := range statements {
						if strings.HasPrefix(s.action, "deny") || strings.HasPrefix(s.action, "warn") {
							want = append(want, fmt.Sprintf("%s %s: %s", s.action, s.control, s.message))
						}
					}
					answers, err := judges.Of(t.Context(), a)
					if err != nil {
						t.Fatal(err)
					}
					for id, answer := range answers {
						for _, m := range answer.Messages {
							got = append(got, fmt.Sprintf("%s %s: %s", answer.Action, id, m))
						}
					}
					slices.Sort(want)
					slices.Sort(got)
					if want = slices.Compact(want); !slices.Equal(got, want) {
						t.Errorf("%s, %s:\n got  %s\n want %s", a.Position(nil), layout, strings.Join(got, "\n      "), strings.Join(want, "\n      "))
					}
					asked++
					said += len(got)
				}
			}
			forget()
		}
	}
	t.Logf("%d questions, %d violations", asked, said)
	if asked < 20 || said < 20 {
		t.Errorf("only %d questions, %d violations", asked, said)
	}
}

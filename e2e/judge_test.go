//go:build e2e

package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

// judge is the harness with a profile: what Gatekeeper is held against.
type judge struct {
	engine  *harness.Engine
	profile *profile.Profile

	// others are the objects of the cluster that the controls can look up, nil where a run is all there is;
	// held tells that the cluster stays as it is, so that they need not be asked for again.
	others *source.Found
	held   bool
}

// newJudge takes a profile as the command line does.
func newJudge(t *testing.T, name string) *judge {
	t.Helper()
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Load(all.Files, all.Controls, name)
	if err != nil {
		t.Fatal(err)
	}
	j := &judge{profile: p}
	around := func(yield func(source.Found) bool) {
		if j.others != nil {
			yield(*j.others)
		}
	}
	if j.engine, err = harness.New(harness.Options{Catalogue: all, Chosen: p, Limits: source.Limits{Document: 512 << 20, Values: 100_000_000, Objects: 10_000_000}, Inventory: around}); err != nil {
		t.Fatal(err)
	}
	return j
}

// judge gives the findings that Gatekeeper can have too.
func (j *judge) judge(t *testing.T, text []byte) []harness.Finding {
	t.Helper()
	return j.judgeRun(t, textOf("review", text))["review"]
}

// controls gives those that Gatekeeper runs.
func (j *judge) controls() []*control.Control {
	return slices.DeleteFunc(slices.Clone(j.engine.Controls()), func(c *control.Control) bool { return !gatekeeper.Runs(c) })
}

// looksUp tells whether a control looks up objects of the object's kind in namespaces.
func (j *judge) looksUp(o *unstructured.Unstructured) bool {
	for _, c := range j.controls() {
		for _, read := range c.Reads {
			if read.Namespaced && read.GroupVersionKind == o.GroupVersionKind() {
				return true
			}
		}
	}
	return false
}

// judgeRequest judges a request beside what the controls can look up in the cluster.
func (j *judge) judgeRequest(t *testing.T, review []byte) []harness.Finding {
	t.Helper()
	if !j.held {
		j.look(t)
		defer func() { j.others = nil }()
	}
	return j.judge(t, review)
}

// hold has the judge look at the cluster once, while nothing in it changes.
func (j *judge) hold(t *testing.T) (release func()) {
	t.Helper()
	j.look(t)
	j.held = true
	return func() { j.others, j.held = nil, false }
}

// look lists the objects of the kinds that the controls look up.
func (j *judge) look(t *testing.T) {
	t.Helper()
	kinds := map[schema.GroupVersionKind]bool{}
	for _, c := range j.controls() {
		for _, read := range c.Reads {
			kinds[read.GroupVersionKind] = true
		}
	}
	var others bytes.Buffer
	for kind := range kinds {
		objects, err := shared.List(lasting(t), kind)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range objects {
			text, err := o.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&others, "---\n%s\n", text)
		}
	}
	found := textOf("others", others.Bytes())
	j.others = &found
}

// asRequest gives the request in which an object comes to Gatekeeper's audit and to gator. A run judges a copy
// that a controller made through its owner; there every object is judged on its own, and so is a request.
func asRequest(t *testing.T, o *unstructured.Unstructured) []byte {
	t.Helper()
	text, err := json.Marshal(map[string]any{
		"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
		"request": map[string]any{"object": o.Object},
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// textOf is a file that holds a text.
func textOf(name string, text []byte) source.Found {
	return source.Found{Source: source.Bytes(name, text)}
}

// judgeRun judges what belongs together, and gives the findings by file.
func (j *judge) judgeRun(t *testing.T, sources ...source.Found) map[string][]harness.Finding {
	t.Helper()
	findings := map[string][]harness.Finding{}
	_, err := j.engine.Each(t.Context(), slices.Values(sources), func(r *harness.Result) error {
		for _, err := range r.Errors {
			t.Error(err)
		}
		for _, a := range r.Judgements {
			for id, err := range a.Errors {
				t.Errorf("%s: %s: %v", a.Ref, id, err)
			}
			for _, f := range a.Findings {
				if gatekeeper.Runs(f.Control) {
					findings[r.File] = append(findings[r.File], f)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

// lines gives the findings that have an action, as Gatekeeper writes them into its messages.
func (j *judge) lines(findings []harness.Finding, action profile.Action) []string {
	var lines []string
	for _, f := range findings {
		if j.profile.Enforcement(f.Control).Webhook == action {
			lines = append(lines, line(f.Control, f.Message))
		}
	}
	slices.Sort(lines)
	return lines
}

func line(c *control.Control, message string) string {
	return "[" + gatekeeper.ConstraintName(c) + "] " + message
}

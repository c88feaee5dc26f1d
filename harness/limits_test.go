package harness_test

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

// TestLimits wants what is beyond a limit to be an error, and all around it to be judged.
func TestLimits(t *testing.T) {
	const pod = "{apiVersion: v1, kind: Pod, metadata: {name: a}}\n"
	for _, test := range []struct {
		name, text string
		limits     source.Limits
		want       string
		objects    int
	}{
		{"a document", pod + "---\n# " + strings.Repeat("x", 100) + "\n" + pod + "---\n" + pod, source.Limits{Document: 100}, "a.yaml:2: document 2 is larger than 100 bytes", 2},
		{"values", pod + "---\n{apiVersion: v1, kind: Pod, spec: [[[[[[[[[[[[[1]]]]]]]]]]]]]}\n---\n" + pod, source.Limits{Values: 13}, "a.yaml:3: the document exceeds 13 values here", 2},
		{"the text of an object", "{apiVersion: v1, kind: List, items: [" + pod + ", {apiVersion: v1, kind: ConfigMap, data: {a: " + strings.Repeat("x", 100) + "}}, " + pod + "]}", source.Limits{Object: 100}, "a.yaml:2: the object exceeds 100 bytes here", 2},
		{"documents", pod + "---\n" + pod + "---\n" + pod, source.Limits{Documents: 2}, "a.yaml:4: contains more than 2 documents", 2},
		{"objects", "{apiVersion: v1, kind: List, items: [" + pod + ", " + pod + ", " + pod + "]}", source.Limits{Objects: 3}, "a.yaml:3: is object 4 of the document", 2},
		{"time", pod, source.Limits{Time: time.Nanosecond}, "a.yaml:1:1: judging Pod a takes longer than 1ns; it is not judged", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, inventory := range []bool{false, true} {
				options := harness.Options{Policies: policies.FS, Limits: test.limits, Controls: []string{"network.workload_selected", "podsecurity.privileged"}}
				sources := slices.Values([]source.Found{{Source: &source.File{Path: "a.yaml", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(test.text)), nil }}}})
				want := test.objects
				if inventory {
					if test.limits.Time > 0 {
						continue // nothing of it is judged
					}
					options.Inventory, sources, want = sources, slices.Values([]source.Found{}), 0
				}
				engine, err := harness.New(options)
				if err != nil {
					t.Fatal(err)
				}
				var errs []string
				summary, err := engine.Each(t.Context(), sources, func(r *harness.Result) error {
					for _, err := range r.Errors {
						errs = append(errs, err.Error())
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				if len(errs) != 1 || !strings.Contains(errs[0], test.want) || summary.Errors != 1 {
					t.Errorf("got errors %q, want one with %q", errs, test.want)
				}
				if summary.Artefacts != want {
					t.Errorf("%d objects were judged, want %d", summary.Artefacts, want)
				}
			}
		})
	}
}

package channel_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

const holders = `apiVersion: v1
kind: List
items:
  - apiVersion: work.open-cluster-management.io/v1
    kind: ManifestWork
    metadata: {name: shop, namespace: cluster1}
    spec:
      workload:
        manifests:
          - apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec: {hostPID: true, containers: [{name: web, image: web}]}
          - apiVersion: kubernetes.crossplane.io/v1alpha2
            kind: Object
            metadata: {name: web}
            spec:
              forProvider:
                manifest:
                  apiVersion: v1
                  kind: List
                  items:
                    - apiVersion: v1
                      kind: Pod
                      metadata: {name: inner, namespace: shop}
                      spec: {hostNetwork: true, containers: [{name: web, image: web}]}
          - {apiVersion: v1}
          - null
---
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata: {name: nightly, namespace: shop}
spec:
  workflowSpec:
    templates:
      - name: make
        resource:
          action: create
          manifest: |
            # made every night
            apiVersion: v1
            kind: Pod
            metadata:
              generateName: {{workflow.name}}-
            spec:
              hostIPC: true
              priority: {{inputs.parameters.priority}}
              containers: [{name: "{{workflow.name}}", image: web}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: plain}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: database}
            stringData: {password: "{{workflow.parameters.password}}", token: "<token>"}
      - name: remove
        resource: {action: delete, manifest: "{apiVersion: v1, kind: Pod, spec: {hostPID: true}}"}
      - name: filled
        resource: {action: create, manifest: "{{inputs.parameters.manifest}}"}
`

// TestEmbeddedObjects compares what is said of objects that others hold.
func TestEmbeddedObjects(t *testing.T) {
	controls := []string{"podsecurity.host_namespaces", "images.pinned_tag", "schema.duplicate_object", "secrets.default_values"}
	engine, err := harness.New(harness.Options{Policies: policies.FS, Controls: controls})
	if err != nil {
		t.Fatal(err)
	}
	from := source.Bytes("holders.yaml", []byte(holders))
	found := func(yield func(source.Found) bool) { yield(source.Found{Source: from}) }
	var want, places []string
	var objects []any
	summary, err := engine.Each(t.Context(), found, func(r *harness.Result) error {
		for _, a := range r.Judgements {
			want = append(want, judged(t, a.Findings)...)
			for _, f := range a.Findings {
				if f.Control.ID == "podsecurity.host_namespaces" {
					places = append(places, f.Position.String())
				}
			}
		}
		for _, n := range r.Notices {
			places = append(places, n.Position.String()+" "+n.Message)
		}
		for _, err := range r.Errors {
			t.Error(err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if wanted := []string{
		"holders.yaml:13:29",
		"holders.yaml:26:43",
		"holders.yaml:27:13 object 3 in the ManifestWork of document 1 is not a Kubernetes object: kind is missing",
		"holders.yaml:46:24",
		"holders.yaml:61:46 object 3 in the CronWorkflow of document 2 is not a manifest until its parameters are filled in, and is not judged",
	}; !slices.Equal(slices.Sorted(slices.Values(places)), wanted) {
		t.Errorf("got\n%s", strings.Join(slices.Sorted(slices.Values(places)), "\n"))
	}
	if n := summary.Artefacts; n != 8 {
		t.Errorf("%d objects were judged", n)
	}
	for document := range from.Documents(source.Limits{}) {
		for _, a := range kubernetes.New().Parse(document).Artefacts {
			if !a.Embedded {
				objects = append(objects, plain(t, a))
			}
		}
	}
	all, _, _ := decider(t, nil)(objects)
	var got []string
	for _, line := range all {
		if slices.ContainsFunc(controls, func(id string) bool { return strings.HasPrefix(line, id+":") }) {
			got = append(got, line)
		}
	}
	slices.Sort(want)
	if len(want) < 7 || !slices.Equal(got, want) {
		t.Errorf("the decision is\n%s, and guiderail check says\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

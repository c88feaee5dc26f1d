package gatekeeper_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/open-policy-agent/gatekeeper/v3/pkg/target"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/internal/corpus"
	"github.com/guiderail/guiderail/policies"
)

// BenchmarkReview measures what each control that judges pods costs Gatekeeper's engine for a pod that it
// finds nothing wrong with.
func BenchmarkReview(b *testing.B) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		b.Fatal(err)
	}
	controls := all.Controls
	subject := goodPod(b)
	for _, c := range controls {
		if !c.Matches(artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Pod"}) || !gatekeeper.Runs(c) {
			continue
		}
		b.Run(c.ID, func(b *testing.B) {
			k := newKeeper(b, c)
			for b.Loop() {
				k.review(b, subject)
			}
		})
	}
}

// BenchmarkLayouts measures what all controls of profile xroad-eks cost Gatekeeper's engine for such a pod, in each layout.
func BenchmarkLayouts(b *testing.B) {
	controls, profiles := shipped(b)
	p := profiles[slices.IndexFunc(profiles, func(p *profile.Profile) bool { return p.Name == "xroad-eks" })]
	subject := goodPod(b)
	for _, layout := range gatekeeper.Layouts() {
		b.Run(string(layout), func(b *testing.B) {
			k := newKeeperOf(b, layout, p, nil, controls...)
			for b.Loop() {
				k.review(b, subject)
			}
		})
	}
}

// goodPod is a pod that no control finds anything wrong with.
func goodPod(b testing.TB) any {
	b.Helper()
	var pod unstructured.Unstructured
	if err := json.Unmarshal([]byte(`{
		"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"},
		"spec": {
			"serviceAccountName": "web",
			"automountServiceAccountToken": false,
			"securityContext": {"runAsNonRoot": true, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}},
			"containers": [{
				"name": "web",
				"image": "111122223333.dkr.ecr.eu-north-1.amazonaws.com/shop/web:1.2.3@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
				"resources": {"requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"cpu": "1", "memory": "64Mi"}},
				"securityContext": {"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]}}
			}]
		}}`), &pod.Object); err != nil {
		b.Fatal(err)
	}
	return target.AugmentedUnstructured{Object: pod, Source: "Original"}
}

// BenchmarkSynced measures a review by each control that looks at other objects, while the objects of a
// cluster that it looks up are synced. All objects that the control judges take turns.
func BenchmarkSynced(b *testing.B) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		b.Fatal(err)
	}
	controls := all.Controls
	for _, n := range []int{1000, 10_000} {
		var objects []*unstructured.Unstructured
		for document := range corpus.Cluster(1, n) {
			var object unstructured.Unstructured
			if err := yaml.Unmarshal(document.Text, &object.Object); err != nil {
				b.Fatal(err)
			}
			objects = append(objects, &object)
		}
		for _, c := range controls {
			if len(c.Reads) > 0 && gatekeeper.Runs(c) {
				b.Run(fmt.Sprintf("%d/%s", n, c.ID), func(b *testing.B) { benchmarkSynced(b, c, objects) })
			}
		}
	}
}

func benchmarkSynced(b *testing.B, c *control.Control, objects []*unstructured.Unstructured) {
	k := newKeeper(b, c)
	var judged []any
	for _, object := range objects {
		kind := object.GroupVersionKind()
		if c.Matches(artefact.Ref{Type: artefact.Kubernetes, APIVersion: kind.GroupVersion().String(), Kind: kind.Kind}) {
			judged = append(judged, target.AugmentedUnstructured{Object: *object, Source: "Original"})
		}
		if slices.ContainsFunc(c.Reads, func(read control.Read) bool { return read.GroupVersionKind == kind }) {
			if _, err := k.client.AddData(b.Context(), object); err != nil {
				b.Fatal(err)
			}
		}
	}
	if len(judged) == 0 {
		b.Skip("the cluster has no object that it judges")
	}
	for i := 0; b.Loop(); i++ {
		k.review(b, judged[i%len(judged)])
	}
}

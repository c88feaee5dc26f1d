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
	subject := audited(goodPod(b))
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

// BenchmarkLayouts measures what all controls of profile xroad-eks cost Gatekeeper's engine for such a pod, a Deployment of
// it and a ConfigMap, in each layout.
func BenchmarkLayouts(b *testing.B) {
	controls, p := xroadEKS(b)
	for _, layout := range gatekeeper.Layouts() {
		k := newKeeperOf(b, layout, p, nil, controls...)
		for _, subject := range []unstructured.Unstructured{goodPod(b), goodDeployment(b), plainConfigMap()} {
			b.Run(string(layout)+"/"+subject.GetKind(), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					k.review(b, audited(subject))
				}
			})
		}
	}
}

// TestPackedAllocations bounds what the review of a pod takes in the layout packed: 17,900 allocations as of this writing.
// What no test of time can say reliably shows here.
func TestPackedAllocations(t *testing.T) {
	controls, p := xroadEKS(t)
	k := newKeeperOf(t, gatekeeper.Packed, p, nil, controls...)
	subject := audited(goodPod(t))
	allocations := testing.AllocsPerRun(20, func() { k.review(t, subject) })
	t.Logf("a review takes %.0f allocations", allocations)
	if most := 21_000.0; allocations > most {
		t.Errorf("a review takes %.0f allocations, want at most %.0f", allocations, most)
	}
}

func xroadEKS(t testing.TB) ([]*control.Control, *profile.Profile) {
	t.Helper()
	controls, profiles := shipped(t)
	return controls, profiles[slices.IndexFunc(profiles, func(p *profile.Profile) bool { return p.Name == "xroad-eks" })]
}

func audited(object unstructured.Unstructured) any {
	return target.AugmentedUnstructured{Object: object, Source: "Original"}
}

// goodPod is a pod that no control finds anything wrong with.
func goodPod(t testing.TB) unstructured.Unstructured {
	t.Helper()
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
		t.Fatal(err)
	}
	return pod
}

func goodDeployment(t testing.TB) unstructured.Unstructured {
	t.Helper()
	labels := map[string]any{"app": "web"}
	return unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apps/v1", "kind": "Deployment", "metadata": map[string]any{"name": "web", "namespace": "shop"},
		"spec": map[string]any{
			"replicas": int64(2),
			"selector": map[string]any{"matchLabels": labels},
			"template": map[string]any{"metadata": map[string]any{"labels": labels}, "spec": goodPod(t).Object["spec"]},
		},
	}}
}

func plainConfigMap() unstructured.Unstructured {
	return unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "web", "namespace": "shop"},
		"data": map[string]any{"LOG_LEVEL": "info", "nginx.conf": "server {\n  listen 8080;\n  root /usr/share/nginx/html;\n}\n"},
	}}
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

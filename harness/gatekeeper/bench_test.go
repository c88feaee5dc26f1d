package gatekeeper_test

import (
	"encoding/json"
	"testing"

	"github.com/open-policy-agent/frameworks/constraint/pkg/client"
	"github.com/open-policy-agent/frameworks/constraint/pkg/client/drivers/rego"
	"github.com/open-policy-agent/frameworks/constraint/pkg/client/reviews"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/target"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/policies"
)

// BenchmarkReview measures what each control that judges pods costs Gatekeeper's engine for a pod that it
// finds nothing wrong with.
func BenchmarkReview(b *testing.B) {
	controls, err := control.Load(policies.FS)
	if err != nil {
		b.Fatal(err)
	}
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
	subject := target.AugmentedUnstructured{Object: pod, Source: "Original"}
	for _, c := range controls {
		if !c.Matches("", "Pod") {
			continue
		}
		b.Run(c.ID, func(b *testing.B) {
			driver, err := rego.New(rego.DisableBuiltins("http.send"), rego.Externs("inventory"))
			if err != nil {
				b.Fatal(err)
			}
			k, err := client.NewClient(client.Targets(&target.K8sValidationTarget{}), client.Driver(driver), client.EnforcementPoints(point))
			if err != nil {
				b.Fatal(err)
			}
			text, err := gatekeeper.Template(policies.FS, policies.Version, c)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := k.AddTemplate(b.Context(), template(b, text)); err != nil {
				b.Fatal(err)
			}
			if text, err = gatekeeper.Constraint(&profile.Profile{Name: "test"}, c); err != nil {
				b.Fatal(err)
			}
			var constraint unstructured.Unstructured
			if err := yaml.Unmarshal(text, &constraint.Object); err != nil {
				b.Fatal(err)
			}
			if _, err := k.AddConstraint(b.Context(), &constraint); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := k.Review(b.Context(), subject, reviews.EnforcementPoint(point)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package harness_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/source"
)

// TestSecretValues has every control judge Secrets, and pods that refer to them, whose values have a word
// in them that no message may hold, whatever is wrong with either.
func TestSecretValues(t *testing.T) {
	const canary = "c4n4ry"
	files := map[string]string{
		"secrets.yaml": `
apiVersion: v1
kind: Secret
metadata:
  name: shop
  namespace: shop
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"apiVersion":"v1","kind":"Secret","stringData":{"pin":"c4n4ry"}}'
type: Opaque
data: {user: YzRuNHJ5, broken: c4n4ry}
stringData: {pin: c4n4ry, XROAD_TOKEN_PIN: c4n4ry}
---
apiVersion: v1
kind: SecretList
items:
  - metadata: {name: list, namespace: shop}
    stringData: {password: c4n4ry}
`,
		"pods.yaml": `
apiVersion: v1
kind: Pod
metadata: {name: shop, namespace: shop}
spec:
  imagePullSecrets: [{name: registry}]
  containers:
    - name: shop
      image: registry.example.org/shop:1.2.3
      envFrom: [{secretRef: {name: shop}}, {secretRef: {name: gone}}]
      env:
        - {name: A, valueFrom: {secretKeyRef: {name: shop, key: pin}}}
        - {name: B, valueFrom: {secretKeyRef: {name: shop, key: wrong}}}
        - {name: C, valueFrom: {secretKeyRef: {name: list, key: wrong}}}
---
apiVersion: v1
kind: Pod
metadata: {name: shop, namespace: till}
spec:
  containers:
    - name: shop
      image: registry.example.org/shop:1.2.3
      envFrom: [{secretRef: {name: shop}}]
`,
	}
	folder := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	secrets, pods := filepath.Join(folder, "secrets.yaml"), filepath.Join(folder, "pods.yaml")
	around := source.Find([]string{secrets}, nil)
	for name, test := range map[string]struct {
		options harness.Options
		paths   []string
	}{
		"in the run":    {harness.Options{}, []string{secrets, pods}},
		"around it":     {harness.Options{Inventory: around}, []string{pods}},
		"every control": {harness.Options{NoDispatch: true}, []string{secrets, pods}},
	} {
		t.Run(name, func(t *testing.T) {
			results, _ := run(t, test.options, test.paths...)
			said := map[string]int{}
			check := func(what string, value any) {
				if strings.Contains(fmt.Sprint(value), canary) || strings.Contains(fmt.Sprint(value), "YzRuNHJ5") {
					t.Errorf("a value is told by %s: %v", what, value)
				}
			}
			for _, r := range results {
				for _, a := range r.Judgements {
					for id, err := range a.Errors {
						t.Errorf("%s: %v", id, err)
					}
					for _, f := range append(a.Findings, a.Unknowns...) {
						said[f.Control.ID]++
						check(f.Control.ID, f.Message)
						check(f.Control.ID, f.Path)
					}
				}
				check("what could not be read", r.Errors)
				check("what was left out", r.Notices)
			}
			if said["secrets.reference_resolves"] != 5 {
				t.Errorf("secrets.reference_resolves said %d things, and is to say 5", said["secrets.reference_resolves"])
			}
		})
	}
}

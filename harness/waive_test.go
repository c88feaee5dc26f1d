package harness_test

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

// judged checks texts as files of these names, in the order of the pairs.
func judged(t *testing.T, options harness.Options, namesAndTexts ...string) []harness.Judgement {
	t.Helper()
	options.Policies = policies.FS
	engine, err := harness.New(options)
	if err != nil {
		t.Fatal(err)
	}
	var sources []source.Found
	for pair := range slices.Chunk(namesAndTexts, 2) {
		open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(pair[1])), nil }
		sources = append(sources, source.Found{Source: &source.File{Path: pair[0], Open: open}})
	}
	var all []harness.Judgement
	_, err = engine.Each(t.Context(), slices.Values(sources), func(r *harness.Result) error {
		all = append(all, r.Judgements...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestClaimedNamespace wants a namespace that is none of an object's to waive nothing.
func TestClaimedNamespace(t *testing.T) {
	p := &profile.Profile{Name: "mine", Waived: []profile.Exclusion{{Namespaces: []string{"accepted"}, Reason: "a test"}}}
	for _, test := range []struct {
		name, text string
		want       harness.Verdict
	}{
		{"a role of the namespace", "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a, namespace: accepted}, x: 1}", harness.Waived},
		{"a pod of another namespace", "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: other}, x: 1}", harness.Fail},
		{"a pod without a namespace", "{apiVersion: v1, kind: Pod, metadata: {name: a}, x: 1}", harness.Fail},
		{"a role of the cluster", "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: a, namespace: accepted}, x: 1}", harness.Fail},
		{"a binding of the cluster", "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: a, namespace: accepted}, x: 1}", harness.Fail},
		{"a volume of the cluster", "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a, namespace: accepted}, x: 1}", harness.Fail},
		{"a webhook", "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: a, namespace: accepted}, x: 1}", harness.Fail},
		{"a namespace that names another", "{apiVersion: v1, kind: Namespace, metadata: {name: a, namespace: accepted}, x: 1}", harness.Fail},
		{"the namespace itself", "{apiVersion: v1, kind: Namespace, metadata: {name: accepted}, x: 1}", harness.Waived},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, a := range judged(t, harness.Options{Chosen: p, Controls: []string{"schema.unknown_field"}}, "a.yaml", test.text) {
				if got := a.Verdicts["schema.unknown_field"]; got != test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
			}
		})
	}
	const twice = "{apiVersion: example.org/v1, kind: Widget, metadata: {name: a, namespace: accepted}, x: 1, x: 2}"
	for _, a := range judged(t, harness.Options{Chosen: p, Controls: []string{"schema.duplicate_key"}}, "a.yaml", twice) {
		if got := a.Verdicts["schema.duplicate_key"]; got != harness.Fail {
			t.Errorf("a kind of which nothing is known: got %s, want fail", got)
		}
	}
}

// TestDuplicateWithoutNamespace wants an object that names no namespace to be no other's duplicate for
// certain: whoever applies it says where it lands.
func TestDuplicateWithoutNamespace(t *testing.T) {
	object := func(namespace string) string {
		return "{apiVersion: v1, kind: ConfigMap, metadata: {name: a" + namespace + "}}\n"
	}
	const none, byDefault, other = "", ", namespace: default", ", namespace: other"
	for _, test := range []struct {
		name, first, second string
		want                harness.Verdict
	}{
		{"both without", none, none, harness.Fail},
		{"both in default", byDefault, byDefault, harness.Fail},
		{"one without, one in default", none, byDefault, harness.Unknown},
		{"one in default, one without", byDefault, none, harness.Unknown},
		{"one without, one in another", none, other, harness.Pass},
		{"in two namespaces", byDefault, other, harness.Pass},
	} {
		all := judged(t, harness.Options{Controls: []string{"schema.duplicate_object"}}, "a.yaml", object(test.first)+"---\n"+object(test.second))
		if got := all[1].Verdicts["schema.duplicate_object"]; got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

// TestWaivedResourceOfAzure accepts what is found of one resource of a template, by its name.
func TestWaivedResourceOfAzure(t *testing.T) {
	const template = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "resources": [
    {"type": "Microsoft.Network/publicIPAddresses", "name": "[parameters('name')]"},
    {"type": "Microsoft.ContainerService/managedClusters", "name": "[parameters('name')]", "properties": {}},
    {"type": "Microsoft.ContainerService/managedClusters", "name": "b", "properties": {}},
    {"type": "Microsoft.Resources/deployments", "name": "inner", "properties": {"template": {"resources": [
      {"type": "Microsoft.ContainerService/managedClusters", "name": "c", "properties": {}}
    ]}}}
  ]
}`
	for path, want := range map[string]int{
		`resources["b"]`:                    1,
		`resources["b"].properties`:         1,
		`resources["[parameters('name')]"]`: 1,
		`resources["Microsoft.ContainerService/managedClusters/[parameters('name')]"]`: 1,
		`resources["Microsoft.Network/publicIPAddresses/[parameters('name')]"]`:        0,
		`resources["inner"]`: 1,
		`resources["inner"].properties.template.resources["c"]`: 1,
		`resources["inner"].properties.template.resources["b"]`: 0,
		`resources[2]`:   1,
		`resources["2"]`: 1,
		`resources["d"]`: 0,
	} {
		t.Run(path, func(t *testing.T) {
			t.Chdir(t.TempDir())
			waivers := fmt.Sprintf("apiVersion: guiderail.dev/v1alpha1\nkind: Waivers\nmetadata: {name: a}\nwaivers:\n"+
				"  - control: cluster.aks_api_server_access\n    object: {kind: Template, name: aks}\n    path: %q\n"+
				"    owner: a@example.org\n    reason: it is accepted for a while\n    granted: 2026-11-29\n    expires: 2026-12-31\n", path)
			if err := os.WriteFile("waivers.yaml", []byte(waivers), 0o644); err != nil {
				t.Fatal(err)
			}
			options := harness.Options{
				Controls: []string{"cluster.aks_api_server_access"}, Waivers: []string{"waivers.yaml"},
				Now: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC),
			}
			found := judged(t, options, "aks.json", template)[0]
			if len(found.Waived) != want || len(found.Findings) != 3-want {
				t.Errorf("it accepts %d and leaves %d, want %d and %d", len(found.Waived), len(found.Findings), want, 3-want)
			}
		})
	}
}

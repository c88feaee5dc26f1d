package harness_test

import (
	"io"
	"slices"
	"strings"
	"testing"

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

package kubernetes_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/source"
)

func TestNotJudged(t *testing.T) {
	const held = "{apiVersion: v1, kind: Pod, metadata: {name: p}}"
	custom := func(spec string) string { return "apiVersion: example.org/v1\nkind: Stack\nspec:\n" + spec }
	configMap := func(text string) string {
		return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a.yaml: " + text
	}
	for name, test := range map[string]struct{ text, want string }{
		"an object":         {custom("  parts: [{object: " + held + "}]"), "4 Stack (no name) contains manifests that may be applied, and are not judged: spec.parts[0].object (Pod)"},
		"many":              {custom("  parts: [" + strings.Repeat(held+", ", 4) + held + "]"), "4 Stack (no name) contains manifests that may be applied, and are not judged: spec.parts[0] (Pod), spec.parts[1] (Pod), spec.parts[2] (Pod) and 2 more"},
		"an object in one":  {custom("  a: {apiVersion: v1, kind: Outer, metadata: {}, spec: {b: " + held + "}}"), "4 Stack (no name) contains manifests that may be applied, and are not judged: spec.a (Outer)"},
		"text":              {configMap("|\n    # first\n    apiVersion: v1\n    kind: Pod\n    metadata:\n      name: p\n"), "5 ConfigMap c contains manifests that may be applied, and are not judged: data[\"a.yaml\"] (Pod)"},
		"text of a kind":    {custom("  values: |\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: {{ name }}}\n"), "4 Stack (no name) contains manifests that may be applied, and are not judged: spec.values (Deployment)"},
		"JSON":              {configMap(`'{"apiVersion": "v1", "kind": "Pod", "metadata": {}}'`), "5 ConfigMap c contains manifests that may be applied, and are not judged: data[\"a.yaml\"] (Pod)"},
		"a reference":       {custom("  target: {apiVersion: apps/v1, kind: Deployment, name: d}"), ""},
		"configuration":     {configMap("|\n    apiVersion: kubeadm.k8s.io/v1beta3\n    kind: ClusterConfiguration\n    networking: {}\n"), ""},
		"odd kind":          {custom("  a: {apiVersion: v1, kind: '${KIND}', metadata: {}}"), ""},
		"JSON of no object": {configMap(`'{"apiVersion": 1, "kind": "Pod", "metadata": {}}'`), ""},
		"prose":             {configMap("|\n    the apiVersion, kind and metadata of an object\n"), ""},
		"deeper text":       {configMap("|\n    spec:\n      apiVersion: v1\n      kind: Pod\n      metadata: {}\n"), ""},
		"a template":        {"apiVersion: apps/v1\nkind: StatefulSet\nspec: {volumeClaimTemplates: [{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}}]}", ""},
		"status":            {"apiVersion: example.org/v1\nkind: Stack\nstatus: {a: " + held + "}", ""},
		"in itself":         {"apiVersion: example.org/v1\nkind: Stack\nspec: &spec {a: [&b {c: 1}, *b]}", ""},
		"known to hold it":  {"apiVersion: work.karmada.io/v1alpha1\nkind: Work\nspec: {workload: {manifests: [" + held + "]}}", ""},
		"a list":            {"apiVersion: v1\nkind: List\nitems: [{apiVersion: example.org/v1, kind: Stack, spec: " + held + "}]", "3 Stack (no name) contains manifests that may be applied, and are not judged: spec (Pod)"},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := parseText(test.text, source.Limits{})
			var got []string
			for _, n := range parsed.Notices {
				got = append(got, fmt.Sprintf("%d %s", n.Position.Line, n.Message))
			}
			for _, err := range parsed.Errors {
				got = append(got, err.Error())
			}
			if !slices.Equal(got, slices.DeleteFunc([]string{test.want}, func(s string) bool { return s == "" })) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

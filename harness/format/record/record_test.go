package record_test

import (
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/format/record"
	"github.com/guiderail/guiderail/harness/source"
)

func TestParse(t *testing.T) {
	formats := format.Set{kubernetes.New(), record.NewWaivers(), record.NewAttestation()}
	for name, test := range map[string]struct{ text, want string }{
		"waivers":             {"apiVersion: guiderail.dev/v1alpha1\nkind: Waivers\nwaivers: []\n", record.Waivers},
		"of another version":  {"# ours\nkind: \"Waivers\" # all\napiVersion: guiderail.dev/v9\n", record.Waivers},
		"JSON":                {`{"apiVersion": "guiderail.dev/v1alpha1", "kind": "Waivers", "waivers": []}`, record.Waivers},
		"an attestation":      {"kind: Attestation\napiVersion: guiderail.dev/v1alpha1\n", record.Attestation},
		"of somebody else":    {"apiVersion: example.org/v1\nkind: Waivers\n", artefact.Kubernetes},
		"JSON of another":     {`{"apiVersion": "example.org/v1", "kind": "Waivers"}`, artefact.Kubernetes},
		"another kind":        {"apiVersion: guiderail.dev/v1alpha1\nkind: Profile\n", artefact.Kubernetes},
		"named in something":  {"apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    apiVersion: guiderail.dev/v1\n    kind: Waivers\n", artefact.Kubernetes},
		"a pod of other text": {"apiVersion: v1\nkind: Pod\n", artefact.Kubernetes},
	} {
		parsed := formats.Parse(&source.Document{File: "a.yaml", Line: 1, Index: 1, Text: []byte(test.text), Limits: source.DefaultLimits()})
		if len(parsed.Artefacts) != 1 || parsed.Artefacts[0].Type != test.want {
			t.Errorf("%s: got %+v, want one of type %s", name, parsed, test.want)
		}
	}
}

// What is written as a scope is one, with whatever slip; what others write is none.
func TestMeansScope(t *testing.T) {
	const rest = "metadata: {name: a}\nspec:\n  cluster: {name: a}\n"
	for name, test := range map[string]struct {
		file, text string
		want       bool
	}{
		"as it is":                   {"a.yaml", "apiVersion: guiderail.dev/v1alpha1\nkind: Scope\n" + rest, true},
		"the kind first, quoted":     {"a.yaml", "\"kind\": 'Scope' # ours\napiVersion: guiderail.dev/v1alpha1\n" + rest, true},
		"JSON":                       {"a.json", `{"apiVersion": "guiderail.dev/v1alpha1", "kind": "Scope", "spec": {}}`, true},
		"JSON of several lines":      {"a.json", "{\n  \"kind\": \"Scope\",\n  \"apiVersion\": \"guiderail.dev/v1alpha1\"\n}", true},
		"after another document":     {"a.yaml", "apiVersion: v1\nkind: Pod\n---\napiVersion: guiderail.dev/v1alpha1\nkind: Scope\n", true},
		"a byte order mark":          {"a.yaml", "\ufeffapiVersion: guiderail.dev/v1alpha1\nkind: Scope\n" + rest, true},
		"a kind cut short":           {"a.yaml", "apiVersion: guiderail.dev/v1alpha1\nkind: Scop\n" + rest, true},
		"a kind in lower case":       {"a.yaml", "apiVersion: guiderail.dev/v1alpha1\nkind: scope\n" + rest, true},
		"a kind in the plural":       {"a.yaml", "apiVersion: guiderail.dev/v1alpha1\nkind: Scopes\n" + rest, true},
		"the field in upper case":    {"a.yaml", "apiVersion: guiderail.dev/v1alpha1\nKind: Scope\n" + rest, true},
		"no kind":                    {"a.yaml", "apiVersion: guiderail.dev/v1alpha1\n" + rest, true},
		"another version":            {"a.yaml", "apiVersion: guiderail.dev/v2\nkind: Scope\n" + rest, true},
		"a group with a slip":        {"a.yaml", "apiVersion: guiderial.dev/v1alpha1\nkind: Scope\n" + rest, true},
		"no group":                   {"a.yaml", "apiVersion: v1alpha1\nkind: Scope\n" + rest, true},
		"no apiVersion":              {"a.yaml", "kind: Scope\n" + rest, true},
		"apiVersion in lower case":   {"a.yaml", "apiversion: guiderail.dev/v1alpha1\nkind: Scope\n" + rest, true},
		"empty, under the name":      {"in/scope.yaml", "", true},
		"a comment, under the name":  {"in/scope.yml", "# to do\n", true},
		"half, under the name":       {"in/scope.yaml", rest, true},
		"flat, under the name":       {"in/scope.json", `{"cluster": {"name": "a"}}`, true},
		"broken, under the name":     {"in/scope.yaml", "apiVersion: guiderail.dev/v1alpha1\nkind: [Scope\n", true},
		"broken, under another one":  {"a.yaml", "apiVersion: guiderail.dev/v1alpha1\nkind: Scope\nspec: [\n", true},
		"a profile":                  {"a.yaml", "apiVersion: guiderail.dev/v1alpha1\nkind: Profile\nspec: {}\n", false},
		"an attestation, in scope":   {"a.yaml", "apiVersion: guiderail.dev/v1alpha1\nkind: Attestation\nspec: {scope: {cluster: a}}\n", false},
		"somebody else's kind":       {"a.yaml", "apiVersion: example.org/v1\nkind: Scope\nspec: {roles: []}\n", false},
		"somebody else's, same name": {"scope.yaml", "apiVersion: example.org/v1\nkind: Scope\nspec: {roles: []}\n", false},
		"settings under the name":    {"scope.yaml", "scopes: [read, write]\n", false},
		"a Pod under the name":       {"scope.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {}\n", false},
		"an empty file":              {"a.yaml", "", false},
		"a Cluster of Cluster API":   {"a.yaml", "apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\nspec: {cluster: {}}\n", false},
		"a Scale about us":           {"a.yaml", "apiVersion: autoscaling/v1\nkind: Scale\nmetadata: {annotations: {guiderail.dev/waive: a}}\nspec: {}\n", false},
		"somebody else's cluster":    {"a.yaml", "apiVersion: example.org/v1\nkind: Scope\nspec: {cluster: {name: a}}\n", false},
		"named in a ConfigMap":       {"a.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    apiVersion: guiderail.dev/v1alpha1\n    kind: Scope\n", false},
	} {
		if got := record.MeansScope(test.file, []byte(test.text)); got != test.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

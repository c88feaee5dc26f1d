package access

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/kubernetes/scheme"

	"github.com/guiderail/guiderail/policies"
)

// TestScopesOfControls holds what the library cluster_wide takes for cluster-wide against what who-can does.
func TestScopesOfControls(t *testing.T) {
	var judged struct {
		Groups    []string            `json:"groups"`
		Resources map[string][]string `json:"resources"`
	}
	evaluate(t, `{
		"groups": data.lib.guiderail.cluster_wide._whole_groups,
		"resources": {group: known |
			some group in object.keys(data.lib.guiderail.cluster_wide._by_group) | object.keys(data.lib.guiderail.cluster_wide._of_powers)
			known := object.get(data.lib.guiderail.cluster_wide._by_group, group, set()) | object.get(data.lib.guiderail.cluster_wide._of_powers, group, set())
		},
	}`, &judged)

	for group, resources := range clusterWide {
		for _, resource := range resources {
			// A Role lets bind ClusterRoles in its namespace, and a rule of its own says so.
			isBound := group == "rbac.authorization.k8s.io" && resource == "clusterroles"
			if !isBound && !slices.Contains(judged.Groups, group) && !slices.Contains(judged.Resources[group], resource) {
				t.Errorf("the library cluster_wide does not know that %s.%s is cluster-wide", resource, group)
			}
		}
	}
	own := map[string]bool{}
	for _, groups := range groupsOf() {
		for _, group := range groups {
			own[group] = true
		}
	}
	for _, group := range judged.Groups {
		if own[group] && !slices.Equal(clusterWide[group], []string{"*"}) {
			t.Errorf("who-can does not know that all of %s is cluster-wide", group)
		}
	}
	for group, resources := range judged.Resources {
		for _, resource := range resources {
			if own[group] && !IsClusterWide(group, resource) {
				t.Errorf("who-can does not know that %s.%s is cluster-wide", resource, group)
			}
		}
	}
}

// TestScopesOfKinds compares where who-can and the library of the controls say that the kinds of Kubernetes live.
func TestScopesOfKinds(t *testing.T) {
	kinds := map[string][2]string{} // by resource.group
	for kind := range scheme.Scheme.AllKnownTypes() {
		plural, _ := meta.UnsafeGuessKindToResource(kind)
		if slices.Contains(groupsOf()[plural.Resource], kind.Group) && kind.Version != "__internal" {
			kinds[plural.Resource+"."+kind.Group] = [2]string{kind.Group, kind.Kind}
		}
	}
	text, err := json.Marshal(kinds)
	if err != nil {
		t.Fatal(err)
	}
	var scopes map[string]string
	evaluate(t, fmt.Sprintf(`{resource: scope | some resource, kind in %s; scope := data.lib.guiderail.scope.of(kind[0], kind[1])}`, text), &scopes)
	if len(kinds) < 80 {
		t.Errorf("found %d resources", len(kinds))
	}
	for resource, kind := range kinds {
		name, _, _ := strings.Cut(resource, ".")
		// A request about a Namespace is made in it.
		if isOfCluster := IsClusterWide(kind[0], name) || kind[1] == "Namespace"; (scopes[resource] == "Cluster") != isOfCluster {
			t.Errorf("%s: the library says %q, who-can %v", resource, scopes[resource], isOfCluster)
		}
	}
}

// evaluate reads the answer of a query to the policies.
func evaluate(t *testing.T, query string, into any) {
	t.Helper()
	options := []func(*rego.Rego){rego.Query("answer := " + query)}
	err := fs.WalkDir(policies.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".rego") || strings.HasSuffix(path, "_test.rego") {
			return err
		}
		text, err := policies.FS.ReadFile(path)
		isLibrary := bytes.Contains(text, []byte("\npackage lib.")) && !strings.HasPrefix(path, "channels/")
		if !isLibrary {
			return err
		}
		options = append(options, rego.Module(path, string(text)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	results, err := rego.New(options...).Eval(t.Context())
	if err != nil || len(results) != 1 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	text, err := json.Marshal(results[0].Bindings["answer"])
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

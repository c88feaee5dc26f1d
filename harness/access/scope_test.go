package access

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"

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

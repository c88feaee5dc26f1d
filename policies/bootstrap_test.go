package policies_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/yaml"
)

var update = flag.Bool("update", false, "rewrite what is made from the source of Kubernetes, and what is not formatted")

const bootstrapLibrary = "lib/rbac/bootstrap_roles.rego"

// bootstrapMark stands above what is made from the source of Kubernetes.
const bootstrapMark = "# From here on written by: go test ./policies -run TestBootstrapRoles -update\n"

// TestBootstrapRoles holds the roles and bindings that every cluster has against the source of
// Kubernetes, if that lies in the module cache: go mod download k8s.io/kubernetes@<version> in any
// other module puts it there. It is too large to be a dependency.
func TestBootstrapRoles(t *testing.T) {
	library, err := os.ReadFile(bootstrapLibrary)
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`Kubernetes (v[0-9.]+[0-9])`).FindStringSubmatch(string(library))
	if version == nil {
		t.Fatalf("%s does not name the version of Kubernetes that it was read from", bootstrapLibrary)
	}
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(strings.TrimSpace(string(cache)), "k8s.io", "kubernetes@"+version[1], "plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("there is no source of Kubernetes: %v", err)
	}

	var roles, bindings []map[string]any
	for _, name := range []string{"cluster-roles", "cluster-roles-featuregates", "controller-roles", "namespace-roles"} {
		roles = append(roles, bootstrapObjects(t, filepath.Join(folder, name+".yaml"))...)
	}
	for _, name := range []string{"cluster-role-bindings", "controller-role-bindings", "namespace-role-bindings"} {
		bindings = append(bindings, bootstrapObjects(t, filepath.Join(folder, name+".yaml"))...)
	}
	if len(roles) < 70 || len(bindings) < 50 {
		t.Fatalf("too few were read: %d roles, %d bindings", len(roles), len(bindings))
	}
	before, after, _ := strings.Cut(string(library), bootstrapMark)
	want := bootstrapTable(t, roles)
	if *update {
		if err := os.WriteFile(bootstrapLibrary, []byte(before+bootstrapMark+want), 0o644); err != nil {
			t.Fatal(err)
		}
		after = want
	}
	if after != want {
		t.Errorf("%s is not what Kubernetes %s has; run the test with -update", bootstrapLibrary, version[1])
	}

	compiler := ast.NewCompiler()
	if compiler.Compile(files(t)); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	holds := func(condition string, object map[string]any) bool {
		results, err := rego.New(rego.Query(condition), rego.Compiler(compiler), rego.Input(object)).Eval(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return results.Allowed()
	}
	for _, role := range roles {
		if holds("data.lib.guiderail.rbac.is_judged([])", role) {
			t.Errorf("%v is judged, though every cluster has it", role["metadata"])
		}
		// What any of them would gain by being rewritten is judged, but for those that the cluster fills by itself.
		rules, _ := role["rules"].([]any)
		name, _ := role["metadata"].(map[string]any)["name"].(string)
		if role["aggregationRule"] != nil || name == "cluster-admin" {
			continue
		}
		role["rules"] = append(slices.Clone(rules), map[string]any{"apiGroups": []any{""}, "resources": []any{"secrets", "*/exec"}, "verbs": []any{"list", "*"}})
		if !holds("data.lib.guiderail.rbac.is_judged([])", role) {
			t.Errorf("%s is not judged, though it was given more", name)
		}
	}
	for _, binding := range bindings {
		if !holds("count([s | some s in data.lib.guiderail.binding.subjects; not s.is_default]) == 0", binding) {
			t.Errorf("%v has subjects that are no default, though every cluster has it", binding["metadata"])
		}
	}
}

func bootstrapObjects(t *testing.T, path string) []map[string]any {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Items []map[string]any `json:"items"`
	}
	if err := yaml.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	return list.Items
}

// bootstrapTable writes the rules of roles, each as one text, so that the library stays short.
func bootstrapTable(t *testing.T, roles []map[string]any) string {
	t.Helper()
	tables := map[string]map[string][]string{"ClusterRole": {}, "Role": {}}
	for _, object := range roles {
		text, err := yaml.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		var role rbacv1.ClusterRole
		if err := yaml.UnmarshalStrict(text, &role); err != nil {
			t.Fatal(err)
		}
		name := role.Name
		if role.Namespace != "" {
			name = role.Namespace + "/" + role.Name
		}
		// A role that is there a second time has more rules where a feature gate is open.
		table := tables[role.Kind]
		table[name] = append([]string{}, table[name]...)
		for _, rule := range role.Rules {
			fields := [][]string{rule.Verbs, rule.APIGroups, rule.Resources}
			switch {
			case len(rule.NonResourceURLs) > 0:
				fields = [][]string{rule.Verbs, nil, nil, nil, rule.NonResourceURLs}
			case len(rule.ResourceNames) > 0:
				fields = append(fields, rule.ResourceNames)
			}
			var words []string
			for _, field := range fields {
				words = append(words, strings.Join(field, ","))
			}
			if line := strings.Join(words, "|"); !slices.Contains(table[name], line) {
				table[name] = append(table[name], line)
			}
		}
	}
	var out strings.Builder
	for _, table := range []struct{ kind, rule, says string }{
		{"ClusterRole", "_cluster_role_rules", "The ClusterRoles."},
		{"Role", "_role_rules", "The Roles, by namespace/name."},
	} {
		fmt.Fprintf(&out, "\n# %s\n%s := {\n", table.says, table.rule)
		for _, name := range slices.Sorted(maps.Keys(tables[table.kind])) {
			lines := tables[table.kind][name]
			if len(lines) == 0 {
				fmt.Fprintf(&out, "\t%q: [],\n", name)
				continue
			}
			fmt.Fprintf(&out, "\t%q: [\n", name)
			for _, line := range lines {
				fmt.Fprintf(&out, "\t\t%q,\n", line)
			}
			out.WriteString("\t],\n")
		}
		out.WriteString("}\n")
	}
	return out.String()
}

package policies_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// made are, by file, references to fields that what the libraries and the controls make always has, and to
// what the entry point of the channels has looked at before. Each was read beside what makes it.
var made = map[string][]string{
	"backups/restore_signature.rego":      {"restore.flags"},
	"channels/judge.rego":                 {"place.value", "s[0]", "value.request"},
	"dashboard/indirect_exposure.rego":    {"found.name", "found.namespace"},
	"dashboard/supported_version.rego":    {"use.image.tag"},
	"gatekeeper/webhook.rego":             {"webhook.spec"},
	"images/digest.rego":                  {"use.parts", "use.parts.digest"},
	"images/pinned_tag.rego":              {"use.parts.digest", "use.reference"},
	"images/pull_policy.rego":             {"use.parts.digest", "use.parts.tag"},
	"images/registry_allowlist.rego":      {"use.parts"},
	"irsa/node_role.rego":                 {"found.account"},
	"irsa/static_credentials.rego":        {"found.at"},
	"lib/core/ini.rego":                   {"lines[first]"},
	"lib/network/networkpolicy.rego":      {"peer.spec"},
	"lib/rbac/aws_auth.rego":              {"entry.arn", "entry.form", "entry.groups"},
	"lib/rbac/power_use.rego":             {"rule.groups"},
	"lib/workload/image.rego":             {"parts.name"},
	"messagelog/archive_encryption.rego":  {"command.value", "match[2]"},
	"messagelog/cron.rego":                {"_all[i]"},
	"messagelog/database_encryption.rego": {"password.value"},
	"network/cilium_allow_all.rego":       {"block.cidr"},
	"network/primary_entry.rego":          {"seen.labels"},
	"network/primary_isolation.rego":      {"absence.primary"},
	"network/primary_pods.rego":           {"seen.object", "seen.pod"},
	"podsecurity/host_path_volumes.rego":  {"volume.pod"},
	"rbac/account_exists.rego":            {"pod.account"},
	"rbac/aws_auth.rego":                  {"entry.arn"},
	"rbac/cluster_admin.rego":             {"subject.id"},
	"rbac/cluster_wide.rego":              {"rule.verbs"},
	"rbac/control_plane_roles.rego":       {"subject.id"},
	"rbac/default_service_account.rego":   {"subject.id"},
	"rbac/equivalent_power.rego":          {"subject.id"},
	"rbac/indirect_access.rego":           {"power.resources"},
	"rbac/namespace_scoped_bindings.rego": {"subject.id"},
	"rbac/service_account_token.rego":     {"pod.labels"},
	"rbac/subject_form.rego":              {"subject.name"},
	"secrets/exposure.rego":               {"other.secret"},
	"secrets/external_store.rego":         {"credential.provider"},
	"secrets/missing_secret.rego":         {"other.namespace"},
	"secrets/pull_secret.rego":            {"use.parts"},
	"secrets/secret_use.rego":             {"volume.pod", "volume.spec.name", "workload.pods[volume.pod]"},
	"secrets/variable_value.rego":         {"env.name"},
	"sidecar/exposed_ports.rego":          {"exposure.allowed"},
	"sidecar/image.rego":                  {"container.image"},
	"sidecar/primary_dns.rego":            {"pod.object", "pod.pod"},
	"sidecar/sidecar_image.rego":          {"parts.repository"},
	"sidecar/ssh_mount.rego":              {"_private_files[container.role]", "file.key"},
	"sidecar/weak_credentials.rego":       {"pin.value"},
}

// TestNegatedReferences wants no argument under not that may be undefined. OPA evaluates the arguments of
// a call before the negation: where a field is absent, not f(x.field) does not hold, the rule is silent,
// and the absence, which is often the fault, is not found. The reference belongs in a helper rule, which
// takes x. It may stay where the same body needs it in any case, or where it is to what is always there.
func TestNegatedReferences(t *testing.T) {
	for name, module := range files(t) {
		if isTest(name) {
			continue
		}
		met := map[string]bool{}
		for _, ref := range negatedReferences(module) {
			met[ref.String()] = true
			if !ref[0].Equal(ast.VarTerm("parameters")) && !slices.Contains(made[name], ref.String()) {
				t.Errorf("%s: %s may be undefined, and is evaluated before not", ref[0].Location, ref)
			}
		}
		for _, ref := range made[name] {
			if !met[ref] {
				t.Errorf("%s: %s is no longer under not; take it from the list", name, ref)
			}
		}
	}
}

// TestNegatedReferencesAreFound holds the test above against what it is to find.
func TestNegatedReferencesAreFound(t *testing.T) {
	for body, want := range map[string]int{
		"some pod in pods; not f(pod.spec)":                         1,
		"some pod in pods; not f(object.get(pod.spec, `a`, 1))":     1,
		"some pod in pods; not pod.name in {1}":                     1,
		"some pod in pods; not `a` in pod.names":                    1,
		"some pod in pods; not f([x | x := pod.a; not f(pod.b)])":   1,
		"some pod in pods; x := [1 | f(pod.spec)]; not f(pod.spec)": 1,
		"some pod in pods; f(pod.spec.a); not f(pod.spec)":          0,
		"some pod in pods; not f(pod)":                              0,
		"some pod in pods; not pod.spec.a":                          0,
		"some pod in pods; not pod.spec.a == 1":                     0,
		"some pod in pods; not f([x | x := pod.spec])":              0,
	} {
		module := ast.MustParseModuleWithOpts("package a\n\nviolation if { "+body+" }", ast.ParserOptions{RegoVersion: ast.RegoV1})
		if found := negatedReferences(module); len(found) != want {
			t.Errorf("%s: found %v, want %d", body, found, want)
		}
	}
}

// negatedReferences gives the references that are arguments of a negated call and that nothing else in
// their body needs.
func negatedReferences(module *ast.Module) []ast.Ref {
	least := map[ast.Var]int{} // how long a reference is that can be to an absent field
	for _, i := range module.Imports {
		least[i.Name()] = 3
	}
	var found []ast.Ref
	var check func(body ast.Body, needed map[string]bool)

	// visit calls f for the references in a node, and check for the bodies in it.
	visit := func(x any, needed map[string]bool, f func(ast.Ref)) {
		ast.NewGenericVisitor(func(x any) bool {
			switch x := x.(type) {
			case ast.Body:
				check(x, needed)
				return true
			case *ast.ArrayComprehension:
				check(append(slices.Clone(x.Body), ast.NewExpr(x.Term)), needed)
				return true
			case *ast.SetComprehension:
				check(append(slices.Clone(x.Body), ast.NewExpr(x.Term)), needed)
				return true
			case *ast.ObjectComprehension:
				check(append(slices.Clone(x.Body), ast.NewExpr(x.Key), ast.NewExpr(x.Value)), needed)
				return true
			case ast.Ref:
				if ast.BuiltinMap[x.String()] == nil {
					f(x)
				}
			}
			return false
		}).Walk(x)
	}
	check = func(body ast.Body, outer map[string]bool) {
		needed := maps.Clone(outer)
		for pass := range 2 {
			for _, expr := range body {
				switch {
				case !expr.Negated && pass == 0:
					closures := check
					check = func(ast.Body, map[string]bool) {}
					visit(expr, needed, func(ref ast.Ref) {
						for n := range ref {
							needed[ref[:n+1].String()] = true
						}
					})
					check = closures
				case !expr.Negated:
					visit(expr, needed, func(ast.Ref) {})
				case pass == 1:
					// A bare reference, also one that is compared, is looked up under the negation.
					isCompared := !expr.IsCall() || expr.Operator().Equal(ast.Equality.Ref()) || expr.Operator().Equal(ast.Equal.Ref())
					for _, operand := range expr.Operands() {
						_, isRef := operand.Value.(ast.Ref)
						visit(operand, needed, func(ref ast.Ref) {
							head, isVar := ref[0].Value.(ast.Var)
							long := max(2, least[head])
							if isVar && len(ref) >= long && !(isRef && isCompared) && !needed[ref.String()] && !ref.HasPrefix(ast.InputRootRef) {
								found = append(found, ref)
							}
						})
					}
				}
			}
		}
	}
	for _, rule := range module.Rules {
		for ; rule != nil; rule = rule.Else {
			body := slices.Clone(rule.Body)
			for _, term := range []*ast.Term{rule.Head.Key, rule.Head.Value} {
				if term != nil {
					body = append(body, ast.NewExpr(term))
				}
			}
			check(body, map[string]bool{})
		}
	}
	return found
}

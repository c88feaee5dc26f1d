package lib.guiderail.rbac_test

import data.lib.guiderail.granted
import data.lib.guiderail.rbac
import data.lib.guiderail.role_rule

test_judged[note] if {
	some note, case in {
		"a role": {"role": role("Role", "shop", "deployer"), "name": "shop/deployer"},
		"a role without namespace": {"role": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "r"}}, "name": "default/r"},
		"a role without name": {"role": {"apiVersion": "rbac.authorization.k8s.io/v1beta1", "kind": "ClusterRole", "metadata": null}, "name": ""},
		"a lookalike": {"role": role("ClusterRole", null, "cluster-admin2"), "name": "cluster-admin2"},
		"a prefix of the system": {"role": role("ClusterRole", null, "system:evil"), "name": "system:evil"},
		"a bootstrap Role in another namespace": {
			"role": role("Role", "shop", "system:controller:token-cleaner"),
			"name": "shop/system:controller:token-cleaner",
		},
		"a Role with the name of a bootstrap ClusterRole": {"role": role("Role", "kube-system", "cluster-admin"), "name": "kube-system/cluster-admin"},
		"a ClusterRole with the name of a bootstrap Role": {
			"role": role("ClusterRole", null, "extension-apiserver-authentication-reader"),
			"name": "extension-apiserver-authentication-reader",
		},
	}
	rbac.is_judged(["deploy", "shop/deploy", "shop/deployer2", "shop"]) with input as case.role
	rbac.name == case.name with input as case.role
}

test_not_judged[note] if {
	some note, object in {
		"allowed": role("Role", "shop", "deployer"),
		"allowed of the cluster": role("ClusterRole", null, "operator"),
		"bootstrap": default_role("ClusterRole", null, "cluster-admin", all),
		"bootstrap of the system": default_role("ClusterRole", null, "system:node", {"apiGroups": [""], "resources": ["nodes"], "verbs": ["get"]}),
		"bootstrap Role": default_role("Role", "kube-system", "system:controller:token-cleaner", {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}),
		"another kind": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "r"}, "rules": [all]},
		"another group": {"apiVersion": "example.org/v1", "kind": "ClusterRole", "metadata": {"name": "r"}, "rules": [all]},
	}
	not rbac.is_judged(["shop/deployer", "operator"]) with input as object
	rbac.rules(["shop/deployer", "operator"]) == [] with input as object
	rbac.placeholders(["shop/deployer", "operator"]) == [] with input as object
}

test_default_roles_by_what_they_grant[note] if {
	some note, case in {
		"as it is": {"name": "system:basic-user", "rules": [selfsubject], "left": []},
		"another rule": {"name": "system:basic-user", "rules": [selfsubject, all], "left": [1]},
		"a wider rule": {"name": "system:basic-user", "rules": [object.union(selfsubject, {"resources": ["*"]})], "left": [0]},
		"another verb": {"name": "system:basic-user", "rules": [object.union(selfsubject, {"verbs": ["create", "get"]})], "left": [0]},
		"another group": {"name": "system:basic-user", "rules": [object.union(selfsubject, {"apiGroups": [""]})], "left": [0]},
		"part of a rule": {"name": "system:basic-user", "rules": [object.union(selfsubject, {"resources": ["selfsubjectaccessreviews"], "resourceNames": ["a"]})], "left": []},
		"what grants nothing": {"name": "system:basic-user", "rules": [object.union(all, {"verbs": []})], "left": []},
		"a URL of its own": {"name": "system:discovery", "rules": [url("/healthz"), url("/api/*")], "left": []},
		"every URL": {"name": "system:discovery", "rules": [url("/healthz"), url("*")], "left": [1]},
		"what another role has": {"name": "system:basic-user", "rules": [url("/healthz")], "left": [0]},
		"all that it is aggregated from": {"name": "view", "rules": [{"apiGroups": [""], "resources": ["pods", "configmaps"], "verbs": ["get", "list"]}], "left": []},
		"more than it is aggregated from": {"name": "view", "rules": [{"apiGroups": [""], "resources": ["pods", "secrets"], "verbs": ["get"]}], "left": [0]},
		"an administrator has nothing more": {"name": "cluster-admin", "rules": [all, url("*")], "left": []},
		"names that it has": {"name": "system:controller:root-ca-cert-publisher", "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["create", "update"], "resourceNames": ["a"]}], "left": []},
		"a name of its own": {"name": "system:controller:legacy-service-account-token-cleaner", "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"], "resourceNames": ["kube-apiserver-legacy-service-account-token-tracking"]}], "left": []},
		"another name": {"name": "system:controller:legacy-service-account-token-cleaner", "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"], "resourceNames": ["kube-apiserver-legacy-service-account-token-tracking", "a"]}], "left": [0]},
		"no names where it has some": {"name": "system:controller:legacy-service-account-token-cleaner", "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}], "left": [0]},
		"thousands of words": {"name": "cluster-admin", "rules": [object.union(all, {"resources": hundreds, "resourceNames": hundreds})], "left": [0]},
	}
	written := object.union(role("ClusterRole", null, case.name), {"rules": case.rules})
	[rule.path[1] | some rule in rbac.rules([])] == case.left with input as written
}

test_default_roles_that_are_filled_by_the_cluster if {
	written := object.union(role("ClusterRole", null, "admin"), {"aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"rbac.authorization.k8s.io/aggregate-to-admin": "true"}}]}})
	not rbac.is_judged([]) with input as written
	rbac.rules([]) == [] with input as written
	other := object.union(written, {"aggregationRule": {"clusterRoleSelectors": [{}]}, "rules": []})
	rbac.is_judged([]) with input as other
}

test_default_role_of_a_namespace if {
	written := object.union(role("Role", "kube-system", "system:controller:token-cleaner"), {"rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}, {"apiGroups": [""], "resources": ["secrets"], "verbs": ["create"]}]})
	[rule.path[1] | some rule in rbac.rules([])] == [1] with input as written
}

selfsubject := {"apiGroups": ["authorization.k8s.io"], "resources": ["selfsubjectaccessreviews", "selfsubjectrulesreviews"], "verbs": ["create"]}

url(path) := {"nonResourceURLs": [path], "verbs": ["get"]}

hundreds := [sprintf("%d", [i]) | some i in numbers.range(1, 200)]

default_role(kind, namespace, name, rule) := object.union(role(kind, namespace, name), {"rules": [rule]})

test_rules_of_what_is_no_rule[note] if {
	some note, rules in {
		"null": null,
		"an object": {"verbs": ["get"]},
		"a list of texts": ["get"],
		"a list of null": [null],
	}
	role_rule.of({"kind": "Role", "rules": rules}) == []
}

test_rules_of_a_role_without if role_rule.of({"kind": "Role"}) == []

test_rules_of_lists_of_other_types if {
	spec := {"verbs": "get", "apiGroups": {"a": ""}, "resources": ["pods", 1, null], "resourceNames": null}
	role_rule.of({"kind": "Role", "rules": [spec]}) == [{
		"title": "rules[0]",
		"path": ["rules", 0],
		"is_namespaced": true,
		"spec": spec,
		"verbs": set(),
		"groups": set(),
		"resources": {"pods"},
		"has_patterns": false,
		"names": set(),
		"urls": set(),
	}]
}

test_allows[note] if {
	some note, case in {
		"a wildcard of everything": {"rule": all, "request": {"verb": "x", "group": "y", "resource": "z/w", "name": "v"}},
		"the exact": {"rule": exact, "request": {"verb": "get", "group": "", "resource": "pods/exec", "name": "a"}},
		"a subresource of everything": {
			"rule": {"verbs": ["get"], "apiGroups": [""], "resources": ["*/exec"]},
			"request": {"verb": "get", "group": "", "resource": "pods/exec", "name": "a"},
		},
		"a name": {
			"rule": object.union(exact, {"resourceNames": ["b", "a"]}),
			"request": {"verb": "get", "group": "", "resource": "pods/exec", "name": "a"},
		},
		"an URL": {"rule": {"verbs": ["get"], "nonResourceURLs": ["/metrics"]}, "request": {"verb": "get", "url": "/metrics"}},
		"the beginning of an URL": {"rule": {"verbs": ["*"], "nonResourceURLs": ["/api/*"]}, "request": {"verb": "get", "url": "/api/v1"}},
		"every URL": {"rule": {"verbs": ["get"], "nonResourceURLs": ["*"]}, "request": {"verb": "get", "url": "/"}},
	}
	role_rule.allows(rule_of(case.rule), case.request)
}

test_does_not_allow[note] if {
	some note, case in {
		"another verb": {"rule": exact, "request": {"verb": "list", "group": "", "resource": "pods/exec", "name": ""}},
		"another group": {"rule": exact, "request": {"verb": "get", "group": "apps", "resource": "pods/exec", "name": "a"}},
		"the resource of a subresource": {"rule": exact, "request": {"verb": "get", "group": "", "resource": "pods", "name": "a"}},
		"pods/*": {
			"rule": {"verbs": ["get"], "apiGroups": [""], "resources": ["pods/*", "pods", "*/*"]},
			"request": {"verb": "get", "group": "", "resource": "pods/exec", "name": "a"},
		},
		"another name": {
			"rule": object.union(exact, {"resourceNames": ["b", "*"]}),
			"request": {"verb": "get", "group": "", "resource": "pods/exec", "name": "a"},
		},
		"no name where names are required": {
			"rule": {"verbs": ["list", "create"], "apiGroups": [""], "resources": ["secrets"], "resourceNames": ["a"]},
			"request": {"verb": "list", "group": "", "resource": "secrets", "name": ""},
		},
		"no groups": {"rule": {"verbs": ["*"], "resources": ["*"]}, "request": {"verb": "get", "group": "", "resource": "pods", "name": ""}},
		"a prefix in the middle of an URL": {"rule": {"verbs": ["get"], "nonResourceURLs": ["/a/*/b"]}, "request": {"verb": "get", "url": "/a/x/b"}},
		"an URL by resources": {"rule": all, "request": {"verb": "get", "url": "/metrics"}},
	}
	not role_rule.allows(rule_of(case.rule), case.request)
}

table := {
	"": [
		{"verbs": {"get", "create"}, "resources": {"pods/exec"}, "is_by_name": true, "can": "run commands"},
		{"verbs": {"get", "list", "create"}, "resources": {"secrets"}, "can": "read Secrets"},
		{"verbs": {"get"}, "resources": {"nodes"}, "cluster_wide": {"nodes"}, "can": "see nodes"},
		{"verbs": {"update"}, "resources": {"maps"}, "names": {"one"}, "is_in_one_place": true, "can": "change the one"},
	],
	"x": [
		{"verbs": {"get"}, "resources": {"*"}, "is_open": true, "can": "read x"},
		{"verbs": {"get"}, "resources": {"extras/*"}, "is_open": true, "can": "read extras"},
	],
}

test_grants[note] if {
	some note, case in {
		"everything, of which another control tells": {"rule": all, "want": []},
		"things of every group, which are none of this one": {"rule": rule(["get"], ["*"], ["things"]), "want": []},
		"things of every group and of this one": {"rule": rule(["get"], ["*", "x"], ["things"]), "want": [grant("(get on things)", 0, "read x in every namespace")]},
		"any resource of every group": {"rule": rule(["get"], ["*"], ["*"]), "want": [grant("(get on *)", 0, "run commands, read Secrets, see nodes, read x and read extras in every namespace")]},
		"a part that many have": {"rule": rule(["get"], ["*"], ["*/scale", "*/status"]), "want": []},
		"an exact resource, the second": {"rule": rule(["list", "get"], [""], ["pods", "pods/exec"]), "want": [grant("(get on pods/exec)", 1, "run commands in every namespace")]},
		"two powers": {
			"rule": rule(["get"], [""], ["secrets", "pods/exec"]),
			"want": [grant("(get on secrets, pods/exec)", 0, "run commands and read Secrets in every namespace")],
		},
		"a subresource of everything": {"rule": rule(["create"], ["*"], ["*/exec"]), "want": [grant("(create on */exec)", 0, "run commands in every namespace")]},
		"of the cluster": {"rule": rule(["get"], [""], ["nodes"]), "want": [grant("(get on nodes)", 0, "see nodes")]},
		"in one place": {"rule": named(rule(["update"], [""], ["maps"]), ["one", "two"]), "want": [grant("(update on maps, only for one, two)", 0, "change the one")]},
		"a shell by name": {"rule": named(rule(["create"], [""], ["pods/exec"]), ["a"]), "want": [grant("(create on pods/exec, only for a)", 0, "run commands in every namespace")]},
		"by the empty name": {"rule": named(rule(["list"], [""], ["secrets"]), [""]), "want": [grant("(list on secrets)", 0, "read Secrets in every namespace")]},
		"any resource of a group": {"rule": rule(["get"], ["x"], ["a/b", "things"]), "want": [grant("(get on things)", 1, "read x in every namespace")]},
		"any subresource": {"rule": rule(["get"], ["x"], ["extras/a"]), "want": [grant("(get on extras/a)", 0, "read extras in every namespace")]},
		"any subresource of everything": {"rule": rule(["get"], ["x"], ["*/a"]), "want": [grant("(get on */a)", 0, "read extras in every namespace")]},
		"nothing by a name": {"rule": named(rule(["get", "list", "create"], [""], ["secrets"]), ["a"]), "want": []},
		"nothing on one object by the empty name": {"rule": named(rule(["get"], [""], ["secrets", "pods/exec"]), [""]), "want": []},
		"nothing by another name": {"rule": named(rule(["update"], [""], ["maps"]), ["two"]), "want": []},
		"nothing by pods/*": {"rule": rule(["*"], ["*"], ["pods/*"]), "want": []},
		"nothing in another group": {"rule": rule(["get"], ["example.org"], ["secrets"]), "want": []},
		"nothing without groups": {"rule": {"verbs": ["*"], "resources": ["*"]}, "want": []},
		"nothing without verbs": {"rule": {"apiGroups": ["*"], "resources": ["*"]}, "want": []},
		"nothing by a number": {"rule": rule(["get"], [""], [7]), "want": []},
	}
	without_names(rbac.grants(table, [])) == case.want with input as object.union(role("ClusterRole", null, "r"), {"rules": [case.rule]})
}

test_grants_of_everything if {
	wanted := [grant("(* on *)", 0, "run commands, read Secrets, see nodes, change the one, read x and read extras in every namespace")]
	without_names(granted.of_role(table, {"kind": "ClusterRole", "rules": [all]})) == wanted
	role_rule.is_everything(rule_of(all))
	not role_rule.is_everything(rule_of(named(all, ["a"])))
}

test_grants_of_a_role if {
	reviewed := object.union(role("Role", "shop", "r"), {"rules": [rule(["get"], [""], ["nodes"]), rule(["get"], [""], ["nodes", 7, "secrets"])]})
	without_names(rbac.grants(table, [])) == [{
		"title": "rules[1] (get on secrets)",
		"path": ["rules", 1, "resources", 2],
		"can": "read Secrets in namespace shop",
	}] with input as reviewed
}

# It lands in whatever namespace the client says.
test_grants_of_a_role_without_namespace if {
	without := json.remove(role("Role", "shop", "r"), ["metadata/namespace"])
	without_names(rbac.grants(table, [])) == [{
		"title": "rules[0] (get on secrets)",
		"path": ["rules", 0, "resources", 0],
		"can": "read Secrets in the namespace of the Role",
	}] with input as object.union(without, {"rules": [rule(["get"], [""], ["secrets"])]})
}

test_gaps if {
	reviewed := object.union(role("ClusterRole", null, "r"), {"rules": [
		rule(["get"], ["{{ .group }}"], ["secrets"]),
		rule(["get", 1], [""], ["secrets", "${MORE}"]),
		rule(["delete"], [""], ["<resource>"]),
		rule(["%VERB%"], [""], ["pods/exec"]),
	]})
	rbac.gaps(table, []) == [
		{"title": "rules[0]", "path": ["rules", 0, "apiGroups", 0], "text": "apiGroups {{ .group }}"},
		{"title": "rules[3]", "path": ["rules", 3, "verbs", 0], "text": "verbs %VERB%"},
	] with input as reviewed
	[place.path | some place in rbac.placeholders([])] == [
		["rules", 0, "apiGroups", 0],
		["rules", 1, "resources", 1],
		["rules", 2, "resources", 0],
		["rules", 3, "verbs", 0],
	] with input as reviewed
}

test_advice[note] if {
	some note, case in {
		"no names": {"rule": exact, "only": "", "want": "name it"},
		"an empty list": {"rule": named(exact, []), "only": "", "want": "name it"},
		"a name": {"rule": named(exact, ["a"]), "only": ", only for a", "want": "remove it"},
		"an empty name": {"rule": named(rule(["list"], [""], ["secrets"]), [""]), "only": "", "want": "remove the empty string from resourceNames"},
		"an empty name beside another": {
			"rule": named(rule(["list"], [""], ["secrets"]), ["", "a"]),
			"only": ", only for a, requests without a name",
			"want": "remove the empty string from resourceNames",
		},
	}
	[[found.names, granted.advice(found, "name it")] |
		some found in granted.of_role(table, {"kind": "ClusterRole", "rules": [case.rule]})
	] == [[rule_of(case.rule).names, case.want]]
	role_rule.only(rule_of(case.rule)) == case.only
}

test_enumeration if {
	role_rule.enumeration([]) == ""
	role_rule.enumeration(["a", "b", "c", "d"]) == "a, b, c, d"
	role_rule.enumeration(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
}

all := {"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}

exact := {"verbs": ["get"], "apiGroups": [""], "resources": ["pods/exec"]}

rule_of(spec) := role_rule.of({"kind": "ClusterRole", "rules": [spec]})[0]

rule(verbs, groups, resources) := {"verbs": verbs, "apiGroups": groups, "resources": resources}

named(spec, names) := object.union(spec, {"resourceNames": names})

without_names(grants) := [object.remove(found, ["names"]) | some found in grants]

grant(how, resource, can) := {
	"title": sprintf("rules[0] %s", [how]),
	"path": ["rules", 0, "resources", resource],
	"can": can,
}

role(kind, namespace, name) := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": name, "namespace": namespace},
}

package lib.guiderail.granted_test

import data.lib.guiderail.granted
import data.lib.guiderail.role_rule

test_of_rules if {
	role := {"kind": "ClusterRole", "rules": [
		{"apiGroups": ["example.org"], "resources": ["others", "things"], "verbs": ["get", "use"]},
		{"apiGroups": ["example.com"], "resources": ["things"], "verbs": ["use"]},
		{"apiGroups": ["example.org"], "resources": ["others"], "verbs": ["use"]},
		{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"], "resourceNames": ["", "a"]},
	]}
	want := [
		{
			"title": "rules[0] (use on things)", "path": ["rules", 0, "resources", 1],
			"can": "use things in every namespace", "names": set(),
		},
		{
			"title": "rules[3] (* on *, only for a, requests without a name)", "path": ["rules", 3, "resources", 0],
			"can": "use things in every namespace", "names": {"", "a"},
		},
	]
	granted.of_role(table, role) == want
	granted.of_rules(table, role_rule.of(role)) == want
}

test_can[note] if {
	some note, case in {
		"one": {"resources": ["things"], "want": "use things in every namespace"},
		"two": {"resources": ["things", "parts"], "want": "use things and use parts in every namespace"},
		"the same twice": {"resources": ["things", "bits", "parts"], "want": "use things and use parts in every namespace"},
		"of the whole cluster": {"resources": ["all"], "want": "use all"},
	}
	grant := granted.of_rule(rule("ClusterRole", case.resources), parts)
	grant.can == case.want
}

test_can_in_a_namespace if {
	granted.of_rule(rule("Role", ["things"]), parts).can == "use things in namespace shop" with input as {
		"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"namespace": "shop"},
	}
	granted.of_rule(rule("Role", ["things"]), parts).can == "use things in the namespace of the Role" with input as {
		"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
	}
}

test_nothing if not granted.of_rule(rule("ClusterRole", ["others"]), table)

test_advice[note] if {
	some note, case in {
		"no names": {"names": set(), "want": "name them"},
		"names": {"names": {"a"}, "want": "remove it"},
		"an empty name": {"names": {"", "a"}, "want": "remove the empty string from resourceNames"},
	}
	granted.advice({"names": case.names}, "name them") == case.want
}

power(resource, can) := {"verbs": {"use"}, "resources": {resource}, "can": can}

table := {"example.org": [object.union(power("things", "use things"), {"is_by_name": true})]}

parts := {"example.org": [
	power("things", "use things"), power("bits", "use things"), power("parts", "use parts"),
	object.union(power("all", "use all"), {"cluster_wide": {"all"}}),
]}

rule(kind, resources) := role_rule.of({"kind": kind, "rules": [
	{"apiGroups": ["example.org"], "resources": resources, "verbs": ["use"]},
]})[0]

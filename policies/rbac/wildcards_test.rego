package guiderail.rbac.wildcards_test

import data.guiderail.rbac.wildcards

test_denied[note] if {
	some note, case in {
		"everything": {
			"rule": {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]},
			"want": finding("apiGroups *, resources *, verbs *", "do everything with every resource of every API group", ["apiGroups", 0]),
		},
		"everything of groups that are written out": {
			"rule": {"apiGroups": ["", "apps"], "resources": ["*"], "verbs": ["*"]},
			"want": finding("resources *, verbs *", "do everything with every resource of the core group, apps", ["resources", 0]),
		},
		"every verb": {
			"rule": {"apiGroups": ["batch"], "resources": ["a", "b", "c", "d", "e"], "verbs": ["get", "*"]},
			"want": finding("verbs *", "do everything with a, b, c and 2 more of batch", ["verbs", 1]),
		},
		"every API group": {
			"rule": {"apiGroups": ["*"], "resources": ["pods"], "verbs": ["get"]},
			"want": finding("apiGroups *", "use get on pods of every API group", ["apiGroups", 0]),
		},
		"a subresource of everything": {
			"rule": {"apiGroups": [""], "resources": ["pods", "*/scale"], "verbs": ["update"]},
			"want": finding("resources */scale", "use update on */scale, pods of the core group", ["resources", 1]),
		},
		"no API groups": {
			"rule": {"resources": ["*"], "verbs": ["get"]},
			"want": finding("resources *", "use get on every resource of no API group", ["resources", 0]),
		},
		"every URL": {
			"rule": {"nonResourceURLs": ["*"], "verbs": ["get"]},
			"want": finding("nonResourceURLs *", "use get on every URL of the API server", ["nonResourceURLs", 0]),
		},
		"every URL by its slash": {
			"rule": {"nonResourceURLs": ["/metrics", "/*"], "verbs": ["*"]},
			"want": finding("verbs *, nonResourceURLs /*", "do everything with every URL of the API server", ["verbs", 0]),
		},
		"the beginning of an URL": {
			"rule": {"nonResourceURLs": ["/debug/*"], "verbs": ["get"]},
			"want": finding("nonResourceURLs /debug/*", "use get on the URLs /debug/*", ["nonResourceURLs", 0]),
		},
		"a URL that only begins as a harmless one": {
			"rule": {"nonResourceURLs": ["/version/../*"], "verbs": ["get"]},
			"want": finding("nonResourceURLs /version/../*", "use get on the URLs /version/../*", ["nonResourceURLs", 0]),
		},
		"everything, of one name": {
			"rule": {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"], "resourceNames": ["shop"]},
			"want": finding(
				"apiGroups *, resources *, verbs *",
				"do everything with every resource of every API group, only for shop",
				["apiGroups", 0],
			),
		},
	}
	wildcards.violation == {case.want} with input as role("ClusterRole", "r", [case.rule])
}

test_denied_in_a_role if {
	wildcards.violation == {{
		"msg": "rules[1] (verbs *): anyone bound to this Role can do everything with pods of the core group; list what is needed",
		"details": {"path": ["rules", 1, "verbs", 0]},
	}} with input as role("Role", "cluster-admin", [
		{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]},
		{"apiGroups": [""], "resources": ["pods"], "verbs": ["*"]},
	])
}

test_denied_lookalike[name] if {
	some name in ["system:evil", "cluster-admin2", "CLUSTER-ADMIN", "admin "]
	count(wildcards.violation) == 1 with input as role("ClusterRole", name, [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}])
}

test_allowed[note] if {
	some note, case in {
		"written out": role("ClusterRole", "r", [{"apiGroups": ["", "apps"], "resources": ["pods", "pods/log"], "verbs": ["get", "list"]}]),
		"URLs written out": role("ClusterRole", "r", [{"nonResourceURLs": ["/metrics", "/metrics/slis", "/a/*/b"], "verbs": ["get"]}]),
		"URLs as harmless as those that everyone may read": role("ClusterRole", "r", [{"nonResourceURLs": ["/healthz/*", "/livez*", "/apis/*", "/metrics/*"], "verbs": ["get"]}]),
		"patterns that grant nothing": role("ClusterRole", "r", [{"apiGroups": ["*.k8s.io"], "resources": ["pods/*", "*/*", "*/", "p*"], "verbs": ["get*"]}]),
		"names, which have no wildcards": role("Role", "r", [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"], "resourceNames": ["*"]}]),
		"an aggregated role": role("ClusterRole", "r", null),
		"no rules": role("ClusterRole", "r", []),
		"other types": role("ClusterRole", "r", ["*", {"apiGroups": "*", "resources": {"a": 1}, "verbs": [1, null]}]),
		"a bootstrap role": role("ClusterRole", "cluster-admin", [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]),
		"another kind": {"apiVersion": "example.org/v1", "kind": "Role", "rules": [{"verbs": ["*"]}]},
	}
	wildcards.violation == set() with input as case
	wildcards.unknown == set() with input as case
}

test_allowed_by_parameter if {
	reviewed := {"review": {"object": role("ClusterRole", "operator", [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}])}}
	wildcards.violation == set() with input as object.union(reviewed, {"parameters": {"allowed_roles": ["operator"]}})
	count(wildcards.violation) == 1 with input as object.union(reviewed, {"parameters": {"allowed_roles": ["oper", "default/operator"]}})
}

test_unknown if {
	rules := [
		{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "{{ .Values.verb }}"]},
		{"apiGroups": [""], "resources": ["*"], "verbs": ["{{ .Values.verb }}"]},
	]
	wildcards.unknown == {{
		"msg": "rules[0]: verbs {{ .Values.verb }} is still to be filled in",
		"details": {"path": ["rules", 0, "verbs", 1]},
	}} with input as role("ClusterRole", "r", rules)
}

finding(what, can, path) := {
	"msg": sprintf("rules[0] (%s): anyone bound to this ClusterRole can %s; list what is needed", [what, can]),
	"details": {"path": array.concat(["rules", 0], path)},
}

role(kind, name, rules) := {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": name}, "rules": rules}

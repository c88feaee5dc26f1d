package guiderail.rbac.role_form_test

import data.guiderail.rbac.role_form

test_denied[note] if {
	some note, case in {
		"nodes": {"rule": rule([""], ["pods", "nodes/proxy"], ["get"]), "shown": "nodes/proxy", "at": 1},
		"several": {"rule": rule([""], ["persistentvolumes", "nodes"], ["get", "list"]), "shown": "persistentvolumes, nodes", "at": 0},
		"of every group": {"rule": rule(["*"], ["nodes"], ["get"]), "shown": "nodes", "at": 0},
		"of another group of Kubernetes too": {"rule": rule(["", "apps", "metrics.k8s.io"], ["nodes", "deployments"], ["get"]), "shown": "nodes", "at": 0},
		"a group of the cluster": {"rule": rule(["apiextensions.k8s.io"], ["*"], ["*"]), "shown": "*", "at": 0},
		"reviews": {"rule": rule(["authentication.k8s.io", "admissionregistration.k8s.io"], ["tokenreviews"], ["create"]), "shown": "tokenreviews", "at": 0},
		"users": {"rule": rule([""], ["users"], ["impersonate"]), "shown": "users", "at": 0},
		"ClusterRoles": {"rule": rule(["rbac.authorization.k8s.io"], ["roles", "clusterroles"], ["update", "escalate"]), "shown": "clusterroles", "at": 1},
		"policies of the cluster": {"rule": rule(["policy.networking.k8s.io"], ["adminnetworkpolicies"], ["get"]), "shown": "adminnetworkpolicies", "at": 0},
		"what a power is over": {"rule": rule(["security.openshift.io"], ["securitycontextconstraints"], ["get"]), "shown": "securitycontextconstraints", "at": 0},
		"policies of an extension": {"rule": rule(["crd.antrea.io"], ["networkpolicies", "clusternetworkpolicies"], ["get"]), "shown": "clusternetworkpolicies", "at": 1},
		"attributes of users": {"rule": rule(["authentication.k8s.io"], ["userextras/scopes", "uids"], ["impersonate"]), "shown": "userextras/scopes, uids", "at": 0},
		"an extension": {"rule": rule(["cert-manager.io"], ["issuers", "clusterissuers"], ["get"]), "shown": "clusterissuers", "at": 1},
	}
	role_form.violation == {{
		"msg": sprintf("rules[0] (%s) grants nothing in a Role: only a ClusterRole can grant cluster-scoped resources; move it to one", [case.shown]),
		"details": {"path": ["rules", 0, "resources", case.at]},
	}} with input as role("Role", [case.rule])
}

test_denied_namespaces[group] if {
	some group in ["", "*"]
	role_form.violation == {{
		"msg": "rules[0] (list, watch on namespaces) grants nothing in a Role, which applies only to its own namespace; move it to a ClusterRole",
		"details": {"path": ["rules", 0, "resources", 1]},
	}} with input as role("Role", [rule([group], ["pods", "namespaces"], ["get", "list", "watch"])])
}

test_denied_urls if {
	role_form.violation == {{
		"msg": "rules[1] has nonResourceURLs, which a Role cannot grant; move them to a ClusterRole",
		"details": {"path": ["rules", 1, "nonResourceURLs"]},
	}} with input as role("Role", [rule([""], ["pods"], ["get"]), {"nonResourceURLs": ["/metrics"], "verbs": ["get"]}])
}

test_denied_what_an_api_server_refuses[note] if {
	some note, case in {
		"no verbs": {"rule": {"apiGroups": [""], "resources": ["pods"], "verbs": []}, "want": "has no verbs"},
		"no groups": {"rule": {"resources": ["pods"], "verbs": ["get"]}, "want": "has no apiGroups"},
		"no resources": {"rule": {"apiGroups": [""], "resources": null, "verbs": ["get"]}, "want": "has no resources"},
		"no verbs for a URL": {"rule": {"nonResourceURLs": ["/metrics"]}, "want": "has no verbs"},
		"nothing": {"rule": {}, "want": "has no verbs and no apiGroups and no resources"},
	}
	role_form.violation == {{
		"msg": sprintf("rules[1] %s, so the API server rejects the ClusterRole; list what is meant", [case.want]),
		"details": {"path": ["rules", 1]},
	}} with input as role("ClusterRole", [rule([""], ["pods"], ["get"]), case.rule])
}

test_denied_in_vain[note] if {
	some note, case in {
		"subresources of one": {"rule": rule([""], ["pods", "pods/*"], ["get"]), "at": ["resources", 1], "shown": "pods/*"},
		"subresources of all": {"rule": rule(["*"], ["*/*"], ["get"]), "at": ["resources", 0], "shown": "*/*"},
		"part of a name": {"rule": rule(["*.example.org"], ["till*"], ["get", "g*"]), "at": ["apiGroups", 0], "shown": "*.example.org, till*, g*"},
		"capital letters": {"rule": rule(["", "apps"], ["Pods", "deployments"], ["get", "List"]), "at": ["resources", 0], "shown": "Pods, List"},
	}
	role_form.violation == {{
		"msg": sprintf("rules[0]: %s grants nothing, because names are lowercase and the only patterns are * and */SUBRESOURCE; list what is meant", [case.shown]),
		"details": {"path": array.concat(["rules", 0], case.at)},
	}} with input as role("ClusterRole", [case.rule])
}

test_allowed_names[note] if {
	some note, written in {
		"patterns": rule(["*"], ["*", "*/scale"], ["*"]),
		"attributes of users": rule(["authentication.k8s.io"], ["userextras/*"], ["impersonate"]),
		"what an extension makes of it": rule(["example.org"], ["Tills"], ["Open"]),
		"to be filled in": rule(["{{ .GROUP }}"], ["${RESOURCE}*", "<RESOURCE>"], ["get"]),
	}
	role_form.violation == set() with input as role("ClusterRole", [written])
}

test_denied_urls_beside_resources if {
	role_form.violation == {{
		"msg": "rules[0] has nonResourceURLs together with apiGroups and resources, so the API server rejects the ClusterRole; split it into two rules",
		"details": {"path": ["rules", 0, "nonResourceURLs"]},
	}} with input as role("ClusterRole", [object.union(rule([""], ["pods"], ["get"]), {"nonResourceURLs": ["/metrics"]})])
}

test_allowed[note] if {
	some note, written in {
		"what is in a namespace": role("Role", [rule(["", "apps"], ["pods", "deployments", "secrets"], ["*"])]),
		"its own namespace": role("Role", [rule([""], ["namespaces", "namespaces/status"], ["get", "patch", "delete"])]),
		"everything": role("Role", [rule(["*"], ["*"], ["*"])]),
		"binding ClusterRoles": role("Role", [rule(["rbac.authorization.k8s.io"], ["clusterroles"], ["bind"])]),
		"a ClusterRole": role("ClusterRole", [rule([""], ["nodes"], ["get"]), {"nonResourceURLs": ["/"], "verbs": ["get"]}]),
		"nodes of an extension": role("Role", [rule(["", "example.org"], ["nodes"], ["get"])]),
		"policies that pods use": role("Role", [rule(["policy"], ["podsecuritypolicies"], ["use"]), rule([""], ["nodes"], ["use"])]),
		"constraints that pods use": role("Role", [rule(["security.openshift.io"], ["securitycontextconstraints"], ["use"])]),
		"constrained impersonation": role("Role", [rule(["authentication.k8s.io"], ["serviceaccounts"], ["impersonate:serviceaccount"])]),
		"an empty list beside URLs": role("ClusterRole", [{"apiGroups": [], "resources": null, "nonResourceURLs": ["/metrics"], "verbs": ["get"]}]),
		"no rules": role("ClusterRole", null),
		"wrong types": role("Role", [{"apiGroups": "", "resources": [7, null], "verbs": {}}, null, {"apiGroups": ["apiextensions.k8s.io"], "resources": [""], "verbs": ["get"]}]),
		"another kind": object.union(role("Role", [rule([""], ["nodes"], ["get"])]), {"apiVersion": "example.org/v1"}),
	}
	role_form.violation == set() with input as written
}

rule(groups, resources, verbs) := {"apiGroups": groups, "resources": resources, "verbs": verbs}

role(kind, rules) := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "r", "namespace": "shop"},
	"rules": rules,
}

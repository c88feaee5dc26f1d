package guiderail.rbac.reader_roles_test

import data.guiderail.rbac.reader_roles

test_denied_name[name] if {
	some name in [
		"pod-reader", "reader", "podReader", "PodReader", "pods.readers", "readonly", "read-only", "view", "viewers",
		"app:viewer", "metrics_viewer2", "view-all", "system:viewer", "READER",
	]
	reader_roles.violation == {finding("Role", "update", "pods", 2)} with input as role("Role", name, [rule(["get", "list", "update"])])
}

test_denied_verbs[note] if {
	some note, case in {
		"every verb": {"rule": rule(["*"]), "want": finding("ClusterRole", "*", "pods", 0)},
		"several": {"rule": rule(["get", "delete", "patch"]), "want": finding("ClusterRole", "delete, patch", "pods", 1)},
		"use": {"rule": rule(["use"]), "want": finding("ClusterRole", "use", "pods", 0)},
		"creating something besides a review": {
			"rule": {"apiGroups": [""], "resources": ["subjectaccessreviews", "pods"], "verbs": ["create"]},
			"want": finding("ClusterRole", "create", "pods, subjectaccessreviews", 0),
		},
		"posting to an URL": {"rule": {"nonResourceURLs": ["/x"], "verbs": ["get", "post"]}, "want": finding("ClusterRole", "post", "/x", 1)},
		"asking of no URL": {"rule": rule(["head"]), "want": finding("ClusterRole", "head", "pods", 0)},
		"creating nothing": {"rule": {"verbs": ["create"]}, "want": finding("ClusterRole", "create", "", 0)},
	}
	reader_roles.violation == {case.want} with input as role("ClusterRole", "pod-reader", [case.rule])
}

test_denied_bootstrap_name_in_another_namespace if {
	reader_roles.violation == {finding("Role", "update", "pods", 0)} with input as role("Role", "extension-apiserver-authentication-reader", [rule(["update"])])
}

test_allowed_name[name] if {
	some name in ["spreadsheet", "thread-manager", "review-bot", "overview", "bread", "readiness", "preview", "read-write", "view-and-edit", "reader-admin", "writer", ""]
	reader_roles.violation == set() with input as role("Role", name, [rule(["update"])])
}

test_allowed[note] if {
	some note, reviewed in {
		"reading": role("Role", "pod-reader", [rule(["get", "list", "watch"])]),
		"a pod reader that reads services too": role("Role", "pod-reader", [{"apiGroups": [""], "resources": ["pods", "services"], "verbs": ["get", "watch", "list"]}]),
		"no verbs": role("Role", "pod-reader", [{"apiGroups": [""], "resources": ["pods"]}]),
		"no rules": role("ClusterRole", "pod-reader", null),
		"verbs of another type": role("ClusterRole", "pod-reader", [rule([1, null]), rule("update")]),
		"asking by a review": role("ClusterRole", "metrics-reader", [{"apiGroups": ["authorization.k8s.io"], "resources": ["subjectaccessreviews"], "verbs": ["create"]}]),
		"asking by URL": role("ClusterRole", "metrics-reader", [{"nonResourceURLs": ["/metrics"], "verbs": ["get", "head"]}]),
		"bootstrap": role("ClusterRole", "view", [rule(["get"])]),
		"another kind": object.union(role("Role", "pod-reader", [rule(["update"])]), {"apiVersion": "example.org/v1"}),
	}
	reader_roles.violation == set() with input as reviewed
	reader_roles.unknown == set() with input as reviewed
}

test_allowed_a_namespace_of_readers if {
	reviewed := json.patch(role("Role", "deployer", [rule(["update"])]), [{"op": "add", "path": "/metadata/namespace", "value": "reader"}])
	reader_roles.violation == set() with input as reviewed
}

test_parameters if {
	reviewed := role("Role", "pod-guest", [rule(["update"])])
	parameters := {"reading_words": ["guest"], "writing_words": [], "allowed_roles": ["default/pod-reader"]}
	reader_roles.violation == {finding("Role", "update", "pods", 0)} with input as {"review": {"object": reviewed}, "parameters": parameters}
	reader_roles.violation == set() with input as {"review": {"object": reviewed}, "parameters": object.union(parameters, {"allowed_roles": ["default/pod-guest"]})}
}

test_unknown if {
	reviewed := role("Role", "pod-reader", [{"apiGroups": ["{{ .Values.group }}"], "resources": ["pods"], "verbs": ["get", "{{ .Values.verb }}"]}])
	reader_roles.violation == set() with input as reviewed
	reader_roles.unknown == {{
		"msg": "rules[0]: verbs {{ .Values.verb }} is still to be filled in",
		"details": {"path": ["rules", 0, "verbs", 1]},
	}} with input as reviewed
}

rule(verbs) := {"apiGroups": [""], "resources": ["pods"], "verbs": verbs}

finding(kind, verbs, objects, i) := {
	"msg": sprintf("rules[0]: the role's name says it is read-only, but anyone bound to this %s can use %s on %s; allow only get, list and watch, or rename the role", [kind, verbs, objects]),
	"details": {"path": ["rules", 0, "verbs", i]},
}

role(kind, name, rules) := {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": name}, "rules": rules}

test_applies[note] if {
	some note, object in {
		"reader": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "pod-reader"}, "rules": [null]},
		"viewer": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "teamView"}, "rules": [null]},
	}
	reader_roles.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"editor": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "pod-editor"}, "rules": [null]},
		"both": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "reader-writer"}, "rules": [null]},
		"neither": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "operator"}, "rules": [null]},
	}
	not reader_roles.applies with input as {"review": {"object": object}}
}

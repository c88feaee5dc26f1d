package guiderail.rbac.secret_read_test

import data.guiderail.rbac.secret_read

test_denied[note] if {
	some note, case in {
		"get": {"rule": {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}, "want": finding(0, "get on secrets", "ClusterRole", "read every Secret in every namespace")},
		"list is reading": {"rule": {"apiGroups": [""], "resources": ["configmaps", "secrets"], "verbs": ["list"]}, "want": finding(1, "list on secrets", "ClusterRole", "read every Secret in every namespace")},
		"watch is reading": {"rule": {"apiGroups": [""], "resources": ["secrets"], "verbs": ["watch"]}, "want": finding(0, "watch on secrets", "ClusterRole", "read every Secret in every namespace")},
		"the answer to a patch": {"rule": {"apiGroups": [""], "resources": ["secrets"], "verbs": ["create", "update", "patch"]}, "want": finding(0, "patch on secrets", "ClusterRole", "read every Secret in every namespace")},
		"the answer to a deletion of many": {"rule": {"apiGroups": [""], "resources": ["secrets"], "verbs": ["deletecollection"]}, "want": finding(0, "deletecollection on secrets", "ClusterRole", "read every Secret in every namespace")},
		"every verb": {"rule": {"apiGroups": [""], "resources": ["secrets"], "verbs": ["*"]}, "want": finding(0, "* on secrets", "ClusterRole", "read every Secret in every namespace")},
		"every resource": {"rule": {"apiGroups": [""], "resources": ["*"], "verbs": ["get", "list", "watch"]}, "want": finding(0, "get, list, watch on *", "ClusterRole", "read every Secret in every namespace")},
		"every API group": {"rule": {"apiGroups": ["*"], "resources": ["secrets"], "verbs": ["get"]}, "want": finding(0, "get on secrets", "ClusterRole", "read every Secret in every namespace")},
		"no names": {"rule": {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"], "resourceNames": []}, "want": finding(0, "get on secrets", "ClusterRole", "read every Secret in every namespace")},
		"null for names": {"rule": {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"], "resourceNames": null}, "want": finding(0, "get on secrets", "ClusterRole", "read every Secret in every namespace")},
		"a copy by the External Secrets Operator": {"rule": {"apiGroups": ["external-secrets.io"], "resources": ["pushsecrets"], "verbs": ["create"]}, "want": finding(0, "create on pushsecrets", "ClusterRole", "have every Secret copied to a store outside the cluster in every namespace")},
		"one of several groups": {"rule": {"apiGroups": ["apps", ""], "resources": ["secrets", "deployments"], "verbs": ["get"]}, "want": finding(0, "get on secrets", "ClusterRole", "read every Secret in every namespace")},
	}
	secret_read.violation == {case.want} with input as role("ClusterRole", [case.rule])
}

test_denied_in_a_role[note] if {
	some note, case in {
		"get": {"rule": {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}, "want": finding(0, "get on secrets", "Role", "read every Secret in namespace shop")},
	}
	secret_read.violation == {case.want} with input as role("Role", [case.rule])
}

test_allowed[note] if {
	some note, case in {
		"no rules": role("ClusterRole", null),
		"everything, of which rbac.escalation_verbs tells": role("ClusterRole", [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]),
		"rules of other types": role("ClusterRole", ["all", null, {"verbs": "*", "apiGroups": {}, "resources": [7]}]),
		"writing alone, whose answer is what was sent": role("ClusterRole", [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["create", "update", "delete"]}]),
		"named Secrets": role("ClusterRole", [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"], "resourceNames": ["db"]}]),
		"a list of one named Secret, which takes a field selector": role("Role", [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["list", "watch"], "resourceNames": ["db"]}]),
		"creating": role("Role", [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["create"]}]),
		"deleting": role("Role", [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["delete"]}]),
		"another group": role("Role", [{"apiGroups": ["example.org"], "resources": ["secrets"], "verbs": ["get"]}]),
		"a subresource": role("Role", [{"apiGroups": [""], "resources": ["secrets/status"], "verbs": ["get"]}]),
		"what only looks like a wildcard": role("Role", [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get*"]}, {"apiGroups": [""], "resources": ["secret", "secrets*", "Secrets"], "verbs": ["get"]}]),
		"no API groups": role("Role", [{"resources": ["*"], "verbs": ["*"]}, {"apiGroups": [], "resources": ["secrets"], "verbs": ["get"]}, {"apiGroups": null, "resources": ["secrets"], "verbs": ["get"]}]),
		"no verbs": role("Role", [{"apiGroups": [""], "resources": ["secrets"], "verbs": null}]),
		"copying that a Role cannot grant": role("Role", [{"apiGroups": ["external-secrets.io"], "resources": ["clusterpushsecrets"], "verbs": ["create"]}]),
		"URLs": role("ClusterRole", [{"nonResourceURLs": ["*"], "verbs": ["*"]}]),
		"the bootstrap role of this name": bootstrap([{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]),
		"another kind": {"review": {"object": {"apiVersion": "example.org/v1", "kind": "ClusterRole", "rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]}}},
	}
	secret_read.violation == set() with input as case
	secret_read.unknown == set() with input as case
}

test_allowed_by_parameter if {
	secret_read.violation == set() with input as object.union(role("Role", [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]), {"parameters": {"allowed_roles": ["shop/r"]}})
	secret_read.violation != set() with input as object.union(role("Role", [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]), {"parameters": {"allowed_roles": ["r", "shop", "shop/"]}})
}

test_unknown if {
	reviewed := role("ClusterRole", [{"apiGroups": [""], "resources": ["{{ .Values.resource }}"], "verbs": ["get"]}])
	secret_read.violation == set() with input as reviewed
	secret_read.unknown == {{"msg": "rules[0]: resources {{ .Values.resource }} is still to be filled in", "details": {"path": ["rules", 0, "resources", 0]}}} with input as reviewed
}

test_denied_by_an_empty_name if {
	violation := {
		"msg": "rules[0] (list on secrets): anyone bound to this ClusterRole can read every Secret in every namespace; remove the empty string from resourceNames",
		"details": {"path": ["rules", 0, "resources", 0]},
	}
	secret_read.violation == {violation} with input as role("ClusterRole", [{
		"apiGroups": [""],
		"resources": ["secrets"],
		"verbs": ["get", "list"],
		"resourceNames": [""],
	}])
}

finding(resource, how, kind, can) := {
	"msg": sprintf("rules[0] (%s): anyone bound to this %s can %s; list the Secrets in resourceNames", [how, kind, can]),
	"details": {"path": ["rules", 0, "resources", resource]},
}

role(kind, rules) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "r", "namespace": "shop"},
	"rules": rules,
}}}

bootstrap(rules) := json.patch(role("ClusterRole", rules), [{"op": "replace", "path": "/review/object/metadata/name", "value": "system:aggregate-to-edit"}])

package guiderail.rbac.aws_auth_write_test

import data.guiderail.rbac.aws_auth_write

test_denied[note] if {
	some note, case in {
		"by name": {"rule": named(["patch"], ["aws-auth"]), "how": "patch on configmaps, only for aws-auth"},
		"by name among others": {"rule": named(["update", "get"], ["a", "aws-auth"]), "how": "update on configmaps, only for a, aws-auth"},
		"without names": {"rule": rule(["get", "update"]), "how": "update on configmaps"},
		"no names": {"rule": named(["update"], []), "how": "update on configmaps"},
		"null for names": {"rule": named(["update"], null), "how": "update on configmaps"},
		"deletion": {"rule": rule(["delete"]), "how": "delete on configmaps"},
		"deletion of all": {"rule": rule(["deletecollection"]), "how": "deletecollection on configmaps"},
		"every verb": {"rule": rule(["*"]), "how": "* on configmaps"},
		"every resource": {"rule": {"apiGroups": ["*"], "resources": ["*"], "verbs": ["patch"]}, "how": "patch on *"},
	}
	aws_auth_write.violation == {finding("ClusterRole", case.how)} with input as on_eks(role("ClusterRole", "shop", [case.rule]))
	aws_auth_write.violation == {finding("Role", case.how)} with input as on_eks(role("Role", "kube-system", [case.rule]))
}

test_allowed[note] if {
	some note, reviewed in {
		"reading": role("ClusterRole", "", [rule(["get", "list", "watch"])]),
		"creating, where it is there already": role("ClusterRole", "", [rule(["create"])]),
		"other names": role("ClusterRole", "", [named(["update"], ["leader", "aws-auth2"])]),
		"another namespace": role("Role", "shop", [rule(["*"])]),
		"no namespace": role("Role", null, [rule(["*"])]),
		"another resource": role("ClusterRole", "", [{"apiGroups": [""], "resources": ["configmaps/x", "secrets"], "verbs": ["*"]}]),
		"another group": role("ClusterRole", "", [{"apiGroups": ["apps"], "resources": ["configmaps"], "verbs": ["*"]}]),
		"no rules": role("ClusterRole", "", null),
		"another kind": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"namespace": "kube-system"}, "rules": [rule(["*"])]},
		"bootstrap": json.patch(role("ClusterRole", "", [rule(["update", "patch"])]), [{"op": "replace", "path": "/metadata/name", "value": "edit"}]),
	}
	aws_auth_write.violation == set() with input as on_eks(reviewed)
	aws_auth_write.unknown == set() with input as on_eks(reviewed)
	aws_auth_write.violation == set() with input as reviewed
	aws_auth_write.unknown == set() with input as reviewed
}

test_where_nobody_says_that_it_is_eks if {
	broad := role("ClusterRole", "", [rule(["update"])])
	aws_auth_write.violation == set() with input as broad
	aws_auth_write.unknown == {{
		"msg": "rules[0] (update on configmaps): whether the cluster has a ConfigMap aws-auth is not known; on EKS anyone bound to this ClusterRole can rewrite the ConfigMap aws-auth and so make anyone a cluster administrator",
		"details": {"path": ["rules", 0, "resources", 0]},
	}} with input as broad
	by_name := role("ClusterRole", "", [named(["update"], ["aws-auth"])])
	aws_auth_write.violation == {finding("ClusterRole", "update on configmaps, only for aws-auth")} with input as by_name
	aws_auth_write.unknown == set() with input as by_name
}

on_eks(reviewed) := {"review": {"object": reviewed}, "parameters": {"authentication_mode": "CONFIG_MAP"}}

test_applies if {
	aws_auth_write.applies with input as role("ClusterRole", "", [])
	aws_auth_write.applies with input as role("Role", "kube-system", [])
	not aws_auth_write.applies with input as role("Role", "shop", [])
}

test_with_access_entries if {
	reviewed := {"review": {"object": role("ClusterRole", "", [rule(["*"]), rule(["{{ x }}"])])}, "parameters": {"authentication_mode": "API"}}
	not aws_auth_write.applies with input as reviewed
	aws_auth_write.violation == set() with input as reviewed
	aws_auth_write.unknown == set() with input as reviewed
}

test_allowed_by_parameter if {
	aws_auth_write.violation == set() with input as {
		"review": {"object": role("Role", "kube-system", [rule(["*"])])},
		"parameters": {"allowed_roles": ["kube-system/r"]},
	}
}

test_unknown if {
	reviewed := role("ClusterRole", "", [rule(["{{ .Values.verb }}"])])
	aws_auth_write.violation == set() with input as reviewed
	aws_auth_write.unknown == {{
		"msg": "rules[0]: verbs {{ .Values.verb }} is still to be filled in",
		"details": {"path": ["rules", 0, "verbs", 0]},
	}} with input as reviewed
}

rule(verbs) := {"apiGroups": [""], "resources": ["configmaps"], "verbs": verbs}

named(verbs, names) := object.union(rule(verbs), {"resourceNames": names})

_advice(how) := "remove it" if {
	contains(how, ", only for ")
} else := "list the ConfigMaps in resourceNames"

finding(kind, how) := {
	"msg": sprintf("rules[0] (%s): anyone bound to this %s can rewrite the ConfigMap aws-auth and so make anyone a cluster administrator; %s", [how, kind, _advice(how)]),
	"details": {"path": ["rules", 0, "resources", 0]},
}

role(kind, namespace, rules) := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "r", "namespace": namespace},
	"rules": rules,
}

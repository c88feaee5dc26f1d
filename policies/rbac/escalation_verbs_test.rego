package guiderail.rbac.escalation_verbs_test

import data.guiderail.rbac.escalation_verbs

test_denied[note] if {
	some note, case in {
		"escalate": {"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["escalate"]}, "want": finding(0, "escalate on clusterroles", "ClusterRole", "write any permission into a role")},
		"escalate on Roles": {"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles"], "verbs": ["get", "escalate"]}, "want": finding(0, "escalate on roles", "ClusterRole", "write any permission into a role in every namespace")},
		"escalate by name": {"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["escalate"], "resourceNames": ["r"]}, "want": finding(0, "escalate on clusterroles, only for r", "ClusterRole", "write any permission into a role")},
		"bind": {"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles", "clusterroles"], "verbs": ["bind"]}, "want": finding(0, "bind on roles, clusterroles", "ClusterRole", "bind roles that hold more than their own permissions in every namespace")},
		"bind by the name of a powerful role": {"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["bind"], "resourceNames": ["view", "cluster-admin"]}, "want": finding(0, "bind on clusterroles, only for cluster-admin, view", "ClusterRole", "bind roles that hold more than their own permissions in every namespace")},
		"every verb on roles": {"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["*"]}, "want": finding(0, "* on clusterroles", "ClusterRole", "write any permission into a role and bind roles that hold more than their own permissions in every namespace")},
		"impersonate users": {"rule": {"apiGroups": [""], "resources": ["users"], "verbs": ["impersonate"]}, "want": finding(0, "impersonate on users", "ClusterRole", "act as other users and groups")},
		"impersonate groups by name": {"rule": {"apiGroups": [""], "resources": ["groups"], "verbs": ["impersonate"], "resourceNames": ["system:masters"]}, "want": finding(0, "impersonate on groups, only for system:masters", "ClusterRole", "act as other users and groups")},
		"impersonate by every verb": {"rule": {"apiGroups": [""], "resources": ["groups"], "verbs": ["*"]}, "want": finding(0, "* on groups", "ClusterRole", "act as other users and groups")},
		"impersonate service accounts": {"rule": {"apiGroups": [""], "resources": ["serviceaccounts"], "verbs": ["impersonate"]}, "want": finding(0, "impersonate on serviceaccounts", "ClusterRole", "act as every service account in every namespace")},
		"impersonate by every resource": {"rule": {"apiGroups": ["*"], "resources": ["*"], "verbs": ["impersonate"]}, "want": finding(0, "impersonate on *", "ClusterRole", "act as other users and groups, act as every service account and act under the UIDs and attributes of other users in every namespace")},
		"impersonate extra attributes": {"rule": {"apiGroups": ["authentication.k8s.io"], "resources": ["userextras/scopes"], "verbs": ["impersonate"]}, "want": finding(0, "impersonate on userextras/scopes", "ClusterRole", "act under the UIDs and attributes of other users")},
		"impersonate every attribute": {"rule": {"apiGroups": ["authentication.k8s.io"], "resources": ["userextras/*"], "verbs": ["impersonate"]}, "want": finding(0, "impersonate on userextras/*", "ClusterRole", "act under the UIDs and attributes of other users")},
		"impersonate UIDs": {"rule": {"apiGroups": ["authentication.k8s.io"], "resources": ["uids"], "verbs": ["impersonate"]}, "want": finding(0, "impersonate on uids", "ClusterRole", "act under the UIDs and attributes of other users")},
		"constrained impersonation of users": {"rule": {"apiGroups": ["authentication.k8s.io"], "resources": ["users"], "verbs": ["impersonate:user-info"]}, "want": finding(0, "impersonate:user-info on users", "ClusterRole", "act as other users and groups where constrained impersonation lets them")},
		"constrained impersonation of nodes": {"rule": {"apiGroups": ["authentication.k8s.io"], "resources": ["nodes"], "verbs": ["impersonate:arbitrary-node"]}, "want": finding(0, "impersonate:arbitrary-node on nodes", "ClusterRole", "act as every service account or node where constrained impersonation lets them")},
		"tokens": {"rule": {"apiGroups": [""], "resources": ["serviceaccounts/token"], "verbs": ["create"]}, "want": finding(0, "create on serviceaccounts/token", "ClusterRole", "make tokens of every service account in every namespace")},
		"tokens by a wildcard": {"rule": {"apiGroups": [""], "resources": ["*/token"], "verbs": ["create"]}, "want": finding(0, "create on */token", "ClusterRole", "make tokens of every service account in every namespace")},
		"approving for every signer": {"rule": {"apiGroups": ["certificates.k8s.io"], "resources": ["signers"], "verbs": ["approve"]}, "want": finding(0, "approve on signers", "ClusterRole", "have client certificates issued in the name of any user")},
		"signing for the API server": {"rule": {"apiGroups": ["certificates.k8s.io"], "resources": ["signers"], "verbs": ["sign"], "resourceNames": ["kubernetes.io/kube-apiserver-client"]}, "want": finding(0, "sign on signers, only for kubernetes.io/kube-apiserver-client", "ClusterRole", "have client certificates issued in the name of any user")},
		"signing for Kubernetes' own signers": {"rule": {"apiGroups": ["certificates.k8s.io"], "resources": ["signers"], "verbs": ["sign"], "resourceNames": ["kubernetes.io/*"]}, "want": finding(0, "sign on signers, only for kubernetes.io/*", "ClusterRole", "have client certificates issued in the name of any user")},
	}
	escalation_verbs.violation == {case.want} with input as role("ClusterRole", [case.rule])
}

test_denied_in_a_role[note] if {
	some note, case in {
		"impersonate service accounts": {"rule": {"apiGroups": [""], "resources": ["users", "serviceaccounts"], "verbs": ["impersonate"]}, "want": finding(1, "impersonate on serviceaccounts", "Role", "act as every service account in namespace shop")},
		"bind ClusterRoles in its namespace": {"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["bind"]}, "want": finding(0, "bind on clusterroles", "Role", "bind roles that hold more than their own permissions in namespace shop")},
		"escalate": {"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles", "roles"], "verbs": ["escalate"]}, "want": finding(1, "escalate on roles", "Role", "write any permission into a role in namespace shop")},
	}
	escalation_verbs.violation == {case.want} with input as role("Role", [case.rule])
}

test_everything[kind] if {
	some kind in ["ClusterRole", "Role"]
	escalation_verbs.violation == {{
		"msg": sprintf("rules[0] (* on *): anyone bound to this %s can do everything; list what is needed", [kind]),
		"details": {"path": ["rules", 0, "resources", 0]},
	}} with input as role(kind, [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}])
}

test_allowed[note] if {
	some note, case in {
		"no rules": role("ClusterRole", null),
		"rules of other types": role("ClusterRole", ["all", null, {"verbs": "*", "apiGroups": {}, "resources": [7]}]),
		"bind by the name of a role that is judged itself": role("ClusterRole", [{"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["bind"], "resourceNames": ["deployer", "view"]}]),
		"the token of one service account": role("Role", [{"apiGroups": [""], "resources": ["serviceaccounts/token"], "verbs": ["create"], "resourceNames": ["cert-manager"]}]),
		"one service account": role("ClusterRole", [{"apiGroups": [""], "resources": ["serviceaccounts"], "verbs": ["impersonate"], "resourceNames": ["ci"]}]),
		"signers of an extension": role("ClusterRole", [{"apiGroups": ["certificates.k8s.io"], "resources": ["signers"], "verbs": ["approve", "sign"], "resourceNames": ["issuers.cert-manager.io/*"]}, {"apiGroups": ["cert-manager.io"], "resources": ["signers"], "verbs": ["approve"]}]),
		"certificates of kubelets": role("ClusterRole", [{"apiGroups": ["certificates.k8s.io"], "resources": ["signers"], "verbs": ["approve"], "resourceNames": ["kubernetes.io/kubelet-serving"]}]),
		"reading roles": role("ClusterRole", [{"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles", "clusterroles"], "verbs": ["get", "list"]}]),
		"users of another group": role("ClusterRole", [{"apiGroups": ["example.org"], "resources": ["users", "roles"], "verbs": ["*"]}]),
		"reviews": role("ClusterRole", [{"apiGroups": ["authentication.k8s.io"], "resources": ["tokenreviews"], "verbs": ["create"]}]),
		"an attribute without its name": role("ClusterRole", [{"apiGroups": ["authentication.k8s.io"], "resources": ["userextras"], "verbs": ["impersonate"]}]),
		"impersonation that a Role cannot grant": role("Role", [{"apiGroups": [""], "resources": ["users", "groups"], "verbs": ["impersonate"]}, {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["escalate"]}, {"apiGroups": ["certificates.k8s.io"], "resources": ["signers"], "verbs": ["approve"]}]),
		"the bootstrap role of this name": bootstrap([{"apiGroups": [""], "resources": ["serviceaccounts"], "verbs": ["impersonate"]}]),
		"another kind": {"review": {"object": {"apiVersion": "example.org/v1", "kind": "ClusterRole", "rules": [{"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["escalate"]}]}}},
	}
	escalation_verbs.violation == set() with input as case
	escalation_verbs.unknown == set() with input as case
}

test_allowed_by_parameter if {
	escalation_verbs.violation == set() with input as object.union(role("Role", [{"apiGroups": [""], "resources": ["users", "serviceaccounts"], "verbs": ["impersonate"]}]), {"parameters": {"allowed_roles": ["shop/r"]}})
	escalation_verbs.violation != set() with input as object.union(role("Role", [{"apiGroups": [""], "resources": ["users", "serviceaccounts"], "verbs": ["impersonate"]}]), {"parameters": {"allowed_roles": ["r", "shop", "shop/"]}})
}

test_unknown if {
	reviewed := role("ClusterRole", [{"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles"], "verbs": ["{{ .Values.verb }}"]}])
	escalation_verbs.violation == set() with input as reviewed
	escalation_verbs.unknown == {{"msg": "rules[0]: verbs {{ .Values.verb }} is still to be filled in", "details": {"path": ["rules", 0, "verbs", 0]}}} with input as reviewed
}

_advice(how) := "remove it" if {
	contains(how, ", only for ")
} else := "remove it or limit it with resourceNames"

finding(resource, how, kind, can) := {
	"msg": sprintf("rules[0] (%s): anyone bound to this %s can %s; %s", [how, kind, can, _advice(how)]),
	"details": {"path": ["rules", 0, "resources", resource]},
}

role(kind, rules) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "r", "namespace": "shop"},
	"rules": rules,
}}}

bootstrap(rules) := json.patch(role("ClusterRole", rules), [{"op": "replace", "path": "/review/object/metadata/name", "value": "system:aggregate-to-edit"}])

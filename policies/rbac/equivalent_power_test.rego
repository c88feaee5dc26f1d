package guiderail.rbac.equivalent_power_test

import data.guiderail.rbac.equivalent_power

test_denied[note] if {
	some note, case in {
		"one rule": {"roles": {"god": role([everything])}, "rules": "rules[0]"},
		"beside others": {"roles": {"god": role([reading, object.union(everything, {"apiGroups": ["", "*"], "verbs": ["get", "*"], "resources": ["pods", "*"]})])}, "rules": "rules[1]"},
		"every verb by its name": {"roles": {"god": role([object.union(everything, {"verbs": ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"]})])}, "rules": "rules[0]"},
		"verbs in several rules": {
			"roles": {"god": role([object.union(everything, {"verbs": ["get", "list", "watch", "create"]}), reading, object.union(everything, {"verbs": ["update", "patch", "delete", "deletecollection"]})])},
			"rules": "rules[0], rules[2]",
		},
		"by aggregation": {
			"roles": {
				"god": {"kind": "ClusterRole", "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"to": "god"}}]}, "rules": []},
				"half": labelled([object.union(everything, {"verbs": ["get", "list", "watch", "create"]})]),
				"rest": labelled([object.union(everything, {"verbs": ["update", "patch", "delete", "deletecollection"]})]),
			},
			"rules": `rules[0] of ClusterRole "half", rules[0] of ClusterRole "rest"`,
		},
	}
	msg := sprintf(`User "alice" can do anything in the whole cluster, as with cluster-admin, by ClusterRole "god" (%s); bind a role that grants only what is needed`, [case.rules])
	said(bound("ClusterRoleBinding", "ClusterRole", "god"), in_cluster(case.roles), {}) == {"violation": {finding(msg)}, "unknown": set()}
}

test_denied_in_a_namespace[note] if {
	some note, kind in {"Role": "Role", "ClusterRole": "ClusterRole"}
	inventory := {
		"cluster": in_cluster({"god": role([everything])}).cluster,
		"namespace": {"shop": {"rbac.authorization.k8s.io/v1": {"Role": {"god": {"kind": "Role", "rules": [everything]}}}}},
	}
	msg := sprintf(`User "alice" can do anything in namespace "shop", as with cluster-admin, by %s "god" (rules[0]); bind a role that grants only what is needed`, [kind])
	said(bound("RoleBinding", kind, "god"), inventory, {}).violation == {finding(msg)}
}

test_denied_in_kube_system[role_name] if {
	some role_name in ["admin", "edit"]
	written := json.patch(bound("RoleBinding", "ClusterRole", role_name), [{"op": "add", "path": "/metadata/namespace", "value": "kube-system"}])
	msg := sprintf(`User "alice" can do anything in the whole cluster, since ClusterRole %q lets it act as the controllers' service accounts in namespace "kube-system"; bind a role that grants only what is needed`, [role_name])
	said(written, {}, {}).violation == {finding(msg)}
	said(written, {}, {"allowed_subjects": ["User alice"]}).violation == set()
	said(json.patch(written, [{"op": "replace", "path": "/roleRef/kind", "value": "Role"}]), {}, {}).violation == set()
	said(json.patch(written, [{"op": "replace", "path": "/metadata/namespace", "value": "shop"}]), {}, {}).violation == set()
}

test_allowed[note] if {
	some note, rules in {
		"none": [],
		"null": null,
		"not every resource": [object.union(everything, {"resources": ["*/status", "pods"]})],
		"not every group": [object.union(everything, {"apiGroups": ["", "apps"]})],
		"not every verb": [object.union(everything, {"verbs": ["get", "list", "watch", "create", "update", "patch", "delete"]})],
		"verbs that are spread over different resources": [
			object.union(everything, {"verbs": ["get", "list", "watch", "create"]}),
			object.union(everything, {"verbs": ["update", "patch", "delete", "deletecollection"], "resources": ["pods"]}),
		],
		"some names": [object.union(everything, {"resourceNames": ["a"]})],
		"URLs": [{"nonResourceURLs": ["*"], "verbs": ["*"]}],
		"wrong types": ["*", {"apiGroups": "*", "resources": "*", "verbs": "*"}],
	}
	said(bound("ClusterRoleBinding", "ClusterRole", "god"), in_cluster({"god": role(rules)}), {}) == {"violation": set(), "unknown": set()}
}

test_allowed_bindings[note] if {
	some note, written in {
		"told elsewhere": bound("ClusterRoleBinding", "ClusterRole", "cluster-admin"),
		"another role": bound("ClusterRoleBinding", "ClusterRole", "other"),
		"no subjects": object.union(bound("ClusterRoleBinding", "ClusterRole", "god"), {"subjects": null}),
		"another kind": bound("Role", "ClusterRole", "god"),
	}
	said(written, in_cluster({"god": role([everything]), "cluster-admin": role([everything]), "other": role([reading])}), {}).violation == set()
}

test_denied_default_role_that_was_rewritten if {
	written := json.patch(bound("ClusterRoleBinding", "ClusterRole", "system:basic-user"), [
		{"op": "replace", "path": "/metadata", "value": {"name": "system:basic-user"}},
		{"op": "replace", "path": "/subjects", "value": [{"kind": "Group", "name": "system:authenticated"}]},
	])
	count(said(written, in_cluster({"system:basic-user": role([everything])}), {}).violation) == 1
	said(written, in_cluster({"system:basic-user": role([reading])}), {}).violation == set()
}

test_allowed_administrators if {
	written := json.patch(bound("ClusterRoleBinding", "ClusterRole", "cluster-admin"), [
		{"op": "replace", "path": "/metadata", "value": {"name": "cluster-admin"}},
		{"op": "replace", "path": "/subjects", "value": [{"kind": "Group", "name": "system:masters"}]},
	])
	said(written, in_cluster({"cluster-admin": role([everything])}), {"named_roles": []}).violation == set()
}

test_denied_role_of_that_name if {
	inventory := {"namespace": {"shop": {"rbac.authorization.k8s.io/v1": {"Role": {"cluster-admin": {"kind": "Role", "rules": [everything]}}}}}}
	count(said(bound("RoleBinding", "Role", "cluster-admin"), inventory, {}).violation) == 1
}

test_parameters if {
	inventory := in_cluster({"god": role([everything])})
	said(bound("ClusterRoleBinding", "ClusterRole", "god"), inventory, {"allowed_subjects": ["User alice"]}).violation == set()
	said(bound("ClusterRoleBinding", "ClusterRole", "god"), inventory, {"named_roles": ["god"]}).violation == set()
	count(said(bound("ClusterRoleBinding", "ClusterRole", "god"), inventory, {"allowed_subjects": ["User al"]}).violation) == 1
}

test_unknown if {
	said(bound("RoleBinding", "Role", "{{ROLE}}"), {}, {}) == {"violation": set(), "unknown": {{
		"msg": "roleRef.name is {{ROLE}}, which is still to be filled in",
		"details": {"path": ["roleRef", "name"]},
	}}}
}

said(written, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": written}, "parameters": parameters}
	violation := equivalent_power.violation with input as asked with data.inventory as inventory
	unknown := equivalent_power.unknown with input as asked with data.inventory as inventory
}

finding(msg) := {"msg": msg, "details": {"path": ["subjects", 0]}}

everything := {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}

reading := {"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}

role(rules) := {"kind": "ClusterRole", "rules": rules}

labelled(rules) := {"kind": "ClusterRole", "metadata": {"labels": {"to": "god"}}, "rules": rules}

in_cluster(roles) := {"cluster": {"rbac.authorization.k8s.io/v1": {"ClusterRole": roles}}}

bound(kind, role_kind, name) := {
	"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind,
	"metadata": {"name": "b", "namespace": "shop"},
	"roleRef": {"kind": role_kind, "name": name},
	"subjects": [{"kind": "User", "name": "alice"}],
}

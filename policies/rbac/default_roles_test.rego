package guiderail.rbac.default_roles_test

import data.guiderail.rbac.default_roles

test_denied[name][json.marshal(rule)] if {
	some name, members in {
		"system:basic-user": "Group system:authenticated, everyone who has logged in and every service account",
		"system:discovery": "Group system:authenticated, everyone who has logged in and every service account",
		"system:public-info-viewer": "Group system:unauthenticated, everyone who reaches the API server",
		"system:service-account-issuer-discovery": "Group system:serviceaccounts, every service account of every namespace",
	}
	some rule in [pods, {"nonResourceURLs": ["/metrics"], "verbs": ["get"]}]
	default_roles.applies with input as role(name, [rule])
	default_roles.violation == {{
		"msg": sprintf("rules[0] is not part of the default ClusterRole %q, which every cluster binds to %s; bind a separate role to those who need it", [name, members]),
		"details": {"path": ["rules", 0]},
	}} with input as role(name, [rule])
}

test_allowed[note] if {
	some note, written in {
		"as Kubernetes makes it": role("system:public-info-viewer", [{"nonResourceURLs": ["/healthz", "/livez", "/version"], "verbs": ["get"]}]),
		"what grants nothing": role("system:basic-user", [{"apiGroups": [], "resources": ["pods"], "verbs": ["get"]}]),
		"another default role": role("system:kube-dns", [pods]),
		"a role of one's own": role("shop", [pods]),
		"a Role of the name": object.union(role("system:basic-user", [pods]), {"kind": "Role"}),
		"another group": object.union(role("system:basic-user", [pods]), {"apiVersion": "example.org/v1"}),
	}
	default_roles.violation == set() with input as written
}

test_does_not_apply if not default_roles.applies with input as role("shop", [pods])

test_parameters if {
	asked := {"review": {"object": role("system:discovery", [pods])}, "parameters": {"allowed_roles": ["system:discovery"]}}
	default_roles.violation == set() with input as asked
}

role(name, rules) := {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": name}, "rules": rules}

pods := {"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}

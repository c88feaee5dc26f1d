# METADATA
# title: Whether a service account is bound to a role
# description: |
#   A service account that is the subject of a RoleBinding or ClusterRoleBinding calls the API server;
#   otherwise nobody would bind it. A role without rules, or with only what everybody has anyway, does
#   not require a token.
package lib.guiderail.bound_account

# METADATA
# description: |
#   Of a service account by its namespace ("" for that of the objects that name none) and its name: `bound`,
#   `open` where it or the binding names no namespace and the other does, and `free`.
state(place, name) := "bound" if {
	{"place": place, "name": name} in _subjects
} else := "open" if {
	{"place": "", "name": name} in _subjects
} else := "open" if {
	place == ""
	name in _names
} else := "free"

# Nothing is searched for a service account: there may be thousands of bindings.
_names contains subject.name if some subject in _subjects

_subjects contains subject if {
	some binding in data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRoleBinding
	not _is_idle(binding, "")
	some written in binding.subjects
	subject := _subject(written, "")
}

_subjects contains subject if {
	binding := data.inventory.namespace[place]["rbac.authorization.k8s.io/v1"].RoleBinding[_]
	not _is_idle(binding, place)
	some written in binding.subjects
	subject := _subject(written, object.get(binding, ["metadata", "namespace"], ""))
}

_subject(written, place) := {"place": parts[2], "name": parts[3]} if {
	written.kind == "User"
	is_string(written.name)
	parts := split(written.name, ":")
	count(parts) == 4
	array.slice(parts, 0, 2) == ["system", "serviceaccount"]
} else := {"place": written.namespace, "name": written.name} if {
	written.kind == "ServiceAccount"
	is_string(written.namespace)
	written.namespace != ""
} else := {"place": place, "name": written.name} if {
	written.kind == "ServiceAccount"
}

_is_idle(binding, _) if {
	binding.roleRef.kind == "ClusterRole"
	binding.roleRef.name in {
		"system:basic-user", "system:discovery", "system:public-info-viewer",
		"system:service-account-issuer-discovery",
	}
}

_is_idle(binding, _) if {
	binding.roleRef.kind == "ClusterRole"
	role := data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[binding.roleRef.name]
	_is_without_rules(role)
}

_is_idle(binding, place) if {
	binding.roleRef.kind == "Role"
	role := data.inventory.namespace[place]["rbac.authorization.k8s.io/v1"].Role[binding.roleRef.name]
	_is_without_rules(role)
}

# A cluster fills in those that it aggregates.
_is_without_rules(role) if {
	object.get(role, "rules", null) in {null, []}
	not role.aggregationRule
}

# METADATA
# title: Bindings name whom they bind, and to what
# description: |
#   A binding without subjects, or with names that nobody bears, grants nothing, and whoever waits for
#   the rights is soon given too many to make it work. Other errors of form stop the deployment when it
#   is applied; here they show before.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
# custom:
#   severity: medium
#   requirements: [RBAC-12]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   remediation: Write subjects as a list beside roleRef, each with its kind and name and, for a service account, the
#     namespace, and in roleRef the kind and name of the role.
package guiderail.rbac.binding_form

import data.lib.guiderail.binding
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder

violation contains {"msg": defect.msg, "details": {"path": defect.path}} if {
	binding.role
	some defect in _defects
}

# An API server takes the first three as they are, and they grant nothing.
_defects contains defect if {
	not _has_subjects
	not binding.is_default_without_subjects
	defect := _without_subjects
}

_defects contains {"path": path, "msg": msg} if {
	some subject in binding.subjects
	meant := _meant(subject)
	path := array.concat(subject.path, ["kind"])
	msg := sprintf("%s names nobody; that is the name of a %s", [subject.title, meant])
}

_defects contains {"path": path, "msg": msg} if {
	some subject in binding.subjects
	subject.kind in {"User", "Group"}
	trim_space(subject.name) != subject.name
	path := array.concat(subject.path, ["name"])
	msg := sprintf("%s names nobody because of the white space; remove it", [subject.title])
}

# The others it refuses.
_defects contains {"path": ["roleRef"], "msg": "roleRef is not set; name the role"} if _has_no_role

_defects contains {"path": ["roleRef", "name"], "msg": "roleRef.name is not set; name the role"} if {
	not _has_no_role
	binding.role.name == ""
}

_defects contains {"path": ["roleRef", "kind"], "msg": msg} if {
	not _has_no_role
	not binding.role.kind in _role_kinds[ctx.kind]
	not placeholder.is_in(binding.role.kind)
	msg := sprintf("roleRef.kind is %q; set it to %s", [binding.role.kind, concat(" or ", _role_kinds[ctx.kind])])
}

_defects contains {"path": ["roleRef", "apiGroup"], "msg": msg} if {
	group := object.get(ctx.resource, ["roleRef", "apiGroup"], null)
	not group in {null, "", "rbac.authorization.k8s.io"}
	msg := sprintf("roleRef.apiGroup is %s; set it to rbac.authorization.k8s.io", [json.marshal(group)])
}

_defects contains {"path": path, "msg": msg} if {
	some subject in binding.subjects
	subject.name == ""
	path := array.concat(subject.path, ["name"])
	msg := sprintf("%s has no name; set name", [subject.title])
}

_defects contains {"path": path, "msg": msg} if {
	some subject in binding.subjects
	not subject.kind in {"User", "Group", "ServiceAccount"}
	not placeholder.is_in(subject.kind)
	path := array.concat(subject.path, ["kind"])
	msg := sprintf("%s has the kind %q; set it to User, Group or ServiceAccount", [subject.title, subject.kind])
}

_defects contains {"path": path, "msg": msg} if {
	some subject in binding.subjects
	written := ctx.resource.subjects[subject.path[1]]
	group := object.get(written, "apiGroup", null)
	wanted := _wanted_group(written, group)
	path := array.concat(subject.path, ["apiGroup"])
	msg := sprintf("%s has the apiGroup %s; %s", [subject.title, json.marshal(group), wanted])
}

_defects contains {"path": path, "msg": msg} if {
	some subject in _accounts
	not regex.match(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`, subject.name)
	not placeholder.is_in(subject.name)
	subject.name != ""
	path := array.concat(subject.path, ["name"])
	msg := sprintf("%s has a name that no service account can have; give its name alone, in lower case", [subject.title])
}

# In a RoleBinding the API server takes the binding's own.
_defects contains {"path": path, "msg": msg} if {
	ctx.kind == "ClusterRoleBinding"
	some subject in _accounts
	subject.namespace == ""
	path := array.concat(subject.path, ["namespace"])
	msg := sprintf("%s has no namespace; set the one that it is in", [subject.title])
}

_has_subjects if {
	is_array(ctx.resource.subjects)
	count(ctx.resource.subjects) > 0
}

_without_subjects := {"path": ["roleRef", "subjects"], "msg": msg} if {
	ctx.resource.roleRef.subjects
	msg := "subjects stands below roleRef, where it binds nobody; move it to the top level"
} else := {"path": ["subjects"], "msg": "subjects names nobody, so that nobody has the role; list who needs it"}

_has_no_role if {
	binding.role.kind == ""
	binding.role.name == ""
}

_accounts := [subject |
	some subject in binding.subjects
	ctx.resource.subjects[subject.path[1]].kind == "ServiceAccount"
]

_meant(subject) := "group" if {
	subject.kind == "User"
	regex.match(`^system:(masters|authenticated|unauthenticated|nodes|serviceaccounts(:.*)?)$`, subject.name)
} else := "user" if {
	subject.kind == "Group"
	regex.match(`^system:(anonymous|serviceaccount:.*)$`, subject.name)
}

_wanted_group(written, group) := "leave it out" if {
	written.kind == "ServiceAccount"
	not group in {null, ""}
} else := "set it to rbac.authorization.k8s.io" if {
	written.kind in {"User", "Group"}
	not group in {null, "", "rbac.authorization.k8s.io"}
}

_role_kinds := {
	"RoleBinding": {"Role", "ClusterRole"},
	"ClusterRoleBinding": {"ClusterRole"},
}

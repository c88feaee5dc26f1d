# METADATA
# title: Bindings must name their subjects and their role
# description: |
#   A binding without subjects, or with names that cannot exist, grants nothing, and whoever waits for
#   the permissions is soon given too many to make things work. Other malformed bindings are refused on
#   deployment; this control reports them earlier.
# related_resources: [https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects]
# custom:
#   severity: medium
#   requirements: [RBAC-12]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   remediation: Write subjects as a list next to roleRef. Give each subject a kind and a name and, for a
#     ServiceAccount, a namespace, and give roleRef the kind and name of the role.
package guiderail.rbac.binding_form

import data.lib.guiderail.binding
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.subject_form

violation contains {"msg": defect.msg, "details": {"path": defect.path}} if {
	binding.role
	some defect in _defects
}

# An API server takes such a binding as it is, and it grants nothing.
_defects contains defect if {
	not _has_subjects
	not binding.is_default_without_subjects
	defect := _without_subjects
}

# The others it refuses, but for some subjects.
_defects contains {"path": array.concat(subject.path, [defect.field]), "msg": msg} if {
	some subject in binding.subjects
	some defect in subject_form.defects(ctx.kind, subject, _subjects[subject.path[1]])
	msg := sprintf("%s %s", [subject.title, defect.how])
}

_defects contains {"path": ["roleRef"], "msg": "roleRef is not set; name the role"} if _has_no_role

_defects contains {"path": ["roleRef", "name"], "msg": "roleRef.name is not set; name the role"} if {
	not _has_no_role
	binding.role.name == ""
}

_defects contains {"path": ["roleRef", "kind"], "msg": msg} if {
	not _has_no_role
	not binding.role.kind in _role_kinds
	not placeholder.is_in(binding.role.kind)
	msg := sprintf("roleRef.kind is %q; set it to %s", [binding.role.kind, concat(" or ", _role_kinds)])
}

_defects contains {"path": ["roleRef", "apiGroup"], "msg": msg} if {
	group := object.get(ctx.resource, ["roleRef", "apiGroup"], null)
	not group in {null, "", "rbac.authorization.k8s.io"}
	msg := sprintf("roleRef.apiGroup is %s; set it to rbac.authorization.k8s.io", [json.marshal(group)])
}

_subjects := ctx.resource.subjects

_has_subjects if {
	is_array(_subjects)
	count(_subjects) > 0
}

_without_subjects := {"path": ["roleRef", "subjects"], "msg": msg} if {
	ctx.resource.roleRef.subjects
	msg := "subjects stands below roleRef, where it binds nobody; move it to the top level"
} else := {"path": ["subjects"], "msg": "subjects names nobody, so that nobody has the role; list who needs it"}

_has_no_role if {
	binding.role.kind == ""
	binding.role.name == ""
}

_role_kinds := {
	"RoleBinding": {"Role", "ClusterRole"},
	"ClusterRoleBinding": {"ClusterRole"},
}[ctx.kind]

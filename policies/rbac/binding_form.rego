# METADATA
# title: Bindings must name their subjects and their role
# description: |
#   A binding without subjects, or with names that cannot exist, grants nothing, and whoever waits for the permissions
#   is soon given too many to make things work. The API server refuses other malformed bindings, but only on deployment.
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
import data.lib.guiderail.role_reference
import data.lib.guiderail.subject_form
import data.lib.guiderail.value

violation contains {"msg": defect.msg, "details": {"path": defect.path}} if {
	binding.role
	some defect in _defects
}

# An API server takes such a binding as it is, and it grants nothing.
_defects contains defect if {
	count(value.array_in(ctx.resource, "subjects")) == 0
	not binding.is_default_without_subjects
	defect := _without_subjects
}

# The others it refuses, but for some subjects.
_defects contains {"path": array.concat(subject.path, [defect.field]), "msg": msg} if {
	some subject in binding.subjects
	some defect in subject_form.defects(ctx.kind, subject, ctx.resource.subjects[subject.path[1]])
	msg := sprintf("%s %s", [subject.title, defect.how])
}

_defects contains {"path": array.concat(["roleRef"], defect.path), "msg": defect.msg} if {
	some defect in role_reference.defects(ctx.kind, value.object_in(ctx.resource, "roleRef"))
}

default _without_subjects := {
	"path": ["subjects"],
	"msg": "subjects lists nobody, so nobody gets the role; list who needs it",
}

_without_subjects := {"path": ["roleRef", "subjects"], "msg": msg} if {
	ctx.resource.roleRef.subjects
	msg := "subjects stands below roleRef, where it binds nobody; move it to the top level"
}

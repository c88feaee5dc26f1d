# METADATA
# title: Bindings to privileged roles are reviewed and say when
# description: |
#   People change teams and programs are replaced, and their rights stay until somebody looks. A date on
#   the binding itself shows who looked away for too long, and in the repository who said that the
#   rights are still needed.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#periodic-review
# custom:
#   severity: medium
#   requirements: [RBAC-19]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   remediation: Find out whether every subject still needs the role, remove who does not, and write the day into the
#     annotation, as guiderail.dev/last-reviewed with 2026-01-31.
#   parameters:
#     annotation:
#       type: string
#       description: The annotation that holds the day or time (RFC 3339) of the last review.
#     max_age_days:
#       type: integer
#       description: How many days a review counts.
#     now:
#       type: string
#       description: The present day or time (RFC 3339); without it the age of a review is not judged.
#     roles:
#       type: array
#       items: {type: string}
#       description: Exact names of the ClusterRoles and Roles to which a binding is privileged.
package guiderail.rbac.binding_review

import data.lib.guiderail.binding
import data.lib.guiderail.ctx
import data.lib.guiderail.date

defaults := {
	"annotation": "guiderail.dev/last-reviewed",
	"max_age_days": 180,
	"now": "",
	"roles": ["cluster-admin", "admin"],
}

parameters := object.union(defaults, ctx.parameters)

applies if _is_privileged

violation contains {"msg": msg, "details": {"path": _path}} if {
	_is_privileged
	msg := sprintf("%s gives %s to %s and %s", [ctx.kind, binding.role.title, _names, _defect])
}

unknown contains {"msg": msg, "details": {"path": _path}} if {
	_is_privileged
	date.nanoseconds(_reviewed)
	not _now
	msg := sprintf("the last review was on %s, and what day it is now is not told", [_reviewed])
}

_is_privileged if {
	binding.role.name in parameters.roles
	count(_subjects) > 0
}

_subjects := [subject.title | some subject in binding.subjects; not subject.is_default]

_names := concat(", ", _subjects)

_defect := sprintf("was never reviewed; set the annotation %s to the day of the review", [parameters.annotation]) if {
	_reviewed == null
} else := sprintf("its annotation %s is %s, which is no date; write it as 2026-01-31", [parameters.annotation, json.marshal(_reviewed)]) if {
	not date.nanoseconds(_reviewed)
} else := sprintf("says it was reviewed on %s, which is still to come; write the day of the last review", [_reviewed]) if {
	# It may be tomorrow already where the reviewer lives.
	_age < -1
} else := sprintf("was last reviewed on %s, more than %d days ago; review it", [_reviewed, parameters.max_age_days]) if {
	_age > parameters.max_age_days
}

_age := (_now - date.nanoseconds(_reviewed)) / date.day

_now := date.nanoseconds(parameters.now)

_reviewed := object.get(ctx.resource, _path, null)

_path := ["metadata", "annotations", parameters.annotation]

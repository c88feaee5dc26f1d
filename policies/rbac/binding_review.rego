# METADATA
# title: Bindings to privileged roles must be reviewed and record the date
# description: |
#   People change teams and programs are replaced, but their permissions stay until somebody looks. A date on the
#   binding shows when its last review was, and the repository who confirmed that they are still needed.
# related_resources: [https://kubernetes.io/docs/concepts/security/rbac-good-practices/#periodic-review]
# custom:
#   severity: medium
#   requirements: [RBAC-19]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   remediation: Check whether every subject still needs the role, remove those that do not, and set the annotation
#     guiderail.dev/last-reviewed to the date of the review, for example "2026-01-31".
#   parameters:
#     annotation: {type: string, description: "The annotation with the date or time (RFC 3339) of the last review."}
#     max_age_days: {type: integer, description: "The number of days for which a review is valid."}
#     now: {type: string, description: "The current date or time (RFC 3339). Without it, no age is checked."}
#     roles: {type: array, items: {type: string}, description: "Exact names of the privileged ClusterRoles and Roles."}
package guiderail.rbac.binding_review

import data.lib.guiderail.binding
import data.lib.guiderail.ctx
import data.lib.guiderail.review_date

defaults := {
	"annotation": "guiderail.dev/last-reviewed",
	"max_age_days": 180,
	"now": "",
	"roles": ["cluster-admin", "admin"],
}

parameters := object.union(defaults, ctx.parameters)

applies if count(_subjects) > 0

violation contains {"msg": msg, "details": {"path": _path}} if {
	how := review_date.defect(_reviewed, parameters)
	what := sprintf("%s gives %s to %s", [ctx.kind, binding.role.title, concat(", ", _subjects)])
	msg := sprintf("%s and %s", [what, how])
}

unknown contains {"msg": msg, "details": {"path": _path}} if {
	review_date.is_age_open(_reviewed, parameters)
	msg := sprintf("the last review was on %s, and what day it is now is not known", [_reviewed])
}

_subjects := [subject.title |
	binding.role.name in parameters.roles
	some subject in binding.subjects
	not subject.is_default
]

_path := ["metadata", "annotations", parameters.annotation]

_reviewed := object.get(ctx.resource, _path, null) if count(_subjects) > 0

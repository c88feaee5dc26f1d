# METADATA
# title: Gatekeeper constraints must be enforced
# description: |
#   A constraint with the enforcement action dryrun neither refuses nor warns: its violations are only
#   counted, where hardly anyone looks. Many constraints start that way and are forgotten, and a
#   misspelled action has the same effect.
# related_resources:
#   - https://open-policy-agent.github.io/gatekeeper/website/docs/violations/
#   - https://open-policy-agent.github.io/gatekeeper/website/docs/enforcement-points
# custom:
#   severity: medium
#   requirements: [META-03]
#   match: [{groups: [constraints.gatekeeper.sh], kinds: ["*"]}]
#   remediation: Set spec.enforcementAction to deny, or to warn if the violation is not urgent. You can also remove the
#     field, which means deny.
#   fix:
#     - {at: [enforcementAction], set: {value: deny}}
#   parameters:
#     actions: {type: array, items: {type: string}, description: "Enforcement actions that count as enforcement."}
#     allowed_constraints: {type: array, items: {type: string}, description: "Exact names of constraints that may merely
#       count violations."}
package guiderail.gatekeeper.enforcement_action

import data.lib.guiderail.ctx
import data.lib.guiderail.identity

defaults := {"actions": ["deny", "warn"], "allowed_constraints": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": ["spec", "enforcementAction"]}} if {
	_action != "scoped"
	not _action in parameters.actions
	not _is_allowed
	msg := sprintf("enforcementAction is %v, so violations are let through; set deny", [_action])
}

violation contains {"msg": msg, "details": {"path": ["spec", "scopedEnforcementActions"]}} if {
	_action == "scoped"
	not _is_enforced_at_admission
	not _is_allowed
	msg := concat(", ", [
		"scopedEnforcementActions has no action at the point validation.gatekeeper.sh",
		"so violations are let through; set deny",
	])
}

_action := action if {
	ctx.group == "constraints.gatekeeper.sh"
	action := ctx.resource.spec.enforcementAction
	not action in [null, ""]
}

_is_enforced_at_admission if {
	some scoped in ctx.resource.spec.scopedEnforcementActions
	scoped.action in parameters.actions
	some point in scoped.enforcementPoints
	point.name in {"validation.gatekeeper.sh", "*"}
}

_is_allowed if identity.name in parameters.allowed_constraints

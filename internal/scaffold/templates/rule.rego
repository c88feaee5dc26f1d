# METADATA
# title: TODO
# description: |
#   TODO: why this matters, in two or three sentences that a busy engineer reads once
# related_resources:
#   - https://kubernetes.io/docs/
# custom:
#   severity: medium
#   # IDs of policies/guides/requirements.yaml; a rule that answers neither guide has none.
#   requirements: []
#   # {groups: [apps], kinds: [Deployment]}, or a library that knows its kinds.
#   match: [workload]
#   remediation: TODO
#   parameters:
#     allowed:
#       type: array
#       items: {type: string}
#       description: TODO
package guiderail.[[.Family]].[[.Name]]

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.workload

defaults := {"allowed": ["/app"]}

# A parameter that is given takes the place of its default, as a whole.
parameters := ctx.overlay(defaults, ctx.parameters)

# Whether the control has anything to say of the object. Without this rule, it has of all that match.
applies if count(workload.containers) > 0

# A violation names the place by its path: keys and indexes from the root of the object, ctx.resource.
violation contains {"msg": msg, "details": {"path": container.path}} if {
	some container in workload.containers
	not _is_allowed(container)
	not _is_open(container)
	msg := sprintf("%s: TODO: what is wrong; what is wanted", [container.title])
}

# What cannot be known is neither passed nor failed.
unknown contains {"msg": msg, "details": {"path": container.path}} if {
	some container in workload.containers
	_is_open(container)
	msg := sprintf("%s: TODO: what is still to be filled in", [container.title])
}

# Negated in a rule, a helper finds absence as well: it is undefined where the field is absent.
_is_allowed(container) if container.spec.workingDir in parameters.allowed

_is_open(container) if placeholder.is_in(container.spec.workingDir)

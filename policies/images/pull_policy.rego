# METADATA
# title: Images must always be pulled unless they are pinned by digest
# description: |
#   Without a pull, a node starts whatever it already has under the image's name. That may be an old build, a withdrawn
#   one, or one that another tenant put there, and the registry is not asked whether this pod may use it. A digest
#   cannot refer to any other image.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy
#   - https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwayspullimages
# custom:
#   severity: low
#   requirements: [IMG-04]
#   match: [workload]
#   remediation: Set imagePullPolicy to Always, or pin the image by its digest (repository:tag@sha256:…).
#   fix:
#     - {set: {value: Always}}
package guiderail.images.pull_policy

import data.lib.guiderail.finding
import data.lib.guiderail.image
import data.lib.guiderail.placeholder

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": path, "msg": msg, "is_open": is_open} if {
	some use in image.uses
	use.pull_policy != "Always"
	not image.is_digest(use.parts.digest)
	[is_open, what] := _judged(use, image.shown(use.reference))
	path := array.concat(array.slice(use.path, 0, count(use.path) - 1), [use.policy_field])
	msg := sprintf("%s: %s", [use.title, what])
}

_judged(use, shown) := [true, sprintf("whether image %s is always pulled is still to be filled in", [shown])] if {
	_is_open(use)
} else := [false, sprintf("%s %s; set Always or pin the image by its digest", [use.policy_field, _state(use)])]

# Kubernetes always pulls what is tagged latest, or not at all, unless it is told otherwise.
_state(use) := sprintf("is %s", [use.pull_policy]) if {
	use.pull_policy != ""
} else := sprintf("is not set, which means IfNotPresent for the tag %s", [use.parts.tag]) if {
	not use.parts.tag in {"", "latest"}
}

# The policy itself, a placeholder that may bring a digest, or a tag that the absent policy depends on.
_is_open(use) if placeholder.is_in(use.pull_policy)

_is_open(use) if image.may_gain_digest(use)

_is_open(use) if {
	use.pull_policy == ""
	not use.parts.valid
	placeholder.is_in(use.reference)
	not regex.match(`^[A-Za-z0-9_.-]*$`, use.parts.tag)
}

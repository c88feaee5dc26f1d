# METADATA
# title: Images must be pulled anew unless a digest pins them
# description: |
#   Without a pull a node starts whatever it has under the image's name: an old build, one that was
#   withdrawn, or one that another tenant put there, and without asking the registry whether this pod
#   may have it. With a digest the name cannot mean anything else.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy
#   - https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwayspullimages
# custom:
#   severity: low
#   requirements: [IMG-04]
#   match: [workload]
#   remediation: Set imagePullPolicy to Always, or pin the image by its digest (repository:tag@sha256:…).
package guiderail.images.pull_policy

import data.lib.guiderail.image
import data.lib.guiderail.placeholder

violation contains {"msg": msg, "details": {"path": use.policy_path}} if {
	some use in _unpinned
	not _is_open(use)
	defect := _defect(use.pull_policy, image.parse(use.reference).tag)
	field := use.policy_path[count(use.policy_path) - 1]
	msg := sprintf("%s: %s %s; set Always or pin the image by its digest", [use.title, field, defect])
}

unknown contains {"msg": msg, "details": {"path": use.policy_path}} if {
	some use in _unpinned
	_is_open(use)
	msg := sprintf("%s: whether image %s is always pulled is still to be filled in", [use.title, use.reference])
}

_unpinned contains use if {
	some use in image.uses
	use.pull_policy != "Always"
	not image.is_digest(image.parse(use.reference).digest)
}

# The policy itself, a placeholder that may bring a digest, or a tag that the absent policy depends on.
_is_open(use) if placeholder.is_in(use.pull_policy)

_is_open(use) if {
	placeholder.is_in(use.reference)
	image.parse(use.reference).digest != ""
}

_is_open(use) if {
	parts := image.parse(use.reference)
	parts.tag == ""
	parts.digest == ""
	components := split(parts.repository, "/")
	placeholder.is_in(components[count(components) - 1])
}

_is_open(use) if {
	use.pull_policy == ""
	placeholder.is_in(use.reference)
	not regex.match(`^[A-Za-z0-9_.-]*$`, image.parse(use.reference).tag)
}

# Kubernetes always pulls what is tagged latest, or not at all, unless it is told otherwise.
_defect(policy, tag) := sprintf("is not set, which means IfNotPresent for the tag %s", [tag]) if {
	policy == ""
	not tag in {"", "latest"}
} else := sprintf("is %s", [policy]) if {
	policy != ""
}

# METADATA
# title: Images must come from an allowed registry or repository
# description: |
#   Whoever controls the registry controls what runs. Images in a private registry are scanned, reviewed
#   and kept; a public registry serves anybody's upload, and a look-alike name (docker.io/niis-evil,
#   evilgcr.io) is easily missed. Only you know which registries are your own, so without a list it
#   stays unknown whether an image is allowed.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#using-a-private-registry
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
#   - https://learn.microsoft.com/en-us/azure/container-registry/container-registry-intro
# custom:
#   severity: high
#   requirements: [IMG-03]
#   match: [workload]
#   remediation: Copy the image to a private registry and refer to it there, or review its registry or repository and
#     add it to the parameters.
#   parameters:
#     registries: {type: array, items: {type: string}, description: "Regular expressions (RE2), each matched against the
#       whole host name and port of a registry. Every repository of a matching registry is allowed."}
#     repositories: {type: array, items: {type: string}, description: "Repositories with their registry in full, such as
#       docker.io/library/nginx. One that ends with a slash allows everything below it."}
package guiderail.images.registry_allowlist

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.image
import data.lib.guiderail.placeholder

defaults := {"registries": [], "repositories": []}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# Absence is told by images.pinned_tag.
_offences contains {"path": use.path, "msg": msg, "is_open": is_open} if {
	some use in image.uses
	[is_open, what] := _judged(use, image.shown(use.reference))
	msg := sprintf("%s: %s", [use.title, what])
}

_judged(use, shown) := [true, sprintf("the image is filled in by %s", [use.filled_by])] if {
	use.filled_by != ""
} else := [false, defect] if {
	use.reference != ""
	defect := image.defect(use)
} else := [true, sprintf("whether image %s is allowed is not known; %s", [shown, why])] if {
	not _is_listed
	use.reference != ""
	why := "the parameters list no registry and no repository"
} else := [true, sprintf("the repository of image %s is still to be filled in", [shown])] if {
	_is_listed
	_is_open(use)
} else := [false, sprintf("image %s comes from %s, which is not allowed; %s", [
	shown, image.shown(use.parts.name), wanted,
])] if {
	not _is_allowed(use.parts)
	use.reference != ""
	wanted := "copy it to a private registry"
}

_is_listed if count(parameters.registries) + count(parameters.repositories) > 0

# A placeholder in the tag alone leaves the repository known.
_is_open(use) if {
	not use.parts.valid
	placeholder.is_in(use.reference)
	not image.parse(use.parts.name).valid
	not _is_allowed(use.parts)
}

_is_allowed(parts) if {
	count(parameters.registries) > 0
	regex.match(_registries, parts.registry)
}

_is_allowed(parts) if image.is_named(parts, parameters.repositories)

_registries := sprintf(`^(?:%s)$`, [concat("|", parameters.registries)])

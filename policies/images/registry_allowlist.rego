# METADATA
# title: Images must come from an allowed registry or repository
# description: |
#   Whoever controls the registry controls what runs. In a private registry images are scanned,
#   reviewed and kept; from a public one anybody's upload runs, and a name that only looks alike
#   (docker.io/niis-evil, evilgcr.io) is enough to be deceived. Which registries are a site's own only the
#   site can say: without a list it is not known whether an image may come from where it does.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#using-a-private-registry
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
#   - https://learn.microsoft.com/en-us/azure/container-registry/container-registry-intro
# custom:
#   severity: high
#   requirements: [IMG-03]
#   match: [workload]
#   remediation: Copy the image to a private registry and name it there, or add its registry or repository to the
#     parameters after review.
#   parameters:
#     registries: {type: array, items: {type: string}, description: "Regular expressions (RE2), each matched against the
#       whole of a registry's host name and port; every repository there is allowed."}
#     repositories: {type: array, items: {type: string}, description: "Repositories with their registry in full, as in
#       docker.io/library/nginx; one that ends with a slash allows everything below it."}
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
} else := [false, sprintf("image %q is not a valid reference", [shown])] if {
	not use.parts.valid
	use.reference != ""
	not placeholder.is_in(use.reference)
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

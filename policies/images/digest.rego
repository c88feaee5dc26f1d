# METADATA
# title: Images must be pinned by digest
# description: |
#   A tag can be moved to another image at any time, by its publisher or by whoever takes over the
#   account. What was scanned and approved is then not what the next pod runs, and with imagePullPolicy
#   Always the change arrives unnoticed. A digest is computed from the image itself.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#image-names
#   - https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
# custom:
#   severity: medium
#   requirements: [IMG-02]
#   match: [workload]
#   remediation: Append the digest of the scanned image to the tag (repository:tag@sha256:…), and let a tool such as
#     Renovate keep both up to date.
#   parameters:
#     exempt_repositories: {type: array, items: {type: string}, description: "Repositories with their registry in full,
#       such as docker.io/library/nginx, whose images need no digest. One that ends with a slash stands for everything
#       below it."}
package guiderail.images.digest

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.image

defaults := {"exempt_repositories": []}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# That there is not an image at all is told by images.pinned_tag.
_offences contains {"path": use.path, "msg": msg, "is_open": is_open} if {
	some use in image.uses
	not image.is_digest(use.parts.digest)
	use.reference != ""
	not image.is_named(use.parts, parameters.exempt_repositories)
	[is_open, what] := _judged(use, image.shown(use.reference))
	msg := sprintf("%s: %s", [use.title, what])
}

_judged(use, shown) := [true, sprintf("the image is filled in by %s", [use.filled_by])] if {
	use.filled_by != ""
} else := [true, sprintf("the digest of image %s is still to be filled in", [shown])] if {
	image.may_gain_digest(use)
} else := [false, sprintf("image %s has no digest; %s", [
	shown, "append the digest of the scanned image, @sha256:…",
])] if {
	use.parts.digest == ""
} else := [false, sprintf("image %s has an invalid digest; %s", [shown, wanted])] if {
	wanted := "write @sha256: and 64 lowercase hexadecimal digits"
}

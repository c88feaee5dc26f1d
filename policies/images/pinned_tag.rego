# METADATA
# title: Images must have a tag that does not move
# description: |
#   An image without a tag, or with a tag that its publisher moves (latest, main, alpine, 1.4.0-SNAPSHOT), is a
#   different image tomorrow. What was scanned and approved is then not what the next pod runs, and two pods may differ.
# related_resources: [https://kubernetes.io/docs/concepts/containers/images/#image-names]
# custom:
#   severity: medium
#   requirements: [IMG-01]
#   match: [workload]
#   remediation: Use the tag of a release, or better the digest of the image (repository:tag@sha256:…).
#   parameters:
#     mutable_tags: {type: array, items: {type: string}, description: "Tags in lower case that move, besides those that
#       conventions already identify."}
#     fixed_tags: {type: array, items: {type: string}, description: "Tags that do not move although they look like it."}
package guiderail.images.pinned_tag

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.image
import data.lib.guiderail.moving_tag
import data.lib.guiderail.placeholder

defaults := {"mutable_tags": moving_tag.known, "fixed_tags": []}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": use.path, "msg": msg, "is_open": is_open} if {
	some use in image.uses
	[is_open, what] := _judged(use, image.shown(use.reference))
	msg := sprintf("%s: %s", [use.title, what])
}

_judged(use, shown) := [true, sprintf("the image is filled in by %s", [use.filled_by])] if {
	use.filled_by != ""
} else := [false, defect] if {
	defect := image.defect(use)
} else := [false, sprintf("image %s has no tag; add a release tag or a digest", [shown])] if {
	use.parts.tag == ""
	use.parts.digest == ""
	not placeholder.is_in(use.reference)
} else := [false, sprintf("image %s has the tag %s, %s", [shown, use.parts.tag, wanted])] if {
	use.parts.digest == ""
	not use.parts.tag in parameters.fixed_tags
	moving_tag.moves(use.parts, parameters.mutable_tags)
	wanted := "which can be moved to another image; use a release tag or a digest"
} else := [true, sprintf("the tag of image %s is still to be filled in", [shown])] if {
	not use.parts.valid
	placeholder.is_in(use.reference)
	not image.is_digest(use.parts.digest)
}

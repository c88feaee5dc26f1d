# METADATA
# title: Images must carry a tag that stays what it is
# description: |
#   An image without a tag, or with one that its publisher moves (latest, stable, main), is another
#   image tomorrow: what was scanned and approved is not what the next pod runs, and two pods of one
#   workload may differ.
# related_resources:
#   - https://kubernetes.io/docs/concepts/containers/images/#image-names
# custom:
#   severity: medium
#   requirements: [IMG-01]
#   match: [workload]
#   remediation: Give the image the tag of a release, or better its digest (repository:tag@sha256:…).
#   parameters:
#     mutable_tags:
#       type: array
#       items: {type: string}
#       description: Tags, in lower case, that are known to move.
package guiderail.images.pinned_tag

import data.lib.guiderail.ctx
import data.lib.guiderail.image
import data.lib.guiderail.placeholder

defaults := {"mutable_tags": [
	"latest", "stable", "current", "release", "lts", "main", "master", "trunk", "head", "tip",
	"develop", "devel", "development", "dev", "edge", "nightly", "daily", "weekly", "next", "canary",
	"unstable", "testing", "test", "experimental", "snapshot", "rolling", "beta", "alpha", "rc", "preview",
]}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": use.path}} if {
	some use in image.uses
	msg := sprintf("%s: %s", [use.title, _defect(use)])
}

unknown contains {"msg": msg, "details": {"path": use.path}} if {
	some use in image.uses
	not use.parts.valid
	placeholder.is_in(use.reference)
	not _defect(use)
	not image.is_digest(use.parts.digest)
	msg := sprintf("%s: the tag of image %s is still to be filled in", [use.title, use.reference])
}

_defect(use) := "image is not set" if {
	use.reference == ""
} else := sprintf("image %q is not a valid reference", [use.reference]) if {
	not use.parts.valid
	not placeholder.is_in(use.reference)
} else := sprintf("image %s has no tag; add the tag of a release or a digest", [use.reference]) if {
	use.parts.tag == ""
	use.parts.digest == ""
	not placeholder.is_in(use.reference)
} else := sprintf("image %s has the tag %s, which moves; use the tag of a release or a digest", [use.reference, use.parts.tag]) if {
	use.parts.digest == ""
	lower(use.parts.tag) in parameters.mutable_tags
}

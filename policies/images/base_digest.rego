# METADATA
# title: Base images must be pinned by digest
# description: |
#   A tag may be another image tomorrow: what was reviewed and scanned is then not what the next build begins
#   with. That goes for every image from elsewhere that a stage begins with, since the result of one that only
#   compiles is copied.
# related_resources:
#   - https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
# custom:
#   severity: medium
#   requirements: [IMG-11]
#   match: [dockerfiles]
#   remediation: Append the digest to the tag (FROM repository:tag@sha256:…), and let a tool such as Renovate keep
#     both up to date.
#   parameters:
#     all_stages: {type: boolean, description: "Whether the stages that are not part of the image need a digest too."}
package guiderail.images.base_digest

import data.lib.guiderail.ctx
import data.lib.guiderail.dockerfiles
import data.lib.guiderail.finding
import data.lib.guiderail.image
import data.lib.guiderail.placeholder

defaults := {"all_stages": false}

parameters := object.union(defaults, ctx.parameters)

applies if dockerfiles.root

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": base.path, "msg": msg, "is_open": is_open} if {
	some stage in dockerfiles.stages
	stage.parent == -1
	_counts(stage)
	base := stage.base
	base.text != "scratch"
	not _is_pinned(base.text)
	[is_open, what] := _judged(base, image.shown(base.text))
	msg := sprintf("%s: %s", [stage.title, what])
}

_counts(stage) if stage.in_image

_counts(_) if parameters.all_stages

_is_pinned(text) if image.is_digest(image.parse(text).digest)

# The ID of an image that is already there.
_is_pinned(text) if image.is_digest(text)

_judged(base, shown) := [true, sprintf("whether the base image %s has a digest is not known", [shown])] if {
	not base.is_known
} else := [true, sprintf("the base image %s is still to be filled in", [shown])] if {
	placeholder.is_in(base.text)
} else := [false, sprintf("the base image %s has no digest, and %s; append @sha256:…", [shown, how])] if {
	how := _how(image.parse(base.text))
}

_how(parts) := "no tag either" if {
	parts.tag == ""
} else := sprintf("its tag %s moves", [parts.tag]) if {
	lower(parts.tag) in {"latest", "stable", "edge", "main", "master"}
} else := "its tag may be moved"

# METADATA
# title: Images must carry a tag that stays what it is
# description: |
#   An image without a tag, or with one that its publisher moves (latest, main, alpine, 1.4.0-SNAPSHOT), is another
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
#       description: Tags, in lower case, that are known to move, besides those that conventions tell of.
#     fixed_tags:
#       type: array
#       items: {type: string}
#       description: Tags that stay what they are, although they look like ones that move.
package guiderail.images.pinned_tag

import data.lib.guiderail.ctx
import data.lib.guiderail.image
import data.lib.guiderail.placeholder

defaults := {
	"mutable_tags": [
		"latest", "stable", "current", "release", "lts", "main", "master", "trunk", "head", "tip",
		"develop", "devel", "development", "dev", "edge", "nightly", "daily", "weekly", "next", "canary",
		"unstable", "testing", "test", "experimental", "snapshot", "rolling", "beta", "alpha", "rc", "preview",
	],
	"fixed_tags": [],
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": use.path}} if {
	some use in image.uses
	use.filled_by == ""
	msg := sprintf("%s: %s", [use.title, _defect(use)])
}

unknown contains {"msg": msg, "details": {"path": use.path}} if {
	some use in image.uses
	use.filled_by != ""
	msg := sprintf("%s: the image is filled in by %s", [use.title, use.filled_by])
}

unknown contains {"msg": msg, "details": {"path": use.path}} if {
	some use in image.uses
	use.filled_by == ""
	not use.parts.valid
	placeholder.is_in(use.reference)
	not _defect(use)
	not image.is_digest(use.parts.digest)
	msg := sprintf("%s: the tag of image %s is still to be filled in", [use.title, image.shown(use.reference)])
}

_defect(use) := "image is not set" if {
	use.reference == ""
} else := sprintf("image %q is not a valid reference", [image.shown(use.reference)]) if {
	not use.parts.valid
	not placeholder.is_in(use.reference)
} else := sprintf("image %s has no tag; add the tag of a release or a digest", [image.shown(use.reference)]) if {
	use.parts.tag == ""
	use.parts.digest == ""
	not placeholder.is_in(use.reference)
} else := sprintf("image %s has the tag %s, which moves; use the tag of a release or a digest", [image.shown(use.reference), use.parts.tag]) if {
	use.parts.digest == ""
	not use.parts.tag in parameters.fixed_tags
	_moves(use.parts)
}

_moves(parts) if lower(parts.tag) in parameters.mutable_tags

# No release and no build is known by a name without a number: what has none is a branch, or the newest of
# its flavour, as alpine or bookworm-slim are.
_moves(parts) if regex.match(`^[A-Za-z_.-]+$`, parts.tag)

# The number is that of the system below: alpine3.19, ubi9-minimal.
_moves(parts) if regex.match(`^(alpine|debian|ubi|ubuntu)-?[0-9.]+(-[a-z]+)*$`, lower(parts.tag))

# A moving word moves what stands beside it (1.4.0-SNAPSHOT, latest-1.4, nightly-2026), but for the number, the
# day or the commit of a build.
_moves(parts) if {
	not placeholder.is_in(parts.tag)
	words := regex.split(`[-_.+]`, lower(parts.tag))
	some i, word in words
	word in _moving_words
	not _is_of_one_build(words, i)
}

# The first number of a release of an official image is given to each that follows it.
_moves(parts) if {
	startswith(parts.name, "docker.io/library/")
	regex.match(`^v?[0-9]{1,2}(-[A-Za-z]+)*$`, parts.tag)
}

_moving_words := {
	"latest", "main", "master", "trunk", "head", "tip", "develop", "devel", "development", "dev",
	"edge", "nightly", "daily", "weekly", "canary", "unstable", "rolling", "snapshot", "current", "next",
}

# The number that follows the word, if it is no year.
_is_of_one_build(words, i) if {
	regex.match(`^[0-9]+$`, words[i + 1])
	not regex.match(`^20[0-9]{2}$`, words[i + 1])
	not _is_version(words, i + 1)
}

# A day, also with its time, or a commit.
_is_of_one_build(words, _) if {
	some word in words
	regex.match(`^([a-z]?20[0-9]{6}([0-9]{4}|[0-9]{6}|t[0-9]+z?)?|[0-9]{10,}|g?[0-9a-f]{7,64})$`, word)
	regex.match(`[0-9]`, word)
}

_is_of_one_build(words, _) if {
	some j, word in words
	regex.match(`^20[0-9]{2}$`, word)
	regex.match(`^[01]?[0-9]$`, words[j + 1])
	regex.match(`^[0-3]?[0-9]`, words[j + 2])
}

# Behind the word stands the version of what moves within it, as in latest-1.4.
_is_version(words, i) if {
	regex.match(`^[0-9]+$`, words[i + 1])
	count(words[i]) < 3
}

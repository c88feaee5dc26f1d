# METADATA
# title: Which report speaks of which image
# description: |
#   Whether a report is of the image that a container uses. A digest tells for certain. A tag is weak: it may have been
#   moved since the scan, and an index of images has another digest than the image of a platform that was scanned.
package lib.guiderail.scan_match

import data.lib.guiderail.image

# METADATA
# description: |
#   How a report with `names` and `digests` is known to be of an image, whose reference has `parts` as `image.parse`
#   gives them: "digest" or "tag"; "" if it is of another one.
how(parts, report) := "digest" if {
	parts.digest in report.digests
} else := "tag" if {
	some name in report.names
	_is_same(parts, image.parse(name))
} else := ""

_is_same(parts, other) if {
	parts.repository == other.repository
	_tag(parts) == _tag(other)
	_is_registry(parts.registry, other.registry)
}

_tag(parts) := parts.tag if {
	parts.tag != ""
} else := "latest" if {
	parts.digest == ""
}

_is_registry(registry, registry)

# A report of ECR does not tell the region.
_is_registry(registry, pattern) if {
	[before, after] := split(pattern, "*")
	startswith(registry, before)
	endswith(registry, after)
}

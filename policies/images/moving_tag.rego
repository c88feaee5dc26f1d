# METADATA
# title: Image tags that move
# description: |
#   Whether a tag, judged by conventions, will point to another image in the future.
package lib.guiderail.moving_tag

import data.lib.guiderail.placeholder

# METADATA
# description: Tags, in lower case, that are known to move.
known := [
	"latest", "stable", "current", "release", "lts", "main", "master", "trunk", "head", "tip",
	"develop", "devel", "development", "dev", "edge", "nightly", "daily", "weekly", "next", "canary",
	"unstable", "testing", "test", "experimental", "snapshot", "rolling", "beta", "alpha", "rc", "preview",
]

# METADATA
# scope: document
# description: |
#   Whether the tag of a reference, as `image.parse` gives it, moves: because it is among those that are known to, in
#   lower case, or by what it says.
moves(parts, mutable_tags) if lower(parts.tag) in mutable_tags

# No release and no build is known by a name without a number: what has none is a branch, or the newest of
# its flavour, as alpine or bookworm-slim are.
moves(parts, _) if regex.match(`^[A-Za-z_.-]+$`, parts.tag)

# The number is that of the system below: alpine3.19, ubi9-minimal.
moves(parts, _) if regex.match(`^(alpine|debian|ubi|ubuntu)-?[0-9.]+(-[a-z]+)*$`, lower(parts.tag))

# A moving word moves what stands beside it (1.4.0-SNAPSHOT, latest-1.4, nightly-2026), but for the number, the
# day or the commit of a build.
moves(parts, _) if {
	not placeholder.is_in(parts.tag)
	words := regex.split(`[-_.+]`, lower(parts.tag))
	some i, word in words
	word in _moving_words
	not _is_of_one_build(words, i)
}

# The first number of a release of an official image is given to each that follows it.
moves(parts, _) if {
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

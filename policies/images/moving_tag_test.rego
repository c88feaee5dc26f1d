package lib.guiderail.moving_tag_test

import data.lib.guiderail.moving_tag

test_moving[tag] if {
	some tag in [
		"stable", "STABLE", "main", "alpine", "bookworm-slim", "my.branch_name",
		"alpine3.19", "ubi9-minimal", "debian12", "ubuntu-24.04", "Alpine3.19",
		"1.4.0-SNAPSHOT", "latest-1.4", "nightly-2026", "edge-1.27", "1.4-dev",
		"master_v2",
	]
	moving_tag.moves(parts("example.org/app", tag), ["stable"])
}

test_fixed[tag] if {
	some tag in [
		"1.27.3", "v1.27.3", "1.27", "7", "v7", "2026-01-31",
		"1.27.3-alpine3.19", "1.4.0-rc.1",
		"nightly-20260131", "nightly-2026-01-31", "main-20260131120000", "main-20260131t1200z", "edge-1769817600",
		"main-4f9c2ab", "dev-g4f9c2ab", "develop-117", "snapshot-20260131.1",
		"main-${BUILD}", "latest-{{ .Values.build }}",
		"mainline-1",
	]
	not moving_tag.moves(parts("example.org/app", tag), ["stable"])
}

test_tag_of_an_official_image[tag] if {
	some tag, moves in {
		"7": true, "v7": true, "22-bookworm": true, "22-bookworm-slim": true,
		"7.2": false, "7.2.4": false, "202": false, "22-bookworm2": false,
	}
	[true | moving_tag.moves(parts("docker.io/library/app", tag), [])] == [true | moves]
}

parts(name, tag) := {"name": name, "tag": tag}

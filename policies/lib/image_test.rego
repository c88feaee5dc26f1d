package lib.guiderail.image_test

import data.lib.guiderail.image

digest := "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

test_parts[reference] if {
	some reference, want in {
		"nginx": ["docker.io", "library/nginx", "", ""],
		"nginx:1": ["docker.io", "library/nginx", "1", ""],
		"library/nginx": ["docker.io", "library/nginx", "", ""],
		"niis/x:7.8.1-slim": ["docker.io", "niis/x", "7.8.1-slim", ""],
		"docker.io/nginx:1": ["docker.io", "library/nginx", "1", ""],
		"index.docker.io/niis/x": ["docker.io", "niis/x", "", ""],
		"localhost/x": ["localhost", "x", "", ""],
		"localhost:5000/x:1": ["localhost:5000", "x", "1", ""],
		"registry.example.org:5000/a/b": ["registry.example.org:5000", "a/b", "", ""],
		"Registry.Example.org/a": ["registry.example.org", "a", "", ""],
		"[::1]:5000/x:1": ["[::1]:5000", "x", "1", ""],
		"niis.attacker.example/x": ["niis.attacker.example", "x", "", ""],
	}
	parts := image.parse(reference)
	parts.valid
	[parts.registry, parts.repository, parts.tag, parts.digest] == want
	parts.name == concat("/", [want[0], want[1]])
}

test_tag_and_digest if {
	parts := image.parse(sprintf("nginx:latest@%s", [digest]))
	parts.valid
	parts.tag == "latest"
	parts.digest == digest
}

test_invalid[reference] if {
	some reference in ["", " nginx", "nginx ", "nginx:", "nginx@x:y", "NGINX", "docker://nginx", "a//b", "nginx:1:2", "-x", "{{image}}:1"]
	image.parse(reference).valid == false
}

test_placeholder_is_taken_apart_all_the_same if {
	parts := image.parse("niis/xroad-security-server-sidecar:<version primary>")
	parts.name == "docker.io/niis/xroad-security-server-sidecar"
	parts.tag == "<version primary>"
	image.is_name_known(parts)
	not image.is_name_known(image.parse("{{ .Values.repository }}:1.2"))
}

test_digest if {
	image.is_digest(digest)
	image.is_digest(concat("", ["sha512:", concat("", [substring(digest, 7, -1), substring(digest, 7, -1)])]))
	not image.is_digest("sha256:abc")
	not image.is_digest("")
}

package lib.guiderail.sidecar_image_test

import data.lib.guiderail.image
import data.lib.guiderail.sidecar_image

parameters := {"tag_pattern": `^[0-9.]+(-slim)?$`, "own_images": ["registry.example.org/acme/server"]}

name := "niis/xroad-security-server-sidecar"

digest := "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

test_defects[note] if {
	some note, case in {
		"release": {"reference": sprintf("%s:7.8.1-slim", [name]), "want": set()},
		"own build": {"reference": "registry.example.org/acme/server:7.8.1", "want": set()},
		"mirror": {"reference": "registry.example.org/mirror/xroad-security-server-sidecar:7.8.1", "want": set()},
		"digest": {"reference": sprintf("%s@%s", [name, digest]), "want": set()},
		"placeholder for all of it": {"reference": "{{IMAGE}}", "want": set()},
		"placeholder for the tag": {"reference": sprintf("%s:{{TAG}}", [name]), "want": set()},
		"no release": {"reference": sprintf("%s:latest", [name]), "want": {sprintf("%s:latest has a tag that is not a release; use a release such as 7.8.1-slim-primary", [name])}},
		"no tag": {"reference": name, "want": {sprintf("%s has no tag; use a release such as 7.8.1-slim-primary", [name])}},
		"another owner": {
			"reference": "acme/xroad-security-server-sidecar:7.8.1",
			"want": {sprintf("acme/xroad-security-server-sidecar:7.8.1 is not %s or a mirror of it", [name])},
		},
		"another name and no release": {"reference": "nginx:latest", "want": {
			sprintf("nginx:latest is not %s or a mirror of it", [name]),
			"nginx:latest has a tag that is not a release; use a release such as 7.8.1-slim-primary",
		}},
		"none": {"reference": "", "want": {sprintf("is not set; use %s or a mirror of it", [name])}},
	}
	sidecar_image.defects(container(case.reference, "single"), parameters) == case.want
}

test_open_questions[note] if {
	some note, case in {
		"all of it": {"reference": "{{IMAGE}}", "how": "is still to be filled in"},
		"tag": {"reference": sprintf("%s:{{TAG}}", [name]), "how": "has a tag that is still to be filled in"},
		"digest": {
			"reference": sprintf("%s@%s", [name, digest]),
			"how": "has only a digest, which does not show the role; add the tag, or label the pod with its role",
		},
	}
	sidecar_image.open_question(container(case.reference, "single"), parameters) == sprintf("%s %s", [case.reference, case.how])
}

test_no_open_questions[note] if {
	some note, subject in {
		"release": container(sprintf("%s:7.8.1", [name]), "single"),
		"tag and digest": container(sprintf("%s:7.8.1@%s", [name, digest]), "single"),
		"digest and label": container(sprintf("%s@%s", [name, digest]), "primary"),
		"no tag": container(name, "single"),
	}
	not sidecar_image.open_question(subject, parameters)
}

test_releases if {
	sidecar_image.is_release("7.8.1-slim", parameters)
	not sidecar_image.is_release("latest", parameters)
}

container(reference, role) := {"reference": reference, "image": image.parse(reference), "role": role}

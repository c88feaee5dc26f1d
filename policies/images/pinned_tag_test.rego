package guiderail.images.pinned_tag_test

import data.guiderail.images.pinned_tag

digest := "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

test_denied[note] if {
	some note, case in {
		"no tag": {"image": "nginx", "how": "image nginx has no tag; add the tag of a release or a digest"},
		"no tag after a registry with a port": {
			"image": "registry.example.org:5000/app",
			"how": "image registry.example.org:5000/app has no tag; add the tag of a release or a digest",
		},
		"latest": {"image": "nginx:latest", "how": moves("nginx:latest", "latest")},
		"capitals": {"image": "nginx:LATEST", "how": moves("nginx:LATEST", "LATEST")},
		"trailing space": {"image": "nginx:latest ", "how": `image "nginx:latest " is not a valid reference`},
		"branch": {"image": "ghcr.io/a/b:main", "how": moves("ghcr.io/a/b:main", "main")},
		"no digest behind the sign": {"image": "nginx@x:y", "how": `image "nginx@x:y" is not a valid reference`},
		"capitals in the repository": {"image": "docker.io/NGINX:1", "how": `image "docker.io/NGINX:1" is not a valid reference`},
		"empty": {"image": "", "how": "image is not set"},
		"no text": {"image": 7, "how": "image is not set"},
		"known tag behind a placeholder": {"image": "{{REGISTRY}}/app:latest", "how": moves("{{REGISTRY}}/app:latest", "latest")},
	}
	pinned_tag.violation == {finding(sprintf(`container "app": %s`, [case.how]), ["spec", "containers", 0, "image"])} with input as pod({"containers": [{"name": "app", "image": case.image}]})
}

test_denied_absent if {
	pinned_tag.violation == {finding(`init container "#0": image is not set`, ["spec", "initContainers", 0, "image"])} with input as pod({"initContainers": [{}]})
}

test_denied_mounted_image if {
	pinned_tag.violation == {finding(
		`volume "models": image ghcr.io/a/models has no tag; add the tag of a release or a digest`,
		["spec", "volumes", 0, "image", "reference"],
	)} with input as pod({"volumes": [{"name": "models", "image": {"reference": "ghcr.io/a/models"}}]})
}

test_allowed[note] if {
	some note, image in {
		"release": "nginx:1.29.1",
		"minor release": "registry.example.org:5000/app:1.28",
		"digest": sprintf("nginx@%s", [digest]),
		"a digest outweighs the tag": sprintf("nginx:latest@%s", [digest]),
	}
	pinned_tag.violation == set() with input as pod({"containers": [{"name": "app", "image": image}]})
	pinned_tag.unknown == set() with input as pod({"containers": [{"name": "app", "image": image}]})
}

test_unknown[note] if {
	some note, image in {
		"all of it": "{{ .Values.image }}",
		"tag": "niis/xroad-security-server-sidecar:<version primary>",
		"tag to be replaced": "niis/xroad-security-server-sidecar:{{IMAGE_TAG}}",
		"variable": "registry.example.org/app:${TAG}",
	}
	spec := {"containers": [{"name": "app", "image": image}]}
	pinned_tag.violation == set() with input as pod(spec)
	pinned_tag.unknown == {finding(
		sprintf(`container "app": the tag of image %s is still to be filled in`, [image]),
		["spec", "containers", 0, "image"],
	)} with input as pod(spec)
}

test_parameter_replaces_the_tags if {
	review := object.union(pod({"containers": [{"name": "app", "image": "nginx:blue"}]}), {"parameters": {"mutable_tags": ["blue"]}})
	pinned_tag.violation == {finding(sprintf(`container "app": %s`, [moves("nginx:blue", "blue")]), ["spec", "containers", 0, "image"])} with input as review
}

moves(image, tag) := sprintf("image %s has the tag %s, which moves; use the tag of a release or a digest", [image, tag])

finding(msg, path) := {"msg": msg, "details": {"path": path}}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

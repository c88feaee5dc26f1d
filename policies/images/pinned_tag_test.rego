package guiderail.images.pinned_tag_test

import data.guiderail.images.pinned_tag

digest := "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

test_denied[note] if {
	some note, case in {
		"no tag": {"image": "nginx", "how": "image nginx has no tag; add a release tag or a digest"},
		"no tag after a registry with a port": {
			"image": "registry.example.org:5000/app",
			"how": "image registry.example.org:5000/app has no tag; add a release tag or a digest",
		},
		"latest": {"image": "nginx:latest", "how": moves("nginx:latest", "latest")},
		"capitals": {"image": "nginx:LATEST", "how": moves("nginx:LATEST", "LATEST")},
		"trailing space": {"image": "nginx:latest ", "how": `image "nginx:latest " is not a valid reference`},
		"branch": {"image": "ghcr.io/a/b:main", "how": moves("ghcr.io/a/b:main", "main")},
		"no digest behind the sign": {"image": "nginx@x:y", "how": `image "nginx@x:y" is not a valid reference`},
		"capitals in the repository": {"image": "docker.io/NGINX:1", "how": `image "docker.io/NGINX:1" is not a valid reference`},
		"variable of a container": {"image": "$(IMAGE)", "how": `image "$(IMAGE)" is not a valid reference`},
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
		`volume "models": image ghcr.io/a/models has no tag; add a release tag or a digest`,
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

# The default of a task is what it runs unless it is told otherwise.
test_default_of_a_task[image] if {
	some image, want in {
		"registry.example.org/builder:1.5.1": set(),
		"registry.example.org/builder:latest": {finding(sprintf(`container "app": %s`, [moves("registry.example.org/builder:latest", "latest")]), ["spec", "steps", 0, "image"])},
	}
	params := [{"name": "builder", "default": "x:1"}, {"name": "builder", "default": image}, {"name": "files", "default": ["a"]}, {"name": "version"}]
	task := {"apiVersion": "tekton.dev/v1", "kind": "Task", "spec": {"params": params, "steps": [{"name": "app", "image": "$(params.builder)"}]}}
	pinned_tag.violation == want with input as {"review": {"object": task}}
	pinned_tag.unknown == set() with input as {"review": {"object": task}}
}

test_unknown[note] if {
	some note, image in {
		"all of it": "{{ .Values.image }}",
		"tag": "niis/xroad-security-server-sidecar:<version primary>",
		"tag to be replaced": "niis/xroad-security-server-sidecar:{{IMAGE_TAG}}",
		"variable": "registry.example.org/app:${TAG}",
		"parameter of a task": "$(params.BUILDER_IMAGE)",
		"parameter of a task of old": "registry.example.org/app:$(inputs.params.tag)",
		"result of a task": "registry.example.org/app:$(tasks.build.results.tag)",
		"parameter in brackets": "registry.example.org/app:$(params['the.tag'])",
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

test_unknown_where_it_is_filled_in if {
	pod_of_injector := {
		"apiVersion": "v1", "kind": "Pod",
		"metadata": {"name": "p", "labels": {"sidecar.istio.io/inject": "true"}},
		"spec": {"containers": [{"name": "istio-proxy", "image": "auto"}]},
	}
	pinned_tag.violation == set() with input as {"review": {"object": pod_of_injector}}
	pinned_tag.unknown == {finding(`container "istio-proxy": the image is filled in by Istio's injector`, ["spec", "containers", 0, "image"])} with input as {"review": {"object": pod_of_injector}}
}

test_denied_tags_that_move[tag] if {
	some tag in [
		"1.4.0-SNAPSHOT", "alpine", "nightly-2026", "latest-alpine", "alpine-latest", "main", "edge", "stable", "stable-alpine",
		"v3-latest", "latest-1.4", "latest-1.4.2", "bookworm-slim", "nonroot", "alpine3.19", "ubi9-minimal", "ubuntu-22.04",
		"feature-login", "1.5-nightly", "2.0.0-dev", "13-canary", "lts-jammy", "mainline", "prod", "v2-edge", "2026-nightly", "head-1.2",
	]
	reference := sprintf("registry.example.org/app:%s", [tag])
	pinned_tag.violation == {finding(sprintf(`container "app": %s`, [moves(reference, tag)]), ["spec", "containers", 0, "image"])} with input as pod({"containers": [{"name": "app", "image": reference}]})
	review := object.union(pod({"containers": [{"name": "app", "image": reference}]}), {"parameters": {"fixed_tags": [tag]}})
	pinned_tag.violation == set() with input as review
}

test_allowed_tags_that_stay[tag] if {
	some tag in [
		"1", "v1", "1.4", "v1.4.0", "1.25-alpine", "1.25.3-alpine3.19", "20.11-bookworm-slim", "17-jdk", "8u392-b08", "r2",
		"main-4f2a9c1", "main-4f2a9c1-20260101", "sha-4f2a9c1", "4f2a9c1d", "nightly-20260101", "nightly-2026-01-01", "nightly-2026.01.01",
		"latest-20260101", "dev-1234", "edge-42", "canary.18", "13.4.20-canary.18", "1.4.0-SNAPSHOT-20260101.101010", "build-77",
		"v2.0.0-rc.1", "v2.0.0-rc1", "3.0.0-beta", "2.7-stable", "release-1.28", "RELEASE.2026-01-01T00-00-00Z", "20260101", "jdk17.0.9",
		"snapshot-20260101101010", "master-v20260101", "main-1700000000",
	]
	pinned_tag.violation == set() with input as pod({"containers": [{"name": "app", "image": sprintf("registry.example.org/app:%s", [tag])}]})
}

test_first_number_of_an_official_image[image] if {
	some image, tag in {"postgres:16": "16", "node:20-slim": "20-slim", "docker.io/library/nginx:1": "1", "postgres:16.4": null, "bitnami/postgresql:16": null}
	want := {finding(sprintf(`container "app": %s`, [moves(image, tag)]), ["spec", "containers", 0, "image"]) | tag != null}
	pinned_tag.violation == want with input as pod({"containers": [{"name": "app", "image": image}]})
}

moves(image, tag) := sprintf("image %s has the tag %s, which can be moved to another image; use a release tag or a digest", [image, tag])

finding(msg, path) := {"msg": msg, "details": {"path": path}}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

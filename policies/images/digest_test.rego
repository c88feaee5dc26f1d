package guiderail.images.digest_test

import data.guiderail.images.digest

hexadecimal := "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

missing := "has no digest; append the digest of the scanned image, @sha256:…"

wrong := "has an invalid digest; write @sha256: and 64 lowercase hexadecimal digits"

test_denied[note] if {
	some note, case in {
		"release": {"image": "nginx:1.29.1", "how": missing},
		"no tag either": {"image": "registry.example.org:5000/app", "how": missing},
		"placeholder within the tag": {"image": "registry.example.org/app:${VERSION}-slim", "how": missing},
		"placeholder for the registry": {"image": "{{REGISTRY}}/app:1.2", "how": missing},
		"what passes for a digest elsewhere": {"image": "nginx@x:y", "how": wrong},
		"cut short": {"image": "nginx@sha256:0123456789abcdef0123456789abcdef", "how": wrong},
		"too long": {"image": sprintf("nginx@sha256:%s0", [hexadecimal]), "how": wrong},
		"capitals": {"image": sprintf("nginx@sha256:%s", [upper(hexadecimal)]), "how": wrong},
		"algorithm that is none": {"image": sprintf("nginx@md5:%s", [hexadecimal]), "how": wrong},
		"digest for a tag": {"image": "nginx:sha256-0123456789abcdef", "how": missing},
		"something behind the digest": {"image": sprintf("nginx@sha256:%s ", [hexadecimal]), "how": wrong},
	}
	digest.violation == {finding(case.image, case.how)} with input as container(case.image)
	digest.unknown == set() with input as container(case.image)
}

test_denied_in_every_place[note] if {
	some note, case in {
		"init container": {"spec": {"initContainers": [{"name": "x", "image": "a:1"}]}, "title": "init container", "path": ["initContainers", 0, "image"]},
		"ephemeral container": {"spec": {"ephemeralContainers": [{"name": "x", "image": "a:1"}]}, "title": "ephemeral container", "path": ["ephemeralContainers", 0, "image"]},
		"volume": {"spec": {"volumes": [{"name": "x", "image": {"reference": "a:1"}}]}, "title": "volume", "path": ["volumes", 0, "image", "reference"]},
	}
	digest.violation == {{
		"msg": sprintf(`%s "x": image a:1 %s`, [case.title, missing]),
		"details": {"path": array.concat(["spec"], case.path)},
	}} with input as pod(case.spec)
}

test_denied_in_a_cron_job if {
	cron_job := {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [{"name": "app", "image": "a:1"}]}}}}}}
	digest.violation == {{
		"msg": sprintf(`container "app": image a:1 %s`, [missing]),
		"details": {"path": ["spec", "jobTemplate", "spec", "template", "spec", "containers", 0, "image"]},
	}} with input as {"review": {"object": cron_job}}
}

test_allowed[note] if {
	some note, image in {
		"digest": sprintf("nginx@sha256:%s", [hexadecimal]),
		"tag and digest": sprintf("nginx:latest@sha256:%s", [hexadecimal]),
		"SHA-512": sprintf("registry.example.org:5000/app@sha512:%s%s", [hexadecimal, hexadecimal]),
		"BLAKE3": sprintf("app@blake3:%s", [hexadecimal]),
		"placeholder for the name": sprintf("{{IMAGE}}@sha256:%s", [hexadecimal]),
		"empty": "",
		"null": null,
		"no text": 7,
	}
	digest.violation == set() with input as container(image)
	digest.unknown == set() with input as container(image)
}

test_allowed_absent if digest.violation == set() with input as pod({"containers": [{"name": "app"}], "volumes": [{"name": "v", "image": {}}]})

test_unknown[image] if {
	some image in ["{{ .Values.image }}", "registry.example.org/${APP}", "niis/xroad-security-server-sidecar:<image tag>", "app:v${VERSION}", "app@{{DIGEST}}", "app@sha256:<digest>"]
	digest.violation == set() with input as container(image)
	digest.unknown == {{
		"msg": sprintf(`container "app": the digest of image %s is still to be filled in`, [image]),
		"details": {"path": ["spec", "containers", 0, "image"]},
	}} with input as container(image)
}

test_parameter_names_whole_components[image] if {
	some image, is_exempt in {
		"niis/app:1": true,
		"docker.io/niis/a/b:1": true,
		"quay.io/a/b:1": true,
		"docker.io/niis-evil/app:1": false,
		"niis.attacker.example/app:1": false,
		"quay.io/a/bc:1": false,
		"quay.io/a/b/c:1": false,
	}
	given := {"exempt_repositories": ["docker.io/niis/", "quay.io/a/b", "docker.io/niis*"]}
	want := {finding(image, missing) | is_exempt == false}
	digest.violation == want with input as object.union(container(image), {"parameters": given})
}

test_unknown_where_it_is_filled_in if {
	pod_of_injector := {
		"apiVersion": "v1", "kind": "Pod",
		"metadata": {"name": "p", "labels": {"sidecar.istio.io/inject": "true"}},
		"spec": {"containers": [{"name": "istio-proxy", "image": "auto"}]},
	}
	digest.violation == set() with input as {"review": {"object": pod_of_injector}}
	digest.unknown == {{
		"msg": `container "istio-proxy": the image is filled in by Istio's injector`,
		"details": {"path": ["spec", "containers", 0, "image"]},
	}} with input as {"review": {"object": pod_of_injector}}
}

finding(image, how) := {"msg": sprintf(`container "app": image %s %s`, [image, how]), "details": {"path": ["spec", "containers", 0, "image"]}}

container(image) := pod({"containers": [{"name": "app", "image": image}]})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

package guiderail.images.pull_policy_test

import data.guiderail.images.pull_policy

digest := "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

path := ["spec", "containers", 0, "imagePullPolicy"]

test_denied[note] if {
	some note, case in {
		"IfNotPresent": {"image": "nginx:1.29", "imagePullPolicy": "IfNotPresent", "how": "is IfNotPresent"},
		"Never": {"image": "nginx:1.29", "imagePullPolicy": "Never", "how": "is Never"},
		"IfNotPresent of latest": {"image": "nginx:latest", "imagePullPolicy": "IfNotPresent", "how": "is IfNotPresent"},
		"lower case": {"image": "nginx:1.29", "imagePullPolicy": "always", "how": "is always"},
		"IfNotPresent of a tag to be filled in in part": {"image": "nginx:{{TAG}}-slim", "imagePullPolicy": "IfNotPresent", "how": "is IfNotPresent"},
		"IfNotPresent without a tag, registry to be filled in": {"image": "{{REGISTRY}}/nginx", "imagePullPolicy": "IfNotPresent", "how": "is IfNotPresent"},
		"Never without an image": {"imagePullPolicy": "Never", "how": "is Never"},
		"a digest that is none": {"image": "nginx@sha256:abc", "imagePullPolicy": "Never", "how": "is Never"},
		"absent with a tag": {"image": "nginx:1.29", "how": defaulted("1.29")},
		"null with a tag": {"image": "nginx:1.29", "imagePullPolicy": null, "how": defaulted("1.29")},
		"empty with a tag": {"image": "nginx:1.29", "imagePullPolicy": "", "how": defaulted("1.29")},
		"absent with a tag in capitals": {"image": "nginx:LATEST", "how": defaulted("LATEST")},
		"absent with a tag behind a port": {"image": "registry.example.org:5000/nginx:1", "how": defaulted("1")},
	}
	pull_policy.violation == {finding(case.how)} with input as container(object.remove(case, ["how"]))
	pull_policy.unknown == set() with input as container(object.remove(case, ["how"]))
}

test_denied_mounted_image if {
	pull_policy.violation == {{
		"msg": `volume "models": pullPolicy is Never; set Always or pin the image by its digest`,
		"details": {"path": ["spec", "volumes", 0, "image", "pullPolicy"]},
	}} with input as pod({"volumes": [{"name": "models", "image": {"reference": "ghcr.io/a/models:1", "pullPolicy": "Never"}}]})
}

test_allowed[note] if {
	some note, fields in {
		"Always": {"image": "nginx:1.29", "imagePullPolicy": "Always"},
		"Always of an image to be filled in": {"image": "{{IMAGE}}", "imagePullPolicy": "Always"},
		"digest": {"image": sprintf("nginx@%s", [digest])},
		"digest with IfNotPresent": {"image": sprintf("nginx:1@%s", [digest]), "imagePullPolicy": "IfNotPresent"},
		"absent without a tag": {"image": "nginx"},
		"absent without a tag behind a port": {"image": "registry.example.org:5000/nginx"},
		"absent with latest": {"image": "nginx:latest"},
		"no image": {},
	}
	pull_policy.violation == set() with input as container(fields)
	pull_policy.unknown == set() with input as container(fields)
}

test_unknown[note] if {
	some note, fields in {
		"absent with a tag to be filled in": {"image": "nginx:{{TAG}}"},
		"absent with a default that looks like a tag": {"image": "${IMAGE:-nginx}:1"},
		"IfNotPresent of a tag to be filled in": {"image": "nginx:{{TAG}}", "imagePullPolicy": "IfNotPresent"},
		"digest to be filled in": {"image": "nginx@{{DIGEST}}", "imagePullPolicy": "IfNotPresent"},
		"tag between signs, to be filled in": {"image": "nginx:@TAG@"},
		"image to be filled in": {"image": "registry.example.org/{{IMAGE}}", "imagePullPolicy": "IfNotPresent"},
		"policy to be filled in": {"image": "nginx:1.29", "imagePullPolicy": "{{ .Values.pullPolicy }}"},
	}
	pull_policy.violation == set() with input as container(fields)
	pull_policy.unknown == {{
		"msg": sprintf(`container "app": whether image %s is always pulled is still to be filled in`, [fields.image]),
		"details": {"path": path},
	}} with input as container(fields)
}

defaulted(tag) := sprintf("is not set, which means IfNotPresent for the tag %s", [tag])

finding(how) := {
	"msg": sprintf(`container "app": imagePullPolicy %s; set Always or pin the image by its digest`, [how]),
	"details": {"path": path},
}

container(fields) := pod({"containers": [object.union({"name": "app"}, fields)]})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

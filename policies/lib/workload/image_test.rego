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
		"DOCKER.IO/nginx": ["docker.io", "library/nginx", "", ""],
		"registry-1.docker.io/nginx": ["docker.io", "library/nginx", "", ""],
		"docker.io:443/nginx": ["docker.io:443", "nginx", "", ""],
		"localhost": ["docker.io", "library/localhost", "", ""],
		"nginx:1/x": ["nginx:1", "x", "", ""],
		"my_registry.io/x": ["my_registry.io", "x", "", ""],
		"xn--bcher-kva.example/x": ["xn--bcher-kva.example", "x", "", ""],
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
	some reference in [
		"", " nginx", "nginx ", "nginx\n", "nginx:", "nginx@", "nginx@x:y", "NGINX", "docker://nginx", "a//b", "nginx:1:2", "-x",
		"{{image}}:1", "bücher.example/x", "docker.io\u200b/x", "user@docker.io/x", "[abc]/x", "docker.io/a/../b", "a___b",
		sprintf("nginx@%s", [upper(digest)]), sprintf("nginx@%s0", [digest]), "nginx@md5:0123456789abcdef0123456789abcdef",
		# An image ID, and what is longer than it may be.
		substring(digest, 7, -1),
		sprintf("nginx:%s", [concat("", ["x" | some _ in numbers.range(1, 129)])]),
		concat("", ["x" | some _ in numbers.range(1, 256)]),
	]
	image.parse(reference).valid == false
}

test_placeholder_is_taken_apart_all_the_same if {
	parts := image.parse("niis/xroad-security-server-sidecar:<version primary>")
	parts.name == "docker.io/niis/xroad-security-server-sidecar"
	parts.tag == "<version primary>"
	image.is_name_known(parts)
	not image.is_name_known(image.parse("{{ .Values.repository }}:1.2"))
}

test_defect[note] if {
	some note, case in {
		"right": {"reference": "nginx:1", "want": []},
		"none": {"reference": "", "want": ["image is not set"]},
		"to be filled in": {"reference": "{{ .Values.image }}", "want": []},
		"not valid": {"reference": "NGINX:1", "want": [`image "NGINX:1" is not a valid reference`]},
		"with a password": {"reference": "a:b@example.org/c:1", "want": [`image "***@example.org/c:1" is not a valid reference`]},
	}
	used := use("", [], case.reference, "", "imagePullPolicy")
	[defect | defect := image.defect(used)] == case.want
}

test_digest if {
	image.is_digest(digest)
	image.is_digest(concat("", ["sha512:", concat("", [substring(digest, 7, -1), substring(digest, 7, -1)])]))
	not image.is_digest("sha256:abc")
	not image.is_digest("")
}

test_uses[note] if {
	some note, case in {
		"container": {
			"spec": {"containers": [{"name": "a", "image": "nginx:1", "imagePullPolicy": "Always"}]},
			"want": [use(`container "a"`, ["spec", "containers", 0, "image"], "nginx:1", "Always", "imagePullPolicy")],
		},
		"nothing said, and no text": {
			"spec": {"initContainers": [{"name": "a", "image": 7, "imagePullPolicy": null}]},
			"want": [use(`init container "a"`, ["spec", "initContainers", 0, "image"], "", "", "imagePullPolicy")],
		},
		"volume": {
			"spec": {"volumes": [{"name": "v", "image": {"reference": "a/b:1", "pullPolicy": "Never"}}, {"name": "w", "image": null}]},
			"want": [use(`volume "v"`, ["spec", "volumes", 0, "image", "reference"], "a/b:1", "Never", "pullPolicy")],
		},
	}
	image.uses == case.want with input as {"apiVersion": "v1", "kind": "Pod", "spec": case.spec}
}

use(title, path, reference, pull_policy, policy_field) := {
	"title": title,
	"pod": 0,
	"path": path,
	"reference": reference,
	"parts": image.parse(reference),
	"pull_policy": pull_policy,
	"policy_field": policy_field,
	"filled_by": "",
}

test_filled_by_injector[note] if {
	some note, case in {
		"label": {"metadata": {"labels": {"sidecar.istio.io/inject": "true"}}, "want": "Istio's injector"},
		"annotation": {"metadata": {"annotations": {"sidecar.istio.io/inject": "true"}}, "want": "Istio's injector"},
		"templates": {"metadata": {"annotations": {"inject.istio.io/templates": "sidecar,gateway"}}, "want": "Istio's injector"},
		"revision": {"metadata": {"labels": {"istio.io/rev": "canary"}}, "want": "Istio's injector"},
		"nothing": {"metadata": {}, "want": ""},
		"null": {"metadata": {"labels": null, "annotations": null}, "want": ""},
		"off": {"metadata": {"labels": {"sidecar.istio.io/inject": "false"}, "annotations": {"inject.istio.io/templates": "gateway"}}, "want": ""},
		"wrong type": {"metadata": {"labels": {"sidecar.istio.io/inject": true}}, "want": ""},
	}
	spec := {"containers": [{"name": "istio-proxy", "image": "auto"}, {"name": "web", "image": "auto"}, {"name": "istio-proxy", "image": "proxy:1"}]}
	deployment := {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"metadata": case.metadata, "spec": spec}}}
	[use.filled_by | some use in image.uses] == [case.want, "", ""] with input as deployment
}

test_filled_by_trigger[note] if {
	some note, case in {
		"named": {"triggers": [{"type": "ImageChange", "imageChangeParams": {"containerNames": ["web"], "from": {"name": "web:1"}}}], "want": "an ImageChange trigger"},
		"another container": {"triggers": [{"type": "ImageChange", "imageChangeParams": {"containerNames": ["app"], "from": {"name": "web:1"}}}], "want": ""},
		"another trigger": {"triggers": [{"type": "ConfigChange"}], "want": ""},
		"null": {"triggers": null, "want": ""},
	}
	spec := {"containers": [{"name": "web", "image": " "}, {"name": "db"}, {"name": "web", "image": "web"}]}
	config := {"apiVersion": "apps.openshift.io/v1", "kind": "DeploymentConfig", "spec": {"triggers": case.triggers, "template": {"spec": spec}}}
	[use.filled_by | some use in image.uses] == [case.want, "", ""] with input as config
}

test_filled_by_annotation[note] if {
	some note, case in {
		"by name": {"trigger": {"from": {"name": "web:1"}, "fieldPath": `spec.template.spec.containers[?(@.name=="web")].image`}, "filled": true},
		"in single quotes": {"trigger": {"from": {"name": "web:1"}, "fieldPath": `spec.template.spec.containers[?(@.name=='web')].image`}, "filled": true},
		"by index": {"trigger": {"from": {"name": "web:1"}, "fieldPath": `spec.template.spec.containers[0].image`}, "filled": true},
		"another list": {"trigger": {"from": {"name": "web:1"}, "fieldPath": `spec.template.spec.initContainers[0].image`}, "filled": false},
		"another index": {"trigger": {"from": {"name": "web:1"}, "fieldPath": `spec.template.spec.containers[7].image`}, "filled": false},
		"paused": {"trigger": {"from": {"name": "web:1"}, "paused": "true", "fieldPath": `spec.template.spec.containers[0].image`}, "filled": false},
		"nothing to take it from": {"trigger": {"fieldPath": `spec.template.spec.containers[0].image`}, "filled": false},
	}
	deployment := {
		"apiVersion": "apps/v1", "kind": "Deployment",
		"metadata": {"annotations": {"image.openshift.io/triggers": json.marshal([case.trigger])}},
		"spec": {"template": {"spec": {"containers": [{"name": "web"}, {"name": "db"}]}}},
	}
	filled := {true: "the annotation image.openshift.io/triggers", false: ""}[case.filled]
	[use.filled_by | some use in image.uses] == [filled, ""] with input as deployment
}

test_filled_by_ko if {
	spec := {"containers": [{"name": "web", "image": "ko://example.org/cmd/web"}, {"name": "app", "image": "docker://web"}]}
	[use.filled_by | some use in image.uses] == ["ko", ""] with input as {"apiVersion": "v1", "kind": "Pod", "spec": spec}
}

test_shown[reference] if {
	some reference, want in {
		"": "",
		"nginx": "nginx",
		"reg.io:5000/x:1": "reg.io:5000/x:1",
		"reg.io/x@sha256:abc": "reg.io/x@sha256:abc",
		"reg.io:5000/x@sha256:abc": "reg.io:5000/x@sha256:abc",
		"reg.io:5000/x:1@${DIGEST}": "reg.io:5000/x:1@${DIGEST}",
		"nginx@latest": "nginx@latest",
		"reg.io:5000/x:@TAG@": "reg.io:5000/x:@TAG@",
		"user:hunter2@reg.io/x": "***@reg.io/x",
		"user:hunter2@reg.io/x@sha256:abc": "***@reg.io/x@sha256:abc",
		"https://user:hun/ter2@reg.io/x:1": "***@reg.io/x:1",
		"user:hun@ter2@reg.io/x": "***@reg.io/x",
		"user:hunter2@${REGISTRY}/x": "***@${REGISTRY}/x",
	}
	image.shown(reference) == want
}

# What no part holds, no message can show.
test_parse_without_user[reference] if {
	some reference, want in {
		"u:SECRET@reg.io/x": {"registry": "reg.io", "name": "reg.io/x", "tag": "", "digest": ""},
		"u:SECRET@reg.io/x:1": {"registry": "reg.io", "name": "reg.io/x", "tag": "1", "digest": ""},
		"u:SE@CRET@reg.io/x:1": {"registry": "reg.io", "name": "reg.io/x", "tag": "1", "digest": ""},
		"https://u:SECRET@reg.io/x:1": {"registry": "reg.io", "name": "reg.io/x", "tag": "1", "digest": ""},
		"u:SECRET@reg.io/x@sha256:00": {"registry": "reg.io", "name": "reg.io/x", "tag": "", "digest": "sha256:00"},
		"u:SECRET@reg.io/${X}": {"registry": "reg.io", "name": "reg.io/${X}", "tag": "", "digest": ""},
	}
	parts := image.parse(reference)
	object.filter(parts, object.keys(want)) == want
	not parts.valid
	not contains(json.marshal([parts, image.shown(reference)]), "CRET")
}

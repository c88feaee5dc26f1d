package guiderail.sidecar.image_test

import data.guiderail.sidecar.image

digest := "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

test_denied_name[note] if {
	some note, reference in {
		"another owner on Docker Hub": "acme/xroad-security-server-sidecar:7.8.1",
		"another owner whose name begins alike": "niis-acme/xroad-security-server-sidecar:7.8.1",
		"no owner": "xroad-security-server-sidecar:7.8.1",
		"another name": "registry.example.org/niis/xroad-sidecar:7.8.1",
	}
	image.violation == {at_image(sprintf("image %s is not niis/xroad-security-server-sidecar or a mirror of it", [reference]))} with input as pod(reference, {})
	image.unknown == set() with input as pod(reference, {})
	image.applies with input as pod(reference, {})
}

test_denied_without_image[note] if {
	some note, container in {"absent": {}, "null": {"image": null}, "no text": {"image": 7}}
	review := {"review": {"object": {
		"apiVersion": "v1", "kind": "Pod",
		"spec": {"containers": [object.union(container, {"name": "security-server-sidecar"})]},
	}}}
	image.violation == {{
		"msg": `container "security-server-sidecar": image is not set; use niis/xroad-security-server-sidecar or a mirror of it`,
		"details": {"path": ["spec", "containers", 0, "image"]},
	}} with input as review
}

test_denied_tag[note] if {
	some note, case in {
		"none": {"tag": "", "how": "has no tag"},
		"latest": {"tag": ":latest", "how": "has a tag that is not a release"},
		"the wrong order of the guide": {"tag": ":7.8.1-primary-slim", "how": "has a tag that is not a release"},
		"no patch": {"tag": ":7.8", "how": "has a tag that is not a release"},
		"unknown variant": {"tag": ":7.8.1-se", "how": "has a tag that is not a release"},
		"trailing space": {"tag": ":7.8.1 ", "how": "has a tag that is not a release"},
		"with a digest": {"tag": sprintf(":latest@%s", [digest]), "how": "has a tag that is not a release"},
	}
	reference := concat("", ["niis/xroad-security-server-sidecar", case.tag])
	labels := {"role": "primary"}
	image.violation == {at_image(sprintf("image %s %s; use a release such as 7.8.1-slim-primary", [reference, case.how]))} with input as pod(reference, labels)
}

test_denied_label[note] if {
	some note, case in {
		"absent": {"labels": {}, "label": "not set"},
		"null": {"labels": {"role": null}, "label": "not set"},
		"another": {"labels": {"role": "secondary"}, "label": "secondary"},
		"another word": {"labels": {"role": "Primary"}, "label": "Primary"},
	}
	review := pod("niis/xroad-security-server-sidecar:7.8.1-primary", case.labels)
	image.violation == {at_label(sprintf("the tag 7.8.1-primary requires the pod label role: primary, but it is %s", [case.label]))} with input as review
}

test_denied_label_without_role[role] if {
	some role in ["primary", "secondary"]
	review := pod("niis/xroad-security-server-sidecar:7.8.1-slim", {"role": role})
	image.violation == {at_label(sprintf("the pod label is role: %s, but the tag 7.8.1-slim is for a single server", [role]))} with input as review
}

test_allowed[note] if {
	some note, case in {
		"single": {"reference": "niis/xroad-security-server-sidecar:7.8.1", "labels": {}},
		"slim": {"reference": "docker.io/niis/xroad-security-server-sidecar:7.8.1-slim-fi", "labels": {"role": "backend"}},
		"primary": {"reference": "niis/xroad-security-server-sidecar:7.8.1-primary", "labels": {"role": "primary"}},
		"mirror": {"reference": "registry.example.org/mirror/xroad-security-server-sidecar:7.8.1-slim-secondary-is", "labels": {"role": "secondary"}},
		"tag and digest": {"reference": sprintf("niis/xroad-security-server-sidecar:7.8.1-ee@%s", [digest]), "labels": {}},
		"digest and label": {"reference": sprintf("niis/xroad-security-server-sidecar@%s", [digest]), "labels": {"role": "secondary"}},
		"registry to be filled in": {"reference": "${registry}/xroad-security-server-sidecar:7.8.1", "labels": {}},
		"another image": {"reference": "nginx", "labels": {"role": "primary"}},
	}
	image.violation == set() with input as pod(case.reference, case.labels)
	image.unknown == set() with input as pod(case.reference, case.labels)
}

test_unknown[note] if {
	some note, case in {
		"tag": {"reference": "niis/xroad-security-server-sidecar:{{IMAGE_TAG}}", "how": "has a tag that is still to be filled in"},
		"tag in part": {"reference": "niis/xroad-security-server-sidecar:{{VERSION}}-slim", "how": "has a tag that is still to be filled in"},
		"all of it": {"reference": "{{ .Values.image }}", "how": "is still to be filled in"},
		"digest": {
			"reference": sprintf("niis/xroad-security-server-sidecar@%s", [digest]),
			"how": "has only a digest, which does not show the role; add the tag, or label the pod with its role",
		},
	}
	review := pod(case.reference, {"run": "security-server-sidecar"})
	image.violation == set() with input as review
	image.unknown == {at_image(sprintf("image %s %s", [case.reference, case.how]))} with input as review
}

test_label_beside_a_tag_in_part[note] if {
	some note, case in {
		"absent": {"labels": {}, "want": {at_label("the tag {{VERSION}}-primary requires the pod label role: primary, but it is not set")}},
		"to be filled in": {"labels": {"role": "{{ROLE}}"}, "want": set()},
	}
	review := pod("niis/xroad-security-server-sidecar:{{VERSION}}-primary", case.labels)
	image.violation == case.want with input as review
}

test_init_container_needs_no_label if {
	review := {"review": {"object": {
		"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"role": "primary"}},
		"spec": {"initContainers": [{"name": "seed", "image": "niis/xroad-security-server-sidecar:7.8.1"}]},
	}}}
	image.violation == set() with input as review
}

test_parameters[note] if {
	some note, case in {
		"tags": {"parameters": {"tag_pattern": `^7\.[0-9.]+-acme$`}, "reference": "niis/xroad-security-server-sidecar:7.8.1-acme"},
		"own build": {"parameters": {"own_images": ["registry.example.org/acme/xroad-sidecar"]}, "reference": "registry.example.org/acme/xroad-sidecar:7.8.1"},
	}
	review := object.union(pod(case.reference, {"run": "security-server-sidecar"}), {"parameters": case.parameters})
	image.violation == set() with input as review
	image.applies with input as review
}

test_not_applicable if {
	not image.applies with input as pod("nginx:1.29", {"role": "primary"})
}

at_image(how) := {"msg": sprintf(`container "server": %s`, [how]), "details": {"path": ["spec", "containers", 0, "image"]}}

at_label(how) := {"msg": sprintf(`container "server": %s`, [how]), "details": {"path": ["metadata", "labels", "role"]}}

pod(reference, labels) := {"review": {"object": {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": object.union({"app": "security-server-sidecar"}, labels)},
	"spec": {"containers": [{"name": "server", "image": reference}]},
}}}

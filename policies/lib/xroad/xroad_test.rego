package lib.guiderail.xroad_test

import data.lib.guiderail.xroad

digest := "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

test_told_by_image[reference] if {
	some reference in [
		"niis/xroad-security-server-sidecar:7.8.1",
		"docker.io/niis/xroad-security-server-sidecar:7.8.1-slim",
		"registry.example.org:5000/mirror/niis/xroad-security-server-sidecar:7.8.1",
		"{{REGISTRY}}/xroad-security-server-sidecar:7.8.1",
		"niis/xroad-security-server-sidecar:<version primary>",
		sprintf("niis/xroad-security-server-sidecar@%s", [digest]),
		"xroad-security-server-sidecar",
	]
	names({"containers": [{"name": "a", "image": reference}, {"name": "log-shipper", "image": "fluent/fluent-bit:4.0"}]}) == {"a"}
}

test_not_told_by_image[reference] if {
	some reference in [
		"nginx:1.29",
		"niis/xroad-security-server-sidecar-exporter:7.8.1",
		"niis/xroad-security-server:7.8.1",
		"xroad-security-server-sidecar/shipper:1.0",
		"fluent/fluent-bit:{{TAG}}",
		"{{ .Values.image }}",
	]
	names({"containers": [{"name": "a", "image": reference}]}) == set()
}

test_told_by_container_name[note] if {
	some note, spec in {
		"placeholder": {"image": "{{ .Values.image.repository }}:{{ .Values.image.tag }}"},
		"variable": {"image": "${IMAGE}"},
		"no image": {},
		"no text": {"image": 7},
		"null": {"image": null},
		"own build": {"image": "registry.example.org/xroad-sidecar-acme:1"},
		"own build, other spelling": {"image": "registry.example.org/sidecar-x-road:1"},
	}
	names({"containers": [
		object.union(spec, {"name": "security-server-sidecar-primary"}),
		{"name": "log-shipper", "image": "{{LOG_IMAGE}}"},
		{"name": "security-server-sidecar-logs", "image": "fluent/fluent-bit:4.0"},
	]}) == {"security-server-sidecar-primary"}
}

test_told_by_pod_label[key] if {
	some key in {"run", "app"}
	spec := {
		"initContainers": [{"name": "wait", "image": "{{WAIT_IMAGE}}"}],
		"containers": [
			{"name": "proxy", "image": "nginx:1.29"},
			{"name": "server", "image": "{{IMAGE}}"},
			{"name": "log-shipper", "image": "{{LOG_IMAGE}}"},
		],
	}
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {key: "security-server-sidecar-slim"}}, "spec": spec}
	[container.spec.name | some container in xroad.containers] == ["server"] with input as pod
}

test_pod_label_gives_way_to_image_and_name[note] if {
	some note, container in {
		"image": {"name": "s", "image": "niis/xroad-security-server-sidecar:7.8.1"},
		"name": {"name": "security-server-sidecar", "image": "{{IMAGE}}"},
	}
	containers := [{"name": "log-shipper", "image": "{{LOG_IMAGE}}"}, container]
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"run": "security-server-sidecar"}}, "spec": {"containers": containers}}
	[found.spec.name | some found in xroad.containers] == [container.name] with input as pod
}

test_no_text_in_names_and_labels if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"run": 7}}, "spec": {"containers": [{"name": 7}, {}]}}
	xroad.containers == [] with input as pod
}

test_role_and_type[reference] if {
	some reference, want in {
		"niis/xroad-security-server-sidecar:7.8.1": ["single", "full"],
		"niis/xroad-security-server-sidecar:7.8.1-slim": ["single", "slim"],
		"niis/xroad-security-server-sidecar:7.8.1-slim-fi": ["single", "slim"],
		"niis/xroad-security-server-sidecar:7.8.1-primary": ["primary", "full"],
		"niis/xroad-security-server-sidecar:7.8.1-slim-secondary-is": ["secondary", "slim"],
		"niis/xroad-security-server-sidecar:7.0.0-primary-slim": ["primary", "slim"],
		"niis/xroad-security-server-sidecar:primary": ["primary", "full"],
		"niis/xroad-security-server-sidecar:slim-7.8.1": ["single", "slim"],
		"niis/xroad-security-server-sidecar:7xprimary": ["single", "full"],
		"niis/xroad-security-server-sidecar:7-primaryx": ["single", "full"],
		"niis/xroad-security-server-sidecar:7xslim": ["single", "full"],
		"niis/xroad-security-server-sidecar:7-slimx": ["single", "full"],
		"niis/xroad-security-server-sidecar": ["single", "full"],
		"niis/xroad-security-server-sidecar:{{TAG}}": ["single", "unknown"],
		"niis/xroad-security-server-sidecar:<version primary>": ["single", "unknown"],
		"niis/xroad-security-server-sidecar:{{VERSION}}-slim-primary": ["primary", "slim"],
		"niis/xroad-security-server-sidecar:7.8.1-slim-primary@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef": ["primary", "slim"],
		"niis/xroad-security-server-sidecar:7.8.1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef": ["single", "full"],
		"niis/xroad-security-server-sidecar@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef": ["single", "unknown"],
	}
	pod := {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "s", "image": reference}]}}
	[[container.role, container.type] | some container in xroad.containers] == [want] with input as pod
}

test_role_by_label[role] if {
	some role, want in {"primary": "primary", "secondary": "secondary", "backend": "single"}
	pod := {
		"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"role": role}},
		"spec": {"containers": [{"image": "niis/xroad-security-server-sidecar:{{TAG}}"}]},
	}
	[container.role | some container in xroad.containers] == [want] with input as pod
}

test_tag_outweighs_the_label if {
	pod := {
		"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"role": "primary"}},
		"spec": {"containers": [{"image": "niis/xroad-security-server-sidecar:7.8.1-secondary"}]},
	}
	xroad.containers == [{
		"list": "containers", "title": `container "#0"`, "path": ["spec", "containers", 0],
		"spec": {"image": "niis/xroad-security-server-sidecar:7.8.1-secondary"}, "pod": 0,
		"reference": "niis/xroad-security-server-sidecar:7.8.1-secondary",
		"image": {
			"registry": "docker.io", "repository": "niis/xroad-security-server-sidecar",
			"name": "docker.io/niis/xroad-security-server-sidecar", "tag": "7.8.1-secondary", "digest": "", "valid": true,
		},
		"role": "secondary", "type": "full", "pod": 0,
	}] with input as pod
}

test_servers if {
	sidecar := {"image": "niis/xroad-security-server-sidecar:7.8.1"}
	pod := {"apiVersion": "v1", "kind": "Pod", "spec": {
		"containers": [object.union(sidecar, {"name": "server"})],
		"initContainers": [object.union(sidecar, {"name": "seed"}), object.union(sidecar, {"name": "native", "restartPolicy": "Always"})],
		"ephemeralContainers": [object.union(sidecar, {"name": "debug"})],
	}}
	count(xroad.containers) == 4 with input as pod
	{container.spec.name | some container in xroad.servers} == {"server", "native"} with input as pod
}

names(spec) := {container.spec.name |
	some container in xroad.containers with input as {"apiVersion": "v1", "kind": "Pod", "spec": spec}
}

test_primary_beside_the_one_under_review if {
	labels := {"run": "security-server-sidecar", "role": "primary"}
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": labels}, "spec": {"containers": [{"image": "x-road-sidecar"}]}}
	xroad.is_primary(pod) with input as {"review": {"object": {"kind": "PodExecOptions"}}}
	not xroad.is_primary(object.union(pod, {"metadata": {"labels": {"role": "secondary"}}})) with input as pod
	not xroad.is_primary({"apiVersion": "v1", "kind": "Pod"}) with input as pod
	xroad.is_primary(object.union(pod, {"spec": {"containers": [{"image": "{{IMAGE}}"}]}})) with input as pod
	xroad.pods_with_role(object.union(pod, {"metadata": {"labels": {"role": "secondary"}}}), "secondary") == {0} with input as pod
	xroad.pods_with_role(pod, "secondary") == set() with input as pod
}

test_pods_of_several_roles if {
	templates := [
		{"spec": {"containers": [{"name": "tool", "image": "tool"}]}},
		{"metadata": {"labels": {"app": "security-server-sidecar", "role": "primary"}}, "spec": {"containers": [{"image": "x-road-sidecar"}]}},
		{"metadata": {"labels": {"role": "secondary"}}, "spec": {"containers": [{"image": "niis/xroad-security-server-sidecar:7.8.1"}]}},
	]
	job := {"apiVersion": "batch.volcano.sh/v1alpha1", "kind": "Job", "spec": {"tasks": [{"template": template} | some template in templates]}}
	xroad.pods_with_role(job, "primary") == {1} with input as {}
	xroad.pods_with_role(job, "secondary") == {2} with input as {}
	[[container.pod, container.role] | some container in xroad.containers] == [[1, "primary"], [2, "secondary"]] with input as job
}

test_variable[note] if {
	some note, case in {
		"text": {"env": [{"name": "A", "value": "x"}, {"name": "B", "value": "y"}], "want": {"path": ["c", "env", 0, "value"], "value": "x", "is_reference": false}},
		"the last counts": {"env": [{"name": "A", "value": "x"}, {"name": "A", "value": "y"}], "want": {"path": ["c", "env", 1, "value"], "value": "y", "is_reference": false}},
		"no text": {"env": [{"name": "A", "value": false}], "want": {"path": ["c", "env", 0, "value"], "value": "false", "is_reference": false}},
		"no value": {"env": [{"name": "A"}], "want": {"path": ["c", "env", 0, "value"], "value": "", "is_reference": false}},
		"null": {"env": [{"name": "A", "value": null, "valueFrom": null}], "want": {"path": ["c", "env", 0, "value"], "value": "", "is_reference": false}},
		"reference": {"env": [{"name": "A", "valueFrom": {"secretKeyRef": {}}}], "want": {"path": ["c", "env", 0, "valueFrom"], "value": "", "is_reference": true}},
	}
	xroad.variable({"path": ["c"], "spec": {"env": case.env}}, "A") == case.want
}

test_no_variable[note] if {
	some note, spec in {"absent": {}, "null": {"env": null}, "another": {"env": [{"name": "B"}]}, "no objects": {"env": ["A"]}}
	not xroad.variable({"path": ["c"], "spec": spec}, "A")
}

test_loopback[host] if {
	some host in ["", " ", "localhost", "LOCALHOST", "localhost.localdomain", "127.0.0.1", "127.1", "::1", "[::1]", "::ffff:127.0.0.1", "0.0.0.0", "::", " localhost "]
	xroad.is_loopback(host)
}

test_no_loopback[host] if {
	some host in ["db.example.org", "10.0.0.1", "localhost.example.org", "127.example.org", "postgres", "{{HOST}}", "1270.0.0.1", "my.localhost", "localhostxlocaldomain", "127.", "127-1", "0-0.0.0", "0.0-0.0", "0.0.0-0", "::ffff:127.", "::ffff:127-1"]
	not xroad.is_loopback(host)
}

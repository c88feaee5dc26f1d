package guiderail.dashboard.supported_version_test

import data.guiderail.dashboard.supported_version

test_denied[note] if {
	some note, image in {
		"last version": "kubernetesui/dashboard:v2.7.0",
		"no tag": "docker.io/kubernetesui/dashboard-api",
		"digest alone": "registry.example.org/kubernetesui/dashboard@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		"tag to be filled in": "kubernetesui/metrics-scraper:{{TAG}}",
	}
	supported_version.violation == {finding(sprintf("image %s gets no security fixes, because its project is archived; remove it", [image]))} with input as pod(image)
	supported_version.unknown == set() with input as pod(image)
}

test_denied_old[note] if {
	some note, image in {"older": "registry.example.org/kubernetesui/dashboard:v2.7.0", "much older": "kubernetesui/dashboard:2.0.0"}
	supported_version.violation == {finding(sprintf("image %s is older than v2.7.1; use that version or a newer one", [image]))} with input as accepting(image)
	supported_version.unknown == set() with input as accepting(image)
}

test_denied_component_without_a_lowest_version if {
	supported_version.violation == {finding("image kubernetesui/metrics-scraper:v9.9.9 gets no security fixes, because its project is archived; remove it")} with input as accepting("kubernetesui/metrics-scraper:v9.9.9")
}

test_allowed_new_enough[image] if {
	some image in ["kubernetesui/dashboard:v2.7.1", "kubernetesui/dashboard:2.10.0", "kubernetesui/dashboard:v3.0.0"]
	supported_version.violation == set() with input as accepting(image)
	supported_version.unknown == set() with input as accepting(image)
}

test_unknown_version[image] if {
	some image in ["kubernetesui/dashboard", "kubernetesui/dashboard:latest", "kubernetesui/dashboard:${TAG}", "kubernetesui/dashboard@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"]
	supported_version.violation == set() with input as accepting(image)
	supported_version.unknown == {finding(sprintf("whether image %s is as new as v2.7.1 is not known", [image]))} with input as accepting(image)
}

test_unknown_lowest_version if {
	review := {"review": {"object": pod("kubernetesui/dashboard:v2.7.0")}, "parameters": {"min_versions": {"dashboard": "newest"}}}
	supported_version.violation == set() with input as review
	supported_version.unknown == {finding("whether image kubernetesui/dashboard:v2.7.0 is as new as newest is not known")} with input as review
}

test_silent_for_other_images if {
	supported_version.violation == set() with input as pod("grafana/grafana:12.0")
}

finding(what) := {"msg": sprintf(`init container "ui": %s`, [what]), "details": {"path": ["spec", "template", "spec", "initContainers", 0, "image"]}}

accepting(image) := {"review": {"object": pod(image)}, "parameters": {"min_versions": {"dashboard": "v2.7.1"}}}

pod(image) := {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": {"initContainers": [{"name": "ui", "image": image}]}}}}

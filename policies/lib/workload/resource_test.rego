package lib.guiderail.resource_test

import data.lib.guiderail.resource

test_owners if {
	resource.owners == [
		{"title": `container "app"`, "path": ["spec", "containers", 0, "resources"], "spec": {"limits": {"cpu": "1"}}},
		{"title": "pod", "path": ["spec", "resources"], "spec": {"requests": {"cpu": "2"}}},
	] with input as pod({
		"resources": {"requests": {"cpu": "2"}},
		"containers": [{"name": "app", "resources": {"limits": {"cpu": "1"}}}, {"name": "bare"}, {"name": "null", "resources": null}],
		"ephemeralContainers": [{"name": "shell", "resources": {"limits": {"cpu": "1"}}}],
	})
}

test_indivisible[name] if {
	some name in ["hugepages-2Mi", "nvidia.com/gpu"]
	resource.is_indivisible(name)
}

test_divisible[name] if {
	some name in ["cpu", "memory", "ephemeral-storage", "attachable.kubernetes.io/volumes"]
	not resource.is_indivisible(name)
}

test_open_amounts if {
	resource.open_amounts == [
		{
			"path": ["spec", "containers", 0, "resources", "limits", "cpu"],
			"msg": `container "app": resources.limits.cpu {{ .cpu }} is still to be filled in`,
			"is_open": true, "value": "{{ .cpu }}", "is_pair": true,
		},
		{
			"path": ["spec", "containers", 0, "resources", "limits", "memory"],
			"msg": `container "app": resources.limits.memory ${MEMORY} is still to be filled in`,
			"is_open": true, "value": "${MEMORY}", "is_pair": false,
		},
	] with input as pod({"containers": [{"name": "app", "resources": {
		"limits": {"cpu": "{{ .cpu }}", "memory": "${MEMORY}"},
		"requests": {"cpu": "1", "memory": null},
	}}]})
}

test_nothing_for_another_kind if {
	resource.owners == [] with input as {"apiVersion": "v1", "kind": "Service", "spec": {"resources": {}}}
	resource.open_amounts == [] with input as {"apiVersion": "v1", "kind": "Service"}
}

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "spec": spec}

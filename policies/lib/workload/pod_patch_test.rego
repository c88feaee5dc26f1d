package lib.guiderail.pod_patch_test

import data.lib.guiderail.workload

pods_of(patch, template) := workload.pods_of({"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "spec": {
	"volumes": [{"name": "work", "emptyDir": {}}],
	"podSpecPatch": patch,
	"templates": [template],
}})

plain := {"container": {"name": "own", "image": "a", "command": ["x"], "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]}}

test_fields_of_the_pod if {
	[pod] := pods_of("hostNetwork: true\nsecurityContext: {runAsUser: 0}", object.union(plain, {"podSpecPatch": "{hostPID: true, hostNetwork: false}", "securityContext": {"runAsNonRoot": true}}))
	pod.spec.hostNetwork == false
	pod.spec.hostPID == true
	pod.spec.securityContext == {"runAsNonRoot": true, "runAsUser": 0}
	pod.patches == []
	workload.field_path(pod, "hostPID") == ["spec", "templates", 0, "podSpecPatch"]
	workload.field_path(pod, "hostNetwork") == ["spec", "templates", 0, "podSpecPatch"]
	workload.field_path(pod, "securityContext") == ["spec", "podSpecPatch"]
}

test_containers_and_volumes if {
	[pod] := pods_of(
		json.marshal({
			"containers": [
				{"name": "main", "command": ["y"], "env": [{"name": "B", "value": "3"}, {"name": "C", "value": "4"}, null], "volumeMounts": [{"name": "work", "mountPath": "/w"}]},
				{"name": "agent", "image": "b"},
				null,
			],
			"initContainers": [{"name": "seed", "image": "c"}],
			"volumes": [{"name": "work", "hostPath": {"path": "/"}}, {"name": "more"}],
		}),
		object.union(plain, {"sidecars": [{"name": "db"}]}),
	)
	pod.spec.containers == [
		{
			"name": "own", "image": "a", "command": ["y"], "volumeMounts": [{"name": "work", "mountPath": "/w"}],
			"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "3"}, {"name": "C", "value": "4"}],
		},
		{"name": "db"}, {"name": "agent", "image": "b"},
	]
	[[found.spec.name, found.path] | some found in workload.containers_of([pod])] == [
		["own", ["spec", "templates", 0, "container"]],
		["db", ["spec", "templates", 0, "sidecars", 0]],
		["agent", ["spec", "podSpecPatch"]],
		["seed", ["spec", "podSpecPatch"]],
	]
	[[found.spec, found.path] | some found in workload.volumes_of([pod])] == [
		[{"name": "work", "emptyDir": {}, "hostPath": {"path": "/"}}, ["spec", "volumes", 0]],
		[{"name": "more"}, ["spec", "podSpecPatch"]],
	]
	pod.patches == []
}

test_a_container_that_is_deleted if {
	[pod] := pods_of(`{"containers": [{"name": "db", "$patch": "delete"}]}`, object.union(plain, {"sidecars": [{"name": "db"}]}))
	[container.name | some container in pod.spec.containers] == ["own"]
	pod.patches == []
}

test_parameters[note] if {
	some note, case in {
		"in quotes": {"patch": `{"containers": [{"name": "main", "resources": {"limits": {"memory": "{{inputs.parameters.memory}}"}}}]}`, "memory": "{{inputs.parameters.memory}}"},
		"without": {"patch": `{"containers": [{"name": "main", "resources": {"limits": {"memory": {{inputs.parameters.memory}}}}}]}`, "memory": "{{inputs.parameters.memory}}"},
		"in YAML": {"patch": "containers:\n- name: main\n  resources:\n    limits:\n      memory: {{ workflow.parameters.memory }}\n", "memory": "{{ workflow.parameters.memory }}"},
	}
	[pod] := pods_of(case.patch, plain)
	pod.spec.containers[0].resources.limits.memory == case.memory
	pod.patches == []
}

test_left_open[note] if {
	some note, patch in {
		"a parameter": "{{inputs.parameters.patch}}",
		"an expression": `{{= toJson({'hostNetwork': true})}}`,
		"no text": 7,
		"an object": {"hostNetwork": true},
		"no object": "[]",
		"no YAML": "{",
		"too long": concat("", ["a: ", concat("", [text | some _ in numbers.range(1, 10000); text := "0123456789"])]),
		"aliases": "a: &a [1]\nb: [*a, *a]",
		"what Argo adds": `{"containers": [{"name": "wait", "securityContext": {"privileged": true}}]}`,
		"a directive": `{"volumes": [{"name": "work", "$retainKeys": ["name"]}]}`,
		"another": `{"securityContext": {"$patch": "replace"}}`,
		"an order": `{"$setElementOrder/containers": [{"name": "main"}]}`,
	}
	[pod] := pods_of(patch, plain)
	pod.patches == [["spec", "podSpecPatch"]]
	[container.name | some container in pod.spec.containers] == ["own"]
}

test_nothing_to_leave_open[note] if {
	some note, patch in {
		"none": null,
		"empty": "",
		"an object without fields": "{}",
		"resources of what Argo adds": `{"containers": [{"name": "wait", "resources": {"limits": {"memory": "1Gi"}}}], "initContainers": [{"name": "init", "resources": {}}]}`,
	}
	[pod] := pods_of(patch, plain)
	pod.patches == []
	pod.spec.containers == [plain.container]
}

package guiderail.[[.Family]].[[.Name]]_test

import data.guiderail.[[.Family]].[[.Name]]

# Compare whole findings, message and path. Have a case for every optional field that is absent, for
# init containers and for a CronJob.
test_denied[note] if {
	some note, container in {
		"absent": {},
		"another": {"workingDir": "/"},
	}
	want := {{"msg": `container "app": TODO: what is wrong; what is wanted`, "details": {"path": ["spec", "containers", 0]}}}
	[[.Name]].violation == want with input as pod(container)
}

test_unknown if {
	want := {{"msg": `container "app": TODO: what is still to be filled in`, "details": {"path": ["spec", "containers", 0]}}}
	[[.Name]].unknown == want with input as pod({"workingDir": "{{ .Values.folder }}"})
	[[.Name]].violation == set() with input as pod({"workingDir": "{{ .Values.folder }}"})
}

test_allowed[note] if {
	some note, container in {"as it should be": {"workingDir": "/app"}}
	[[.Name]].violation == set() with input as pod(container)
	[[.Name]].unknown == set() with input as pod(container)
	[[.Name]].applies with input as pod(container)
}

test_parameter_replaces if {
	review := object.union(pod({"workingDir": "/srv"}), {"parameters": {"allowed": ["/srv"]}})
	[[.Name]].violation == set() with input as review
}

test_not_applicable if {
	not [[.Name]].applies with input as {"review": {"object": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}}}}
}

pod(container) := {"review": {"object": {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "p"},
	"spec": {"containers": [object.union({"name": "app"}, container)]},
}}}

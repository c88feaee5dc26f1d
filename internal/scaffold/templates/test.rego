package guiderail.[[.Family]].[[.Name]]_test

import data.guiderail.[[.Family]].[[.Name]]

# Compare whole findings, message and path. Have a case for every optional field that is absent, for
# init containers and for a CronJob.
test_denied[note] if {
	some note, case in {"TODO": {"container": {}, "want": {{"msg": `container "app": TODO`, "details": {"path": ["TODO"]}}}}}
	[[.Name]].violation == case.want with input as pod({"containers": [object.union({"name": "app"}, case.container)]})
}

test_allowed[note] if {
	some note, container in {"TODO": {}}
	[[.Name]].violation == set() with input as pod({"containers": [object.union({"name": "app"}, container)]})
}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

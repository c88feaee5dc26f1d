package lib.guiderail.pod_resources_test

import data.lib.guiderail.pod_resources

test_owners_and_their_containers if {
	spec := {
		"resources": {"limits": {"cpu": "1"}},
		"containers": [{"name": "app"}],
		"initContainers": [{"name": "fetch"}],
		"ephemeralContainers": [{"name": "debug"}],
	}
	[owner] := pod_resources.owners with input as pod(spec)
	[owner.path, owner.resources] == [["spec", "resources"], {"limits": {"cpu": "1"}}]
	{container.spec.name | some container in owner.containers} == {"app", "fetch"}
}

test_no_owners[note] if {
	some note, resources in {"null": null, "text": "{{RESOURCES}}", "array": []}
	pod_resources.owners == [] with input as pod({"resources": resources, "containers": [{"name": "app"}]})
}

test_claims if {
	pod_resources.claims == [
		{
			"path": ["spec", "resources", "limits", "cpu"], "title": "resources.limits.cpu 2",
			"written": "2", "amounts": ["1", "{{CPU}}"], "total": 1, "shown": "1000m",
		},
		{
			"path": ["spec", "resources", "requests", "memory"], "title": "resources.requests.memory 1Gi",
			"written": "1Gi", "amounts": [], "total": 0, "shown": "0Mi",
		},
	] with input as pod({
		"resources": {"limits": {"cpu": "2"}, "requests": {"memory": "1Gi"}},
		"containers": [asking("a", "1"), asking("b", "{{CPU}}")],
	})
}

test_request[note] if {
	some note, case in {
		"request": {"resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "2"}}, "want": ["requests", "1"]},
		"limit alone": {"resources": {"limits": {"cpu": "2"}}, "want": ["limits", "2"]},
		"null": {"resources": {"requests": {"cpu": null}, "limits": {"cpu": "2"}}, "want": ["limits", "2"]},
	}
	pod_resources.request(case.resources, "cpu") == case.want
}

test_no_request[note] if {
	some note, resources in {"none": {}, "other resource": {"requests": {"memory": "1Gi"}}, "null": {"limits": {"cpu": null}}}
	not pod_resources.request(resources, "cpu")
}

test_total[note] if {
	some note, case in {
		"containers add up": {"spec": {"containers": [asking("a", "1"), asking("b", "2")]}, "want": 3},
		"without an amount": {"spec": {"containers": [asking("a", "1"), {"name": "b"}, asking("c", "{{CPU}}")]}, "want": 1},
		"init container that takes more": {"spec": {"containers": [asking("a", "1")], "initContainers": [asking("i", "4")]}, "want": 4},
		"init containers one at a time": {"spec": {"containers": [asking("a", "1")], "initContainers": [asking("i", "3"), asking("j", "2")]}, "want": 3},
		"sidecars run on": {"spec": {"containers": [asking("a", "1")], "initContainers": [sidecar("s", "2")]}, "want": 3},
		"sidecar before": {"spec": {"containers": [asking("a", "1")], "initContainers": [sidecar("s", "2"), asking("i", "3")]}, "want": 5},
		"sidecar behind": {"spec": {"containers": [asking("a", "1")], "initContainers": [asking("i", "4"), sidecar("s", "2")]}, "want": 4},
	}
	[owner] := pod_resources.owners with input as pod(object.union(case.spec, {"resources": {}}))
	pod_resources.total(owner, "cpu") == case.want
}

test_shown if {
	pod_resources.shown("memory", 1572864) == "2Mi"
	pod_resources.shown("cpu", 0.0015) == "2m"
}

asking(name, cpu) := {"name": name, "resources": {"requests": {"cpu": cpu}}}

sidecar(name, cpu) := object.union(asking(name, cpu), {"restartPolicy": "Always"})

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}

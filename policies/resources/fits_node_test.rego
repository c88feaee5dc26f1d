package guiderail.resources.fits_node_test

import data.guiderail.resources.fits_node

node := {"cpu": "4", "memory": "8Gi"}

test_denied[note] if {
	some note, case in {
		"one container": {
			"pod": {"containers": [wants({"cpu": "4001m"})]}, "path": ["spec", "containers", 0, "resources"],
			"what": `container "app" requests 4001m of cpu, and a node offers 4`,
		},
		"by its limit": {
			"pod": {"containers": [{"name": "app", "resources": {"limits": {"memory": "9Gi"}}}]}, "path": ["spec", "containers", 0, "resources"],
			"what": `container "app" requests 9216Mi of memory, and a node offers 8Gi`,
		},
		"the sum": {
			"pod": {"containers": [wants({"memory": "5Gi"}), wants({"memory": "4Gi"})]}, "path": ["spec", "containers"],
			"what": "the pod requests 9216Mi of memory, and a node offers 8Gi",
		},
		"an init container": {
			"pod": {"initContainers": [wants({"cpu": "5"})], "containers": [wants({"cpu": "1"})]}, "path": ["spec", "containers"],
			"what": "the pod requests 5000m of cpu, and a node offers 4",
		},
		"a sidecar": {
			"pod": {
				"initContainers": [object.union(wants({"cpu": "2"}), {"restartPolicy": "Always"})],
				"containers": [wants({"cpu": 3})],
			},
			"path": ["spec", "containers"], "what": "the pod requests 5000m of cpu, and a node offers 4",
		},
		"the pod as a whole": {
			"pod": {"resources": {"requests": {"cpu": "6"}}, "containers": [wants({"cpu": "1"})]}, "path": ["spec", "resources"],
			"what": "the pod requests 6000m of cpu, and a node offers 4",
		},
		"overhead": {
			"pod": {"overhead": {"cpu": "250m"}, "containers": [wants({"cpu": "4"})]}, "path": ["spec", "containers", 0, "resources"],
			"what": `container "app" requests 4250m of cpu, and a node offers 4`,
		},
		"whatever the rest will be": {
			"pod": {"containers": [wants({"cpu": "5"}), wants({"cpu": "${CPU}"})]}, "path": ["spec", "containers"],
			"what": "the pod requests 5000m of cpu, and a node offers 4",
		},
	}
	said(case.pod, node) == {"violation": {denied(case.path, case.what)}, "unknown": set(), "applies": true}
}

test_denied_of_another_resource if {
	said({"containers": [wants({"example.org/gpu": 8})]}, {"example.org/gpu": "4"}).violation == {denied(
		["spec", "containers", 0, "resources"],
		`container "app" requests 8 of example.org/gpu, and a node offers 4`,
	)}
}

test_allowed[note] if {
	some note, pod in {
		"exactly": {"containers": [wants({"cpu": "4", "memory": "8Gi"})]},
		"nothing requested": {"containers": [{"name": "app"}]},
		"init containers, one after the other": {
			"initContainers": [wants({"cpu": "3"}), wants({"cpu": "3"})], "containers": [wants({"cpu": "3"})],
		},
		"ephemeral": {"containers": [wants({"cpu": "3"})], "ephemeralContainers": [wants({"cpu": "3"})]},
		"a higher limit": {"containers": [{"name": "app", "resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "9"}}}]},
		"the pod as a whole": {"resources": {"requests": {"cpu": "3"}}, "containers": [wants({"cpu": "9"})]},
		"a limit to fill in beside a request": {"containers": [{"name": "app", "resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "${CPU}"}}}]},
		"another resource to fill in": {"containers": [wants({"example.org/gpu": "${GPU}"})]},
	}
	said(pod, node) == {"violation": set(), "unknown": set(), "applies": true}
}

test_unknown[note] if {
	some note, case in {
		"request": {"resources": {"requests": {"cpu": "${CPU}"}}, "list": "requests"},
		"limit": {"resources": {"limits": {"cpu": "${CPU}"}}, "list": "limits"},
	}
	said({"containers": [{"name": "app", "resources": case.resources}]}, node) == {"violation": set(), "applies": true, "unknown": {{
		"msg": sprintf(`container "app": resources.%s.cpu ${CPU} is still to be filled in`, [case.list]),
		"details": {"path": ["spec", "containers", 0, "resources", case.list, "cpu"]},
	}}}
}

test_not_applicable_without_nodes if {
	review := {"review": {"object": pod_of({"containers": [wants({"cpu": "900"})]})}}
	not fits_node.applies with input as review
	fits_node.violation == set() with input as review
	fits_node.unknown == set() with input as review
}

test_denied_by_the_nodes if {
	review := {"review": {"object": pod_of({"containers": [wants({"cpu": "5", "memory": "9Gi"})]})}}
	want := denied(["spec", "containers", 0, "resources"], `container "app" requests 5000m of cpu, and a node offers 3920m`)
	fits_node.violation == {want} with input as review with data.inventory as nodes
	fits_node.unknown == set() with input as review with data.inventory as nodes
}

test_unknown_in_a_request if {
	review := {"review": {"operation": "CREATE", "object": pod_of({"containers": [wants({"cpu": "5"})]})}}
	want := denied(["spec", "containers", 0, "resources"], `container "app" requests 5000m of cpu, and a node offers 3920m`)
	fits_node.violation == set() with input as review with data.inventory as nodes
	fits_node.unknown == {want} with input as review with data.inventory as nodes
}

nodes := {"cluster": {"v1": {"Node": {
	"large": {"status": {"allocatable": {"cpu": "3920m", "memory": "14Gi"}}},
	"small": {"status": {"allocatable": {"cpu": "1930m", "memory": "7Gi"}}},
	"new": {"status": {}},
}}}}

wants(requests) := {"name": "app", "resources": {"requests": requests}}

pod_of(written) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "shop"}, "spec": written}

denied(path, what) := {
	"msg": sprintf("%s; request less or use larger nodes", [what]),
	"details": {"path": path},
}

said(written, allocatable) := {"violation": violation, "unknown": unknown, "applies": applies} if {
	review := {"review": {"object": pod_of(written)}, "parameters": {"allocatable": allocatable}}
	violation := fits_node.violation with input as review
	unknown := fits_node.unknown with input as review
	applies := fits_node.applies with input as review
}

package guiderail.monitoring.node_health_test

import data.guiderail.monitoring.node_health

absence := {
	"msg": "no DaemonSet monitors the health of the node; install the EKS add-on eks-node-monitoring-agent",
	"details": {"path": ["metadata", "name"]},
}

said_of(violation, unknown) := {"violation": violation, "unknown": unknown}

test_denied[note] if {
	some note, case in {
		"nothing": {"name": "kube-proxy", "spec": {}},
		"elsewhere": {"name": "eks-node-monitoring-agent", "spec": {"nodeSelector": {"pool": "b"}}},
	}
	said(node({}), run(case.name, case.spec), {}) == said_of({absence}, set())
}

test_allowed[note] if {
	some note, name in ["eks-node-monitoring-agent", "node-problem-detector"]
	said(node({}), run(name, {}), {}) == said_of(set(), set())
}

test_allowed_by_parameter if {
	said(node({}), run("watcher", {}), {"agents": ["kube-system/watcher"]}) == said_of(set(), set())
}

test_allowed_in_auto_mode if {
	said(node({"eks.amazonaws.com/compute-type": "auto"}), {}, {}) == said_of(set(), set())
	node_health.applies with input as node({"eks.amazonaws.com/compute-type": "auto"})
}

test_unknown_in_a_request if {
	review := {"review": {"object": node({}), "operation": "CREATE"}}
	node_health.violation == set() with input as review with data.inventory as {}
	node_health.unknown == {absence} with input as review with data.inventory as {}
}

test_silent[note] if {
	some note, subject in {
		"Azure": json.patch(node({}), [{"op": "replace", "path": "/spec/providerID", "value": "azure:///a"}]),
		"Fargate": node({"eks.amazonaws.com/compute-type": "fargate"}),
		"Windows": node({"kubernetes.io/os": "windows"}),
		"another kind": object.union(node({}), {"kind": "Machine"}),
	}
	said(subject, {}, {}) == said_of(set(), set())
	not node_health.applies with input as subject
}

node(labels) := {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1", "labels": labels}, "spec": {"providerID": "aws:///eu-north-1a/i-0"}}

run(name, spec) := {"namespace": {"kube-system": {"apps/v1": {"DaemonSet": {name: {"metadata": {"name": name}, "spec": {"template": {"spec": spec}}}}}}}}

said(subject, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := node_health.violation with input as asked with data.inventory as inventory
	unknown := node_health.unknown with input as asked with data.inventory as inventory
}

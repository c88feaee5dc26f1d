package guiderail.monitoring.container_insights_test

import data.guiderail.monitoring.container_insights

missing(subject, advice) := {"msg": sprintf("no DaemonSet collects %s on the node; %s", [subject, advice]), "details": {"path": ["metadata", "name"]}}

add_on := "install the EKS add-on amazon-cloudwatch-observability"

of_cluster := "enable Container insights and managed Prometheus on the cluster"

said_of(violation, unknown) := {"violation": violation, "unknown": unknown}

test_denied[note] if {
	some note, case in {
		"nothing on EKS": {"id": "aws:///a", "agents": {}, "want": {missing("metrics", add_on), missing("logs", add_on)}},
		"only metrics": {"id": "aws:///a", "agents": {"amazon-cloudwatch": ["cloudwatch-agent"]}, "want": {missing("logs", add_on)}},
		"only logs": {"id": "aws:///a", "agents": {"amazon-cloudwatch": ["fluent-bit"]}, "want": {missing("metrics", add_on)}},
		"in another namespace": {"id": "aws:///a", "agents": {"amazon-cloudwatch": ["cloudwatch-agent"], "logging": ["fluent-bit"]}, "want": {missing("logs", add_on)}},
		"nothing on AKS": {"id": "azure:///a", "agents": {}, "want": {missing("metrics", of_cluster), missing("logs", of_cluster)}},
		"only logs on AKS": {"id": "azure:///a", "agents": {"kube-system": ["ama-logs"]}, "want": {missing("metrics", of_cluster)}},
		"that of the other cloud": {"id": "azure:///a", "agents": {"amazon-cloudwatch": ["cloudwatch-agent", "fluent-bit"]}, "want": {missing("metrics", of_cluster), missing("logs", of_cluster)}},
	}
	said(node(case.id, {}), run(case.agents), {}) == said_of(case.want, set())
}

test_allowed[note] if {
	some note, case in {
		"add-on": {"id": "aws:///a", "agents": {"amazon-cloudwatch": ["cloudwatch-agent", "fluent-bit"]}},
		"quick start of old": {"id": "aws:///a", "agents": {"amazon-cloudwatch": ["cloudwatch-agent", "fluentd-cloudwatch"]}},
		"add-on for Windows": {"id": "aws:///a", "agents": {"amazon-cloudwatch": ["cloudwatch-agent-windows", "fluent-bit-windows"]}},
		"AKS": {"id": "azure:///a", "agents": {"kube-system": ["ama-logs", "ama-metrics-node"]}},
		"AKS for Windows": {"id": "azure:///a", "agents": {"kube-system": ["ama-logs-windows", "ama-metrics-win-node"]}},
	}
	said(node(case.id, {}), run(case.agents), {}) == said_of(set(), set())
}

test_allowed_by_parameter if {
	own := {"eks_metrics": ["monitoring/node-exporter"], "eks_logs": []}
	said(node("aws:///a", {}), run({"monitoring": ["node-exporter"]}), own) == said_of(set(), set())
}

test_unknown_in_a_request if {
	review := {"review": {"object": node("aws:///a", {}), "operation": "CREATE"}}
	container_insights.violation == set() with input as review with data.inventory as run({})
	container_insights.unknown == {missing("metrics", add_on), missing("logs", add_on)} with input as review with data.inventory as run({})
}

test_silent[note] if {
	some note, subject in {
		"another cloud": node("gce://a", {}),
		"no cloud": {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"}},
		"Fargate": node("aws:///a", {"eks.amazonaws.com/compute-type": "fargate"}),
		"another kind": object.union(node("aws:///a", {}), {"kind": "Pod"}),
	}
	said(subject, run({}), {}) == said_of(set(), set())
	not container_insights.applies with input as subject
}

test_applies if container_insights.applies with input as node("aws:///a", {})

node(id, labels) := {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1", "labels": labels}, "spec": {"providerID": id}}

run(names) := {"namespace": namespaces} if {
	namespaces := {namespace: {"apps/v1": {"DaemonSet": agents}} |
		some namespace, listed in names
		agents := {name: {"metadata": {"name": name}, "spec": {"template": {"spec": {}}}} | some name in listed}
	}
}

said(subject, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := container_insights.violation with input as asked with data.inventory as inventory
	unknown := container_insights.unknown with input as asked with data.inventory as inventory
}

package lib.guiderail.node_agent_test

import data.lib.guiderail.node_agent

linux := {"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", "cpus": "8"}

test_lands[note] if {
	some note, pod in {
		"everywhere": {},
		"null": {"nodeSelector": null, "tolerations": null, "affinity": null},
		"no affinity": {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": null}}},
		"selector": {"nodeSelector": {"kubernetes.io/os": "linux"}},
		"in": attracted([{"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]}]),
		"not in": attracted([{"key": "eks.amazonaws.com/compute-type", "operator": "NotIn", "values": ["fargate"]}]),
		"exists": attracted([{"key": "kubernetes.io/arch", "operator": "Exists"}]),
		"does not exist": attracted([{"key": "gpu", "operator": "DoesNotExist"}]),
		"greater": attracted([{"key": "cpus", "operator": "Gt", "values": ["7"]}]),
		"less": attracted([{"key": "cpus", "operator": "Lt", "values": ["009"]}]),
		"one of two terms": {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
			{"matchExpressions": [{"key": "gpu", "operator": "Exists"}]},
			{"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["n1"]}]},
		]}}}},
		"preferred elsewhere": {"affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 1, "preference": {"matchExpressions": [{"key": "gpu", "operator": "Exists"}]}}]}}},
	}
	running(node({}), pod, {}) == {"net/agent"}
}

test_does_not_land[note] if {
	some note, pod in {
		"selector": {"nodeSelector": {"kubernetes.io/os": "windows"}},
		"in": attracted([{"key": "kubernetes.io/os", "operator": "In", "values": ["windows"]}]),
		"two expressions": attracted([{"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]}, {"key": "gpu", "operator": "Exists"}]),
		"greater": attracted([{"key": "cpus", "operator": "Gt", "values": ["8"]}]),
		"less": attracted([{"key": "cpus", "operator": "Lt", "values": ["8"]}]),
		"no number": attracted([{"key": "kubernetes.io/os", "operator": "Gt", "values": ["1"]}]),
		"another node": {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["n2"]}]}]}}}},
		"empty term": {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{}]}}}},
		"no term": {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {}}}},
		"no pod": null,
	}
	running(node({}), pod, {}) == set()
}

test_scheduled[note] if {
	some note, case in {
		"nowhere": {"status": {"desiredNumberScheduled": 0}, "want": set()},
		"somewhere": {"status": {"desiredNumberScheduled": 3}, "want": {"net/agent"}},
		"not told": {"status": null, "want": {"net/agent"}},
	}
	running(node({}), {}, case.status) == case.want
}

taint := {"key": "dedicated", "value": "shop", "effect": "NoSchedule"}

test_tolerated[note] if {
	some note, case in {
		"everything": {"taint": taint, "toleration": {"operator": "Exists"}},
		"key": {"taint": taint, "toleration": {"key": "dedicated", "operator": "Exists", "effect": "NoSchedule"}},
		"value": {"taint": taint, "toleration": {"key": "dedicated", "value": "shop"}},
		"no value": {"taint": object.remove(taint, ["value"]), "toleration": {"key": "dedicated", "operator": "Equal", "effect": ""}},
		"only preferred": {"taint": object.union(taint, {"effect": "PreferNoSchedule"}), "toleration": {}},
		"state": {"taint": {"key": "node.kubernetes.io/not-ready", "effect": "NoExecute"}, "toleration": {}},
	}
	running(node({"taints": [case.taint]}), {"tolerations": [case.toleration]}, {}) == {"net/agent"}
}

test_not_tolerated[note] if {
	some note, toleration in {
		"nothing": {},
		"no toleration": "Exists",
		"other key": {"key": "gpu", "operator": "Exists"},
		"other value": {"key": "dedicated", "value": "till"},
		"other effect": {"key": "dedicated", "operator": "Exists", "effect": "NoExecute"},
	}
	running(node({"taints": [taint]}), {"tolerations": [toleration]}, {}) == set()
}

test_virtual_nodes[note] if {
	some note, labels in {"fargate": {"eks.amazonaws.com/compute-type": "fargate"}, "virtual kubelet": {"type": "virtual-kubelet"}}
	subject := json.patch(node({}), [{"op": "replace", "path": "/metadata/labels", "value": labels}])
	node_agent.is_virtual with input as subject
	running(subject, {}, {}) == set()
}

test_what_it_is[note] if {
	some note, case in {
		"EC2": {"id": "aws:///eu-north-1a/i-0", "labels": {}, "want": "aws"},
		"node group": {"id": null, "labels": {"eks.amazonaws.com/nodegroup": "a"}, "want": "aws"},
		"hybrid": {"id": "eks-hybrid:///a", "labels": {"eks.amazonaws.com/compute-type": "hybrid"}, "want": "aws"},
		"Azure": {"id": "azure:///subscriptions/0", "labels": {}, "want": "azure"},
		"AKS": {"id": null, "labels": {"kubernetes.azure.com/cluster": "a"}, "want": "azure"},
		"Google": {"id": "gce://a", "labels": {}, "want": null},
		"unlabelled": {"id": null, "labels": null, "want": null},
	}
	subject := {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1", "labels": case.labels}, "spec": {"providerID": case.id}}
	providers := {provider | provider := node_agent.provider} with input as subject
	providers == {provider | provider := case.want; provider != null}
}

test_flags if {
	node_agent.is_windows with input as labelled({"kubernetes.io/os": "windows"})
	not node_agent.is_windows with input as labelled(linux)
	node_agent.is_auto_mode with input as labelled({"eks.amazonaws.com/compute-type": "auto"})
	not node_agent.is_auto_mode with input as labelled(linux)
	not node_agent.is_virtual with input as labelled(linux)
}

test_other_kinds[note] if {
	some note, change in {"kind": {"kind": "Pod"}, "group": {"apiVersion": "metrics.k8s.io/v1beta1"}}
	running(object.union(node({}), change), {}, {}) == set()
}

test_node_without_spec if {
	running(json.remove(node({}), ["spec"]), {}, {}) == {"net/agent"}
}

test_names_of_none if {
	found := node_agent.running(["net/other", "other/agent", "agent"]) with input as node({}) with data.inventory as run({}, {})
	found == {}
}

test_absence[note] if {
	some note, case in {
		"file": {"input": node({}), "is_open": false},
		"request": {"input": {"review": {"object": node({}), "operation": "CREATE"}}, "is_open": true},
	}
	absence := {"path": ["metadata", "name"], "msg": "no agent", "is_open": case.is_open}
	node_agent.absence(["net/other"], "no agent") == absence with input as case.input with data.inventory as run({}, {})
}

test_no_absence if {
	not node_agent.absence(["net/agent"], "no agent") with input as node({}) with data.inventory as run({}, {})
	not node_agent.absence(["net/other"], "no agent") with input as {"apiVersion": "v1", "kind": "Pod"}
}

attracted(expressions) := {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": expressions}]}}}}

labelled(labels) := json.patch(node({}), [{"op": "replace", "path": "/metadata/labels", "value": labels}])

node(spec) := {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1", "labels": linux}, "spec": spec}

running(subject, pod, status) := names if {
	found := node_agent.running(["net/agent"]) with input as subject with data.inventory as run(pod, status)
	names := object.keys(found)
}

run(pod, status) := {"namespace": {"net": {"apps/v1": {"DaemonSet": {"agent": {"metadata": {"name": "agent"}, "spec": {"template": {"spec": pod}}, "status": status}}}}}}

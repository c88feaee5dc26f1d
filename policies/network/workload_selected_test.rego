package guiderail.network.workload_selected_test

import data.guiderail.network.workload_selected

labels := ["spec", "template", "metadata", "labels"]

none_at_all(directions, path) := {
	"violation": {{
		"msg": sprintf("no NetworkPolicy in the namespace selects any pods for %s; add one with an empty podSelector that allows nothing", [directions]),
		"details": {"path": path},
	}},
	"unknown": set(),
}

denied(directions, path) := {
	"violation": {{
		"msg": sprintf("no NetworkPolicy selects the pods for %s; select them by their labels", [directions]),
		"details": {"path": path},
	}},
	"unknown": set(),
}

none := {"violation": set(), "unknown": set()}

test_denied[note] if {
	some note, case in {
		"other label": {"policies": [{"podSelector": {"matchLabels": {"app": "till"}}, "policyTypes": ["Ingress", "Egress"]}], "directions": "ingress and egress"},
		"left out": {"policies": [{"podSelector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["shop"]}]}, "egress": [{}]}], "directions": "ingress and egress"},
		"one each": {"policies": [{"podSelector": {"matchLabels": {"app": "shop"}}}, {"podSelector": {"matchLabels": {"app": "till"}}, "policyTypes": ["Egress"]}], "directions": "egress"},
	}
	said(deployment, run(case.policies), {}) == denied(case.directions, labels)
}

test_denied_without_any_policy[note] if {
	some note, case in {
		"no policies": {"policies": [], "directions": "ingress and egress"},
		"ingress only": {"policies": [{}], "directions": "egress"},
		"egress only": {"policies": [{"policyTypes": ["Egress"]}], "directions": "ingress"},
	}
	said(deployment, run(case.policies), {}) == none_at_all(case.directions, labels)
}

test_denied_without_any_policy_and_by_one if {
	other := [{"podSelector": {"matchLabels": {"app": "till"}}}]
	said(deployment, run(other), {}).violation == denied("ingress", labels).violation | none_at_all("egress", labels).violation
}

# Where a namespace has no policies, one of its workloads says it for all.
test_said_once[note] if {
	some note, case in {
		"a cron job": {"version": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {}}}}}, "is_first": true},
		"a daemon set": {"version": "apps/v1", "kind": "DaemonSet", "spec": {"template": {"spec": {}}}, "is_first": true},
		"a deployment": {"version": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": {}}}, "is_first": true},
		"a daemon set on the host network": {"version": "apps/v1", "kind": "DaemonSet", "spec": {"template": {"spec": {"hostNetwork": true}}}, "is_first": false},
		"a job": {"version": "batch/v1", "kind": "Job", "spec": {"template": {"spec": {}}}, "is_first": false},
		"a pod": {"version": "v1", "kind": "Pod", "spec": {}, "is_first": false},
		"a stateful set": {"version": "apps/v1", "kind": "StatefulSet", "spec": {"template": {"spec": {}}}, "is_first": false},
	}
	other := {"apiVersion": case.version, "kind": case.kind, "metadata": {"name": "a", "namespace": "shop"}, "spec": case.spec}
	held := {"namespace": {"shop": {case.version: {case.kind: {"a": other}}}}}
	denials := said(deployment, held, {}).violation
	count(denials) == {true: 0, false: 1}[case.is_first]
	last := json.patch(deployment, [{"op": "replace", "path": "/kind", "value": "StatefulSet"}])
	count(said(last, held, {}).violation) == {true: 1, false: 0}[contains(note, "host")]
	floating := json.remove(other, ["metadata/namespace"])
	count(said(deployment, {"namespace": {"shop": {case.version: {case.kind: {"a": floating}}}}}, {}).violation) == 1
}

# A workload of which it is not certain says nothing for the others.
test_said_by_the_first_that_is_certain[note] if {
	some note, first in {
		"another's policy": {"app": "cilium"},
		"placeholder": {"app": "{{APP}}"},
		"a policy without a namespace": {"app": "floating"},
	}
	other := json.patch(deployment, [{"op": "replace", "path": "/metadata/name", "value": "a"}, {"op": "replace", "path": "/spec/template/metadata/labels", "value": first}])
	cilium := {"kind": "CiliumNetworkPolicy", "metadata": {"name": "deny"}, "spec": {"endpointSelector": {"matchLabels": {"app": "cilium"}}, "ingress": [{}], "egress": [{}]}}
	floating := {"kind": "NetworkPolicy", "metadata": {"name": "deny"}, "spec": {"podSelector": {"matchLabels": {"app": "floating"}}, "policyTypes": ["Ingress", "Egress"]}}
	held := {"namespace": {
		"shop": {"apps/v1": {"Deployment": {"a": other}}, "cilium.io/v2": {"CiliumNetworkPolicy": {"deny": cilium}}},
		"default": {"networking.k8s.io/v1": {"NetworkPolicy": {"deny": floating}}},
	}}
	said(deployment, held, {}) == none_at_all("ingress and egress", labels)
}

# What policies of others do is not known, unless somebody says that they count, or do not.
test_other_policies if {
	other := {"kind": "CiliumNetworkPolicy", "metadata": {"name": "deny"}, "spec": {"endpointSelector": {"matchLabels": {"app": "shop"}}, "ingress": [{}]}}
	held := {"namespace": {"shop": {"cilium.io/v2": {"CiliumNetworkPolicy": {"deny": other}}}}}
	doubt := {
		"msg": `no NetworkPolicy selects the pods for ingress; whether CiliumNetworkPolicy "deny" does is not known (parameter other_policies)`,
		"details": {"path": labels},
	}
	said(deployment, held, {}) == {"violation": none_at_all("egress", labels).violation, "unknown": {doubt}}
	said(deployment, held, {"other_policies": "count"}) == none_at_all("egress", labels)
	said(deployment, held, {"other_policies": "ignore"}) == none_at_all("ingress and egress", labels)
	till := json.patch(deployment, [{"op": "replace", "path": "/spec/template/metadata/labels/app", "value": "till"}])
	said(till, held, {}) == none_at_all("ingress and egress", labels)
}

# Policies without a namespace may be meant for this one, and those of any for pods without one.
test_policies_that_may_be_elsewhere if {
	policy := {"kind": "NetworkPolicy", "metadata": {"name": "deny"}, "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}}
	held := {"namespace": {"default": {"networking.k8s.io/v1": {"NetworkPolicy": {"deny": policy}}}}}
	doubts := {{"msg": msg, "details": {"path": labels}} |
		some direction in ["ingress", "egress"]
		msg := sprintf(`no NetworkPolicy selects the pods for %s; whether NetworkPolicy "deny" does is not known because a namespace is not set`, [direction])
	}
	said(deployment, held, {"other_policies": "count"}) == {"violation": set(), "unknown": doubts}
	bare := json.remove(deployment, ["metadata/namespace"])
	said(bare, held, {}) == none
	named := {"namespace": {"till": {"networking.k8s.io/v1": {"NetworkPolicy": {"deny": json.patch(policy, [{"op": "add", "path": "/metadata/namespace", "value": "till"}])}}}}}
	said(bare, named, {}) == {"violation": set(), "unknown": doubts}
	said(deployment, named, {}) == none_at_all("ingress and egress", labels)
}

test_denied_of_a_pod_and_a_cron_job if {
	bare := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}
	said(bare, run([]), {}) == none_at_all("ingress and egress", ["metadata", "labels"])
	job := {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "j", "namespace": "shop"}, "spec": {"jobTemplate": {"spec": {"template": {"metadata": null, "spec": {}}}}}}
	said(job, run([{"podSelector": {"matchLabels": {"app": "shop"}}, "policyTypes": ["Ingress", "Egress"]}]), {}) == denied("ingress and egress", ["spec", "jobTemplate", "spec", "template", "metadata", "labels"])
}

test_allowed[note] if {
	some note, policies in {
		"one for both": [{"policyTypes": ["Ingress", "Egress"]}],
		"one each": [{"podSelector": {"matchLabels": {"app": "shop"}}}, {"policyTypes": ["Egress"]}],
		"by expressions": [{"podSelector": {"matchExpressions": [{"key": "app", "operator": "In", "values": ["shop", "till"]}]}, "egress": [{}]}],
	}
	said(deployment, run(policies), {}) == none
}

test_allowed_by_parameter if {
	said(deployment, run([{}]), {"directions": ["ingress"]}) == none
	said(deployment, run([]), {"directions": ["ingress"]}) == none_at_all("ingress", labels)
}

test_labels_of_jobs_are_added if {
	job := {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "j", "namespace": "shop"}, "spec": {"template": {"spec": {}}}}
	said(job, run([{"podSelector": {"matchLabels": {"batch.kubernetes.io/job-name": "j"}}, "egress": [{}]}]), {}) == none
}

test_unknown[note] if {
	some note, case in {
		"request": {"operation": "CREATE", "subject": deployment, "policies": []},
		"label": {"operation": null, "subject": json.patch(deployment, [{"op": "replace", "path": "/spec/template/metadata/labels/app", "value": "{{APP}}"}]), "policies": []},
		"selector": {"operation": null, "subject": deployment, "policies": [{"podSelector": {"matchLabels": {"app": "${APP}"}}}]},
	}
	review := object.union({"object": case.subject}, {"operation": case.operation})
	asked := {"review": {key: value | some key, value in review; value != null}}
	workload_selected.violation == set() with input as asked with data.inventory as run(case.policies)
	count(workload_selected.unknown) == 1 with input as asked with data.inventory as run(case.policies)
}

test_silent[note] if {
	some note, subject in {
		"host network": json.patch(deployment, [{"op": "add", "path": "/spec/template/spec/hostNetwork", "value": true}]),
		"other kind": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "shop"}, "spec": {}},
	}
	said(subject, run([]), {}) == none
	not workload_selected.applies with input as subject
}

test_applies if workload_selected.applies with input as deployment

deployment := {
	"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "shop", "namespace": "shop"},
	"spec": {"template": {"metadata": {"labels": {"app": "shop"}}, "spec": {}}},
}

run(specs) := {"namespace": {"shop": {"networking.k8s.io/v1": {"NetworkPolicy": policies}}}} if {
	policies := {sprintf("p%d", [i]): {"metadata": {"name": sprintf("p%d", [i]), "namespace": "shop"}, "spec": spec} | some i, spec in specs}
}

said(subject, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := workload_selected.violation with input as asked with data.inventory as inventory
	unknown := workload_selected.unknown with input as asked with data.inventory as inventory
}

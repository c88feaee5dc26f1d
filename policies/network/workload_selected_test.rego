package guiderail.network.workload_selected_test

import data.guiderail.network.workload_selected

labels := ["spec", "template", "metadata", "labels"]

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
		"no policies": {"policies": [], "directions": "ingress and egress"},
		"ingress only": {"policies": [{}], "directions": "egress"},
		"egress only": {"policies": [{"policyTypes": ["Egress"]}], "directions": "ingress"},
		"other label": {"policies": [{"podSelector": {"matchLabels": {"app": "till"}}, "policyTypes": ["Ingress", "Egress"]}], "directions": "ingress and egress"},
		"left out": {"policies": [{"podSelector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["shop"]}]}, "egress": [{}]}], "directions": "ingress and egress"},
		"one each": {"policies": [{"podSelector": {"matchLabels": {"app": "shop"}}}, {"podSelector": {"matchLabels": {"app": "till"}}, "policyTypes": ["Egress"]}], "directions": "egress"},
	}
	said(deployment, run(case.policies), {}) == denied(case.directions, labels)
}

test_denied_of_a_pod_and_a_cron_job if {
	bare := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}
	said(bare, run([{"egress": [{}]}]), {}) == denied("ingress and egress", ["metadata", "labels"])
	job := {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "j", "namespace": "shop"}, "spec": {"jobTemplate": {"spec": {"template": {"metadata": null, "spec": {}}}}}}
	said(job, run([{"podSelector": {"matchLabels": {"app": "shop"}}}]), {}) == denied("ingress and egress", ["spec", "jobTemplate", "spec", "template", "metadata", "labels"])
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
	said(deployment, run([]), {"directions": ["ingress"]}) == denied("ingress", labels)
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

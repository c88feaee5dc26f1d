package guiderail.schema.template_selector_test

import data.guiderail.schema.template_selector

test_denied[note] if {
	some note, case in {
		"another value": {"selector": {"matchLabels": {"app": "web"}}, "labels": {"app": "api"}, "shown": "app=api"},
		"another label": {"selector": {"matchLabels": {"app": "web", "tier": "front"}}, "labels": {"app": "web"}, "shown": "app=web"},
		"no labels": {"selector": {"matchLabels": {"app": "web"}}, "labels": null, "shown": "none"},
		"expression": {"selector": {"matchExpressions": [{"key": "app", "operator": "In", "values": ["web"]}]}, "labels": {"app": "api"}, "shown": "app=api"},
		"expression that excludes": {"selector": {"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}, "labels": {"app": "api"}, "shown": "app=api"},
	}
	found := {finding(sprintf("spec.selector does not select the pods of the template, whose labels are %s", [case.shown]))}
	every place in [["apps/v1", "Deployment"], ["apps/v1", "StatefulSet"], ["apps/v1", "DaemonSet"], ["apps/v1", "ReplicaSet"], ["batch/v1", "Job"], ["argoproj.io/v1alpha1", "Rollout"], ["apps.kruise.io/v1alpha1", "CloneSet"], ["apps.kruise.io/v1beta1", "StatefulSet"], ["apps.kruise.io/v1alpha1", "DaemonSet"]] {
		template_selector.violation == found with input as workload(place[0], place[1], case.selector, case.labels)
		template_selector.unknown == set() with input as workload(place[0], place[1], case.selector, case.labels)
	}
}

test_denied_map_of_labels[kind] if {
	some [version, kind] in [["v1", "ReplicationController"], ["apps.openshift.io/v1", "DeploymentConfig"]]
	template_selector.violation == {finding("spec.selector does not select the pods of the template, whose labels are app=api")} with input as workload(version, kind, {"app": "web"}, {"app": "api"})
	template_selector.violation == set() with input as workload(version, kind, {"app": "api"}, {"app": "api"})
	template_selector.violation == set() with input as workload(version, kind, null, {"app": "api"})
}

test_absent_and_empty[kind] if {
	some kind in ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"]
	template_selector.violation == set() with input as workload("apps/v1", kind, null, {"app": "web"})
	template_selector.unknown == {finding("spec.selector is not set, and whether something sets it before an API server sees it is not known")} with input as workload("apps/v1", kind, null, {"app": "web"})
	template_selector.violation == {finding("spec.selector is empty, which no API server accepts; name the labels of the template")} with input as workload("apps/v1", kind, {}, {"app": "web"})
	template_selector.violation == {finding("spec.selector is empty, which no API server accepts; name the labels of the template")} with input as workload("apps/v1", kind, {"matchLabels": null}, {"app": "web"})
}

test_allowed[note] if {
	some note, asked in {
		"alike": {"matchLabels": {"app": "web"}},
		"expression": {"matchExpressions": [{"key": "app", "operator": "Exists"}]},
		"text, of which schema.invalid_value tells": "app=web",
	}
	template_selector.violation == set() with input as workload("apps/v1", "Deployment", asked, {"app": "web", "tier": "front"})
	template_selector.applies with input as workload("apps/v1", "Deployment", asked, {"app": "web", "tier": "front"})
}

test_allowed_jobs_without_a_selector if template_selector.violation == set() with input as workload("batch/v1", "Job", null, {"app": "web"})

test_allowed_alike_placeholders if {
	review := workload("apps/v1", "Deployment", {"matchLabels": {"app": "${NAME}"}}, {"app": "${NAME}"})
	template_selector.violation == set() with input as review
	template_selector.unknown == set() with input as review
}

test_unknown[note] if {
	some note, case in {
		"selector": {"selector": {"matchLabels": {"app": "${NAME}"}}, "labels": {"app": "web"}},
		"label": {"selector": {"matchLabels": {"app": "web"}}, "labels": {"app": "{{ name }}"}},
	}
	template_selector.violation == set() with input as workload("apps/v1", "Deployment", case.selector, case.labels)
	template_selector.unknown == {finding("spec.selector: whether it selects the pods of the template is still to be filled in")} with input as workload("apps/v1", "Deployment", case.selector, case.labels)
}

test_silent[note] if {
	some note, review in {
		"another kind": {"apiVersion": "v1", "kind": "Service", "spec": {"selector": {"app": "web"}, "template": {}}},
		"another group": {"apiVersion": "example.org/v1", "kind": "Deployment", "spec": {"template": {}}},
		"no template": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "spec": {"workloadRef": {"name": "web"}}},
	}
	template_selector.violation == set() with input as review
	not template_selector.applies with input as review
}

finding(msg) := {"msg": msg, "details": {"path": ["spec", "selector"]}}

workload(version, kind, asked, labels) := {"review": {"object": {
	"apiVersion": version, "kind": kind, "metadata": {"name": "web", "namespace": "shop"},
	"spec": {"selector": asked, "template": {"metadata": {"labels": labels}, "spec": {"containers": []}}},
}}}

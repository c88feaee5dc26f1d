package lib.guiderail.admission_test

import data.lib.guiderail.admission

_review(resource) := {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
	"uid": "u1",
	"operation": "CREATE",
	"object": resource,
}}

_pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "shop"}, "spec": {"hostNetwork": true}}

_widget := {"apiVersion": "example.org/v1", "kind": "Widget", "metadata": {"name": "a", "namespace": "shop"}}

_horizontal := {
	"apiVersion": "autoscaling/v2",
	"kind": "HorizontalPodAutoscaler",
	"metadata": {"name": "till", "namespace": "shop"},
	"spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "till"}},
}

_enforced(action) := {id: said |
	some id, _ in data.lib.guiderail.catalogue.controls
	said := {"severity": "low", "enforcement": action}
}

test_refuses_with_the_controls_id if {
	response := admission.response with input as _review(_pod)
	response.uid == "u1"
	not response.allowed
	response.status.code == 403
	contains(response.status.message, "[podsecurity.host_namespaces] pod: ")
}

test_allows_what_violates_nothing if {
	response := admission.response with input as _review(_widget)
	response == {"uid": "u1", "allowed": true, "warnings": []}
}

test_warns if {
	response := admission.response with input as _review(_pod) with data.lib.guiderail.catalogue.controls as _enforced("warn")
	response.allowed
	[warning | some warning in response.warnings; startswith(warning, "[podsecurity.")] == ["[podsecurity.host_namespaces] pod: hostNetwork is true, which shares the network of its node; remove it"]
}

test_dryrun_says_nothing if {
	response := admission.response with input as _review(_pod) with data.lib.guiderail.catalogue.controls as _enforced("dryrun")
	response.allowed
	not response.status

	# Whether a LimitRange is there, nobody tells.
	[warning | some warning in response.warnings; not contains(warning, "] unknown: ")] == []
}

test_warns_of_what_is_unknown if {
	response := admission.response with input as _review(_horizontal)
	what := "[autoscaling.hpa_vpa_tandem] unknown: cannot be decided from the request alone; provide these objects as inventory: HorizontalPodAutoscaler and VerticalPodAutoscaler"
	[warning | some warning in response.warnings; startswith(warning, "[autoscaling.hpa_vpa_tandem]")] == [what]
}

test_refuses_what_it_cannot_judge if {
	response := admission.response with input as _review({"kind": "Pod"})
	not response.allowed
	response.status.message == "what the AdmissionReview is about is not a Kubernetes object: apiVersion is missing"
}

test_refuses_what_is_no_review if {
	response := admission.response with input as _widget
	not response.allowed
	response.uid == ""
	startswith(response.status.message, "this is not an AdmissionReview")
}

test_refuses_a_review_of_somebody_else[version] if {
	some version in ["v1", "example.org/v1", null, 1]
	response := admission.response with input as object.union(_review(_pod), {"apiVersion": version})
	not response.allowed
}

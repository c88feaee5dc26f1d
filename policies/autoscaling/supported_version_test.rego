package guiderail.autoscaling.supported_version_test

import data.guiderail.autoscaling.supported_version

test_denied[version] if {
	some version, removed in {"autoscaling/v2beta1": "1.25", "autoscaling/v2beta2": "1.26"}
	supported_version.violation == {{
		"msg": sprintf("apiVersion %s was removed in Kubernetes %s; use autoscaling/v2", [version, removed]),
		"details": {"path": ["apiVersion"]},
	}} with input as {"review": {"object": {"apiVersion": version, "kind": "HorizontalPodAutoscaler"}}}
}

test_allowed[note] if {
	some note, object in {
		"v1": {"apiVersion": "autoscaling/v1", "kind": "HorizontalPodAutoscaler"},
		"v2": {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler"},
		"another kind": {"apiVersion": "autoscaling/v2beta2", "kind": "Scale"},
		"no version": {"kind": "HorizontalPodAutoscaler"},
	}
	supported_version.violation == set() with input as {"review": {"object": object}}
}

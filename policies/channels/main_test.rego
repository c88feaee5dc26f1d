package system.main_test

import data.system.main

test_answers_in_the_version_of_the_request if {
	main.apiVersion == "admission.k8s.io/v1beta1" with input as {"apiVersion": "admission.k8s.io/v1beta1", "kind": "AdmissionReview"}
}

test_is_total if {
	main.apiVersion == "admission.k8s.io/v1"
	main.kind == "AdmissionReview"
	not main.response.allowed
}

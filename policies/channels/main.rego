# METADATA
# title: The server's default decision
# description: |
#   An OPA server answers `POST /` with this package, so that it is the webhook of an API server as it is.
package system.main

import data.lib.guiderail.admission

default apiVersion := "admission.k8s.io/v1"

apiVersion := input.apiVersion if {
	is_string(input.apiVersion)
	startswith(input.apiVersion, "admission.k8s.io/")
}

kind := "AdmissionReview"

response := admission.response

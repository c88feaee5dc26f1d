# METADATA
# title: Servers of the metrics APIs must prove their identity
# description: |
#   The API server forwards requests for metrics to the server that an APIService names. With
#   insecureSkipTLSVerify it forwards them to whoever answers at that address, and autoscalers trust the
#   numbers: an attacker in between can scale a workload to its minimum or its maximum.
# related_resources:
#   - https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/api-service-v1/
#   - https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/
# custom:
#   severity: medium
#   requirements: [HPA-08]
#   match: [{groups: [apiregistration.k8s.io], kinds: [APIService]}]
#   remediation: Remove spec.insecureSkipTLSVerify, and set spec.caBundle to the certificate authority that signed the
#     server's certificate or let cert-manager inject it.
#   parameters:
#     groups: {type: array, items: {type: string}, description: "API groups whose servers are checked. Add
#       metrics.k8s.io to check the metrics server too."}
#     injection_annotations: {type: array, items: {type: string}, description: "Annotations that make a controller in
#       the cluster set caBundle."}
package guiderail.autoscaling.metrics_api

import data.lib.guiderail.ctx

defaults := {
	"groups": ["custom.metrics.k8s.io", "external.metrics.k8s.io"],
	"injection_annotations": [
		"cert-manager.io/inject-ca-from", "cert-manager.io/inject-ca-from-secret",
		"cert-manager.io/inject-apiserver-ca", "service.beta.openshift.io/inject-cabundle",
	],
}

parameters := object.union(defaults, ctx.parameters)

# Without a service the API server answers itself.
applies if {
	ctx.group == "apiregistration.k8s.io"
	is_object(ctx.resource.spec.service)
	ctx.resource.spec.group in parameters.groups
}

violation contains {"msg": msg, "details": {"path": ["spec", field]}} if {
	applies
	[field, defect, advice] := _defect
	msg := sprintf("%s %s for %s; %s", [field, defect, ctx.resource.spec.group, advice])
}

_defect := ["insecureSkipTLSVerify", "is set", "set caBundle instead"] if {
	ctx.resource.spec.insecureSkipTLSVerify == true
} else := ["caBundle", "is not set", "set it to the certificate of the CA that signed the server's"] if {
	object.get(ctx.resource.spec, "caBundle", null) in [null, ""]
	every key in parameters.injection_annotations {
		not ctx.resource.metadata.annotations[key]
	}
}

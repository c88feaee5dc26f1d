package guiderail.autoscaling.metrics_api_test

import data.guiderail.autoscaling.metrics_api

test_denied_unverified[group] if {
	some group in ["custom.metrics.k8s.io", "external.metrics.k8s.io"]
	metrics_api.violation == {{
		"msg": sprintf("insecureSkipTLSVerify is set for %s; set caBundle instead", [group]),
		"details": {"path": ["spec", "insecureSkipTLSVerify"]},
	}} with input as service({}, {"group": group, "insecureSkipTLSVerify": true})
}

test_denied_without_authority[note] if {
	some note, fields in {
		"absent": {},
		"null": {"caBundle": null},
		"empty": {"caBundle": ""},
		"verified": {"insecureSkipTLSVerify": false},
	}
	metrics_api.violation == {{
		"msg": "caBundle is not set for external.metrics.k8s.io; set it to the certificate of the CA that signed the server's",
		"details": {"path": ["spec", "caBundle"]},
	}} with input as service(null, object.union({"group": "external.metrics.k8s.io"}, fields))
}

test_allowed[note] if {
	some note, review in {
		"authority": service({}, {"group": "external.metrics.k8s.io", "caBundle": "LS0t"}),
		"injected authority": service({"cert-manager.io/inject-ca-from": "keda/keda-tls"}, {"group": "external.metrics.k8s.io"}),
		"metrics server": service({}, {"group": "metrics.k8s.io", "insecureSkipTLSVerify": true}),
		"look-alike": service({}, {"group": "x.external.metrics.k8s.io", "insecureSkipTLSVerify": true}),
		"the API server's own": service({}, {"group": "external.metrics.k8s.io", "service": null}),
		"no spec": {"review": {"object": {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService"}}},
		"another kind": {"review": {"object": {
			"apiVersion": "example.org/v1", "kind": "APIService",
			"spec": {"group": "external.metrics.k8s.io", "service": {}},
		}}},
	}
	metrics_api.violation == set() with input as review
}

test_parameters if {
	review := service({}, {"group": "metrics.k8s.io", "insecureSkipTLSVerify": true})
	metrics_api.violation == {{
		"msg": "insecureSkipTLSVerify is set for metrics.k8s.io; set caBundle instead",
		"details": {"path": ["spec", "insecureSkipTLSVerify"]},
	}} with input as object.union(review, {"parameters": {"groups": ["metrics.k8s.io"]}})
}

service(annotations, spec) := {"review": {"object": {
	"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
	"metadata": {"name": "v1beta1", "annotations": annotations},
	"spec": object.union({"service": {"name": "adapter", "namespace": "monitoring"}}, spec),
}}}

test_applies[note] if {
	some note, object in {
		"external": {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "spec": {"group": "external.metrics.k8s.io", "service": {"name": "a"}, "caBundle": "LS0t"}},
		"custom": {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "spec": {"group": "custom.metrics.k8s.io", "service": {}}},
	}
	metrics_api.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"another group": {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "spec": {"group": "metrics.k8s.io", "service": {}}},
		"the API server": {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "spec": {"group": "custom.metrics.k8s.io"}},
		"another kind": {"apiVersion": "example.org/v1", "kind": "APIService", "spec": {"group": "custom.metrics.k8s.io", "service": {}}},
	}
	not metrics_api.applies with input as {"review": {"object": object}}
}

package lib.guiderail.default_furniture_test

import data.lib.guiderail.default_furniture

test_part[note] if {
	some note, case in {
		"the API server's Service": {"changes": {}, "want": true},
		"another name": {"changes": {"metadata": {"name": "shop"}}, "want": false},
		"another kind": {"changes": {"kind": "Secret"}, "want": false},
		"another group": {"changes": {"apiVersion": "serving.knative.dev/v1"}, "want": false},
		"another namespace": {"changes": {"metadata": {"namespace": "shop"}}, "want": false},
		"its endpoints": {"changes": {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice"}, "want": true},
	}
	service := {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "kubernetes", "namespace": "default"}}
	written := object.union(service, case.changes)
	[true | default_furniture.is_part with input as written] == [true | case.want]
}

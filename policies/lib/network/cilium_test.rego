package lib.guiderail.cilium_test

import data.lib.guiderail.cilium

test_rules if {
	cilium.rules == [
		{
			"title": "egress[0]",
			"path": ["spec", "egress", 0],
			"direction": "egress",
			"spec": {"toEntities": ["world"], "toPorts": [{}], "toFQDNs": null},
			"peers": {"toEntities": ["world"]},
		},
		{
			"title": "specs[1].ingress[1]",
			"path": ["specs", 1, "ingress", 1],
			"direction": "ingress",
			"spec": {"fromEndpoints": [{}], "toPorts": [{}]},
			"peers": {"fromEndpoints": [{}]},
		},
	] with input as {
		"apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy",
		"spec": {"egress": [{"toEntities": ["world"], "toPorts": [{}], "toFQDNs": null}]},
		"specs": [null, {"ingress": [null, {"fromEndpoints": [{}], "toPorts": [{}]}]}],
	}
}

test_nothing_for[note] if {
	some note, object in {
		"no spec": {"apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy"},
		"null": {"apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy", "spec": null, "specs": null},
		"another kind": {"apiVersion": "cilium.io/v2", "kind": "CiliumEndpoint", "spec": {"ingress": [{}]}},
		"another group": {"apiVersion": "networking.k8s.io/v1", "kind": "CiliumNetworkPolicy", "spec": {"ingress": [{}]}},
	}
	cilium.specs == [] with input as object
	cilium.rules == [] with input as object
}

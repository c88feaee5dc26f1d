package guiderail.network.cilium_default_deny_test

import data.guiderail.network.cilium_default_deny

off := {"endpointSelector": {}, "enableDefaultDeny": {"ingress": false, "egress": false}, "ingress": [{"fromEndpoints": [{}]}, {}]}

finding(path) := {
	"msg": "enableDefaultDeny.ingress is false, so traffic that no ingress rule allows is allowed too; remove it",
	"details": {"path": array.concat(path, ["enableDefaultDeny", "ingress"])},
}

test_denied if {
	cilium_default_deny.violation == {finding(["spec"])} with input as policy({"spec": off})
	cilium_default_deny.violation == {finding(["specs", 1])} with input as policy({"specs": [{"ingress": [{}]}, off]})
}

test_allowed[note] if {
	some note, spec in {
		"absent": {"ingress": [{}]},
		"null": {"ingress": [{}], "enableDefaultDeny": null},
		"null direction": {"ingress": [{}], "enableDefaultDeny": {"ingress": null}},
		"on": {"ingress": [{}], "enableDefaultDeny": {"ingress": true}},
		"off for the other direction": {"ingress": [{}], "enableDefaultDeny": {"egress": false}},
		"deny rules alone": {"ingressDeny": [{"fromEntities": ["world"]}], "enableDefaultDeny": {"ingress": false, "egress": false}},
	}
	cilium_default_deny.violation == set() with input as policy({"spec": spec})
}

test_parameter_names_policies if {
	review := policy({"spec": off})
	cilium_default_deny.violation == set() with input as object.union(review, {"parameters": {"allowed_policies": ["shop/p"]}})
	cilium_default_deny.violation == {finding(["spec"])} with input as object.union(review, {"parameters": {"allowed_policies": ["p"]}})
}

policy(fields) := {"review": {"object": object.union(
	{"apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy", "metadata": {"name": "p", "namespace": "shop"}},
	fields,
)}}

test_denied_without_a_name if {
	count(cilium_default_deny.violation) == 1 with input as {"apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy", "metadata": {"generateName": "p-"}, "spec": off}
}

package guiderail.network.aks_network_policy_test

import data.guiderail.network.aks_network_policy

test_denied[note] if {
	some note, fields in {
		"absent": {},
		"null": {"networkProfile": {"networkPolicy": null}},
		"none": {"networkProfile": {"networkPolicy": "none"}},
		"a number": {"networkProfile": {"networkPolicy": 1}},
	}
	count(said(described(fields), {}).violation) == 1
	said(described(fields), {}).unknown == set()
}

test_allowed[note] if {
	some note, fields in {
		"azure": {"networkProfile": {"networkPolicy": "azure"}},
		"calico": {"networkProfile": {"networkPolicy": "Calico"}},
	}
	said(described(fields), {}) == {"violation": set(), "unknown": set()}
	aks_network_policy.applies with input as {"review": {"object": described(fields)}}
}

test_unknown[note] if {
	some note, properties in {
		"open": {"networkProfile": {"networkPolicy": "[parameters('x')]"}},
	}
	said(template(properties), {}).violation == set()
	count(said(template(properties), {}).unknown) == 1
}

test_engine_by_parameter if {
	said(described({"networkProfile": {"networkPolicy": "azure"}}), {"engines": ["cilium"]}).violation == {{
		"msg": "cluster main: networkProfile.networkPolicy must be cilium",
		"details": {"path": ["networkProfile", "networkPolicy"]},
	}}
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"another template": {"$schema": "https://example.com/deploymentTemplate.json#", "resources": [{"type": "Microsoft.Network/virtualNetworks"}]},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not aks_network_policy.applies with input as {"review": {"object": subject}}
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := aks_network_policy.violation with input as asked
	unknown := aks_network_policy.unknown with input as asked
}

described(fields) := object.union(
	{"id": "/subscriptions/s", "name": "main", "type": "Microsoft.ContainerService/ManagedClusters"},
	fields,
)

template(properties) := {
	"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
	"resources": [{
		"type": "Microsoft.ContainerService/managedClusters", "name": "main", "apiVersion": "2022-01-01", "properties": properties,
	}],
}

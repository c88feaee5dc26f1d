package guiderail.cluster.aks_api_server_access_test

import data.guiderail.cluster.aks_api_server_access

test_denied[note] if {
	some note, fields in {
		"absent": {},
		"empty": {"apiServerAccessProfile": {"authorizedIpRanges": []}},
		"everybody": {"apiServerAccessProfile": {"authorizedIpRanges": ["192.0.2.0/24", "0.0.0.0/0"]}},
		"half of them": {"apiServerAccessProfile": {"authorizedIpRanges": ["128.0.0.0/1"]}},
		"not private": {"apiServerAccessProfile": {"enablePrivateCluster": false}},
		"no texts": {"apiServerAccessProfile": {"authorizedIpRanges": [1]}},
	}
	count(said(described(fields), {}).violation) == 1
	said(described(fields), {}).unknown == set()
}

test_allowed[note] if {
	some note, fields in {
		"a range": {"apiServerAccessProfile": {"authorizedIpRanges": ["192.0.2.0/24"]}},
		"an address": {"apiServerAccessProfile": {"authorizedIpRanges": ["192.0.2.1"]}},
		"only itself": {"apiServerAccessProfile": {"authorizedIpRanges": ["0.0.0.0/32"]}},
		"private": {"apiServerAccessProfile": {"enablePrivateCluster": true}},
		"private, with ranges": {"apiServerAccessProfile": {"enablePrivateCluster": true, "authorizedIpRanges": ["0.0.0.0/0"]}},
	}
	said(described(fields), {}) == {"violation": set(), "unknown": set()}
	aks_api_server_access.applies with input as {"review": {"object": described(fields)}}
}

test_unknown[note] if {
	some note, properties in {
		"ranges": {"apiServerAccessProfile": {"authorizedIPRanges": "[parameters('x')]"}},
		"a range": {"apiServerAccessProfile": {"authorizedIPRanges": ["192.0.2.0/24", "[parameters('x')]"]}},
		"private": {"apiServerAccessProfile": {"enablePrivateCluster": "[parameters('x')]"}},
		"the profile": {"apiServerAccessProfile": "[parameters('x')]"},
	}
	said(template(properties), {}).violation == set()
	count(said(template(properties), {}).unknown) == 1
}

# Ranges that are good enough decide, whatever else is open.
test_enough if {
	properties := {"apiServerAccessProfile": {"enablePrivateCluster": "[parameters('x')]", "authorizedIPRanges": ["192.0.2.0/24"]}}
	said(template(properties), {}) == {"violation": set(), "unknown": set()}
}

test_prefix_by_parameter if {
	fields := {"apiServerAccessProfile": {"authorizedIpRanges": ["192.0.2.0/24"]}}
	said(described(fields), {"min_prefix_ipv4": 28}).violation == {{
		"msg": "cluster main: apiServerAccessProfile.authorizedIPRanges must not have 192.0.2.0/24, which is nearly everybody",
		"details": {"path": ["apiServerAccessProfile", "authorizedIpRanges"]},
	}}
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"another template": {"$schema": "https://example.com/deploymentTemplate.json#", "resources": [{"type": "Microsoft.Network/virtualNetworks"}]},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not aks_api_server_access.applies with input as {"review": {"object": subject}}
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := aks_api_server_access.violation with input as asked
	unknown := aks_api_server_access.unknown with input as asked
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

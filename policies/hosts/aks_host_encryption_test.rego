package guiderail.hosts.aks_host_encryption_test

import data.guiderail.hosts.aks_host_encryption

test_denied[note] if {
	some note, fields in {
		"absent": {"agentPoolProfiles": [{"name": "a"}]},
		"off": {"agentPoolProfiles": [{"enableEncryptionAtHost": false}]},
		"one of two": {"agentPoolProfiles": [{"enableEncryptionAtHost": true}, {}]},
	}
	count(said(described(fields), {}).violation) == 1
	said(described(fields), {}).unknown == set()
}

test_allowed[note] if {
	some note, fields in {
		"on": {"agentPoolProfiles": [{"enableEncryptionAtHost": true}]},
	}
	said(described(fields), {}) == {"violation": set(), "unknown": set()}
	aks_host_encryption.applies with input as {"review": {"object": described(fields)}}
}

test_unknown[note] if {
	some note, properties in {
		"open": {"agentPoolProfiles": [{"enableEncryptionAtHost": "[parameters('x')]"}]},
		"the pools": {"agentPoolProfiles": "[parameters('x')]"},
	}
	said(template(properties), {}).violation == set()
	count(said(template(properties), {}).unknown) == 1
}

test_message if {
	said(described({"agentPoolProfiles": [{"enableEncryptionAtHost": false}]}), {}).violation == {{
		"msg": "cluster main: agentPoolProfiles.enableEncryptionAtHost must be true",
		"details": {"path": ["agentPoolProfiles", 0, "enableEncryptionAtHost"]},
	}}
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"another template": {"$schema": "https://example.com/deploymentTemplate.json#", "resources": [{"type": "Microsoft.Network/virtualNetworks"}]},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not aks_host_encryption.applies with input as {"review": {"object": subject}}
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := aks_host_encryption.violation with input as asked
	unknown := aks_host_encryption.unknown with input as asked
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

package guiderail.secrets.aks_encryption_test

import data.guiderail.secrets.aks_encryption

test_denied[note] if {
	some note, fields in {
		"absent": {},
		"empty": {"securityProfile": {}},
		"off": {"securityProfile": {"azureKeyVaultKms": {"enabled": false}}},
	}
	count(said(described(fields), {}).violation) == 1
	said(described(fields), {}).unknown == set()
}

test_allowed[note] if {
	some note, fields in {
		"on": {"securityProfile": {"azureKeyVaultKms": {"enabled": true}}},
	}
	said(described(fields), {}) == {"violation": set(), "unknown": set()}
	aks_encryption.applies with input as {"review": {"object": described(fields)}}
}

test_unknown[note] if {
	some note, properties in {
		"open": {"securityProfile": {"azureKeyVaultKms": {"enabled": "[parameters('x')]"}}},
	}
	said(template(properties), {}).violation == set()
	count(said(template(properties), {}).unknown) == 1
}

test_message if {
	said(described({"securityProfile": {}}), {}).violation == {{
		"msg": "cluster main: securityProfile.azureKeyVaultKms.enabled must be on, with a key of a Key Vault",
		"details": {"path": ["securityProfile"]},
	}}
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"another template": {"$schema": "https://example.com/deploymentTemplate.json#", "resources": [{"type": "Microsoft.Network/virtualNetworks"}]},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not aks_encryption.applies with input as {"review": {"object": subject}}
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := aks_encryption.violation with input as asked
	unknown := aks_encryption.unknown with input as asked
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

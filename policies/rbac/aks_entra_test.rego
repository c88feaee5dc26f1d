package guiderail.rbac.aks_entra_test

import data.guiderail.rbac.aks_entra

test_denied[note] if {
	some note, fields in {
		"no Entra ID": {"disableLocalAccounts": true},
		"no Azure RBAC": {"aadProfile": {"managed": true}, "disableLocalAccounts": true},
		"local accounts": {"aadProfile": {"enableAzureRBAC": true}},
		"local accounts that are on": {"aadProfile": {"enableAzureRBAC": true}, "disableLocalAccounts": false},
		"no RBAC": {"enableRbac": false, "aadProfile": {"enableAzureRBAC": true}, "disableLocalAccounts": true},
		"a number": {"aadProfile": {"enableAzureRBAC": 1}, "disableLocalAccounts": true},
	}
	count(said(described(fields), {}).violation) == 1
	said(described(fields), {}).unknown == set()
}

test_allowed[note] if {
	some note, fields in {
		"all": {"enableRbac": true, "aadProfile": {"enableAzureRBAC": true}, "disableLocalAccounts": true},
		"texts": {"aadProfile": {"enableAzureRBAC": "true"}, "disableLocalAccounts": "true"},
	}
	said(described(fields), {}) == {"violation": set(), "unknown": set()}
	aks_entra.applies with input as {"review": {"object": described(fields)}}
}

test_unknown[note] if {
	some note, properties in {
		"RBAC": {"enableRBAC": "[parameters('x')]", "aadProfile": {"enableAzureRBAC": true}, "disableLocalAccounts": true},
		"Azure RBAC": {"aadProfile": {"enableAzureRBAC": "[parameters('x')]"}, "disableLocalAccounts": true},
		"local accounts": {"aadProfile": {"enableAzureRBAC": true}, "disableLocalAccounts": "[parameters('x')]"},
	}
	said(template(properties), {}).violation == set()
	count(said(template(properties), {}).unknown) == 1
}

test_unknown_profile if {
	count(said(template({"aadProfile": "[parameters('x')]", "disableLocalAccounts": true}), {}).unknown) == 1
}

test_without_azure_rbac if {
	fields := {"aadProfile": {"managed": true}, "disableLocalAccounts": true}
	said(described(fields), {"azure_rbac": false}) == {"violation": set(), "unknown": set()}
}

test_message if {
	said(described({"aadProfile": {"enableAzureRBAC": true}}), {}).violation == {{
		"msg": "cluster main: disableLocalAccounts must be true: local accounts bypass Entra ID",
		"details": {"path": []},
	}}
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"another template": {"$schema": "https://example.com/deploymentTemplate.json#", "resources": [{"type": "Microsoft.Network/virtualNetworks"}]},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not aks_entra.applies with input as {"review": {"object": subject}}
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := aks_entra.violation with input as asked
	unknown := aks_entra.unknown with input as asked
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

package guiderail.hosts.node_os_upgrades_test

import data.guiderail.hosts.node_os_upgrades

test_denied[note] if {
	some note, fields in {
		"absent": {},
		"null": {"autoUpgradeProfile": {"nodeOsUpgradeChannel": null, "upgradeChannel": "stable"}},
		"none": {"autoUpgradeProfile": {"nodeOsUpgradeChannel": "None"}},
		"a number": {"autoUpgradeProfile": {"nodeOsUpgradeChannel": 1, "upgradeChannel": 1}},
	}
	count(said(described(fields), {}).violation) == 1
	said(described(fields), {}).unknown == set()
}

test_allowed[note] if {
	some note, fields in {
		"images": {"autoUpgradeProfile": {"nodeOsUpgradeChannel": "NodeImage"}},
		"patches": {"autoUpgradeProfile": {"nodeOsUpgradeChannel": "securitypatch"}},
		"images of the cluster": {"autoUpgradeProfile": {"upgradeChannel": "node-image"}},
	}
	said(described(fields), {}) == {"violation": set(), "unknown": set()}
	node_os_upgrades.applies with input as {"review": {"object": described(fields)}}
}

test_unknown[note] if {
	some note, properties in {
		"the channel": {"autoUpgradeProfile": {"nodeOSUpgradeChannel": "[parameters('x')]"}},
		"the other channel": {"autoUpgradeProfile": {"upgradeChannel": "[parameters('x')]"}},
	}
	said(template(properties), {}).violation == set()
	count(said(template(properties), {}).unknown) == 1
}

test_default[note] if {
	some note, case in {
		"before": {"version": "2023-05-02-preview", "violations": 1, "unknowns": 0},
		"since": {"version": "2023-06-01", "violations": 0, "unknowns": 0},
		"open": {"version": "[parameters('x')]", "violations": 0, "unknowns": 1},
		"none": {"version": null, "violations": 1, "unknowns": 0},
	}
	cluster := {"type": "Microsoft.ContainerService/managedClusters", "name": "main", "apiVersion": case.version, "properties": {}}
	found := said(object.union(template({}), {"resources": [cluster]}), {})
	[count(found.violation), count(found.unknown)] == [case.violations, case.unknowns]
}

test_channel_by_parameter if {
	fields := {"autoUpgradeProfile": {"nodeOsUpgradeChannel": "NodeImage"}}
	said(described(fields), {"channels": ["SecurityPatch"]}).violation == {{
		"msg": "cluster main: autoUpgradeProfile.nodeOSUpgradeChannel must be SecurityPatch",
		"details": {"path": ["autoUpgradeProfile", "nodeOsUpgradeChannel"]},
	}}
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"another template": {"$schema": "https://example.com/deploymentTemplate.json#", "resources": [{"type": "Microsoft.Network/virtualNetworks"}]},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not node_os_upgrades.applies with input as {"review": {"object": subject}}
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := node_os_upgrades.violation with input as asked
	unknown := node_os_upgrades.unknown with input as asked
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

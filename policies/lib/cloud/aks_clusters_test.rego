package lib.guiderail.aks_clusters_test

import data.lib.guiderail.aks_clusters

test_all[note] if {
	properties := {
		"enableRBAC": true, "aadProfile": {"enableAzureRBAC": true}, "disableLocalAccounts": true, "kubernetesVersion": "1.34", "supportPlan": "KubernetesOfficial",
		"apiServerAccessProfile": {"authorizedIPRanges": ["192.0.2.0/24"], "enablePrivateCluster": false},
		"autoUpgradeProfile": {"nodeOSUpgradeChannel": "NodeImage", "upgradeChannel": "patch"},
		"networkProfile": {"networkPolicy": "cilium"}, "securityProfile": {"azureKeyVaultKms": {"enabled": true}},
	}
	common := {
		"local_account_disabled": true, "kubernetes_version": "1.34", "support_plan": "KubernetesOfficial", "private_cluster_enabled": false,
		"network_profile": [{"network_policy": "cilium"}], "key_management_service": [{"key_vault_key_id": "https://k"}],
	}
	id := {"id": "/subscriptions/s", "name": "main", "type": "Microsoft.ContainerService/managedClusters"}
	some note, document in {
		"a template": template([{"type": "Microsoft.ContainerService/ManagedClusters", "name": "main", "Properties": properties}]),
		"described": object.union(id, properties),
		"described by kubescape": {"kind": "ClusterDescribe", "data": object.union(id, {"properties": properties})},
		"a plan of azurerm 4": plan("azurerm_kubernetes_cluster", object.union(common, {
			"role_based_access_control_enabled": true,
			"azure_active_directory_role_based_access_control": [{"azure_rbac_enabled": true}],
			"api_server_access_profile": [{"authorized_ip_ranges": ["192.0.2.0/24"]}],
			"node_os_upgrade_channel": "NodeImage", "automatic_upgrade_channel": "patch",
		})),
		"a plan of azurerm 2": plan("azurerm_kubernetes_cluster", object.union(common, {
			"role_based_access_control": [{"enabled": true, "azure_active_directory": [{"azure_rbac_enabled": true}]}],
			"api_server_authorized_ip_ranges": ["192.0.2.0/24"],
			"node_os_channel_upgrade": "NodeImage", "automatic_channel_upgrade": "patch",
		})),
	}
	found := aks_clusters.all with input as {"review": {"object": document}}
	count(found) == 1
	contains(found[0].title, "main")
	{name: fact.value | some name, fact in found[0].facts; name != "api_version"} == {
		"rbac": true, "azure_rbac": true, "entra": true, "no_local_accounts": true, "ranges": ["192.0.2.0/24"], "private": false,
		"node_os_channel": "NodeImage", "channel": "patch", "network_policy": "cilium", "version": "1.34",
		"support_plan": "KubernetesOfficial", "kms": true,
	}
	every fact in found[0].facts {
		fact.is_known
	}
}

test_pools[note] if {
	pools := [{"enableEncryptionAtHost": true}, {}]
	some note, case in {
		"a template": {
			"document": template([{"type": "Microsoft.ContainerService/managedClusters", "name": "main", "properties": {"agentPoolProfiles": pools}}]),
			"want": [true, null],
		},
		"a pool": {
			"document": template([{"type": "Microsoft.ContainerService/managedClusters/agentPools", "name": "main/a", "properties": pools[0]}]),
			"want": [true],
		},
		"described": {
			"document": {"id": "/subscriptions/s", "type": "Microsoft.ContainerService/managedClusters", "agentPoolProfiles": pools},
			"want": [true, null],
		},
		"azurerm 4": {
			"document": plan("azurerm_kubernetes_cluster", {"default_node_pool": [{"host_encryption_enabled": true}]}),
			"want": [true],
		},
		"azurerm 3": {
			"document": plan("azurerm_kubernetes_cluster_node_pool", {"enable_host_encryption": true, "host_encryption_enabled": null}),
			"want": [true],
		},
		"pools that are not known": {
			"document": template([{"type": "Microsoft.ContainerService/managedClusters", "name": "main", "properties": {"agentPoolProfiles": "[x()]"}}]),
			"want": [null],
		},
		"no pools": {
			"document": template([{"type": "Microsoft.ContainerService/managedClusters", "name": "main", "properties": {"agentPoolProfiles": []}}]),
			"want": [],
		},
	}
	found := aks_clusters.pools with input as {"review": {"object": case.document}}
	[pool.host_encryption.value | some pool in found] == case.want
}

# What a block says may be open, and that it is there is known.
test_blocks_of_a_plan if {
	after := {"key_management_service": [{}], "azure_active_directory_role_based_access_control": [{}]}
	unknown := {"key_management_service": [{"key_vault_key_id": true}], "azure_active_directory_role_based_access_control": true}
	changes := [{"address": "a.b", "type": "azurerm_kubernetes_cluster", "name": "b", "change": {
		"actions": ["create"], "after": after, "after_unknown": unknown,
	}}]
	found := aks_clusters.all with input as {"format_version": "1.2", "resource_changes": changes}
	found[0].facts.kms.value
	found[0].facts.entra.value
	not found[0].facts.azure_rbac.is_known
}

# The provider's default depends on its version, which a file does not tell.
test_channel_of_a_file[note] if {
	some note, case in {"absent": {"body": {}, "want": false}, "written": {"body": {"node_os_upgrade_channel": "None"}, "want": true}}
	found := aks_clusters.all with input as {"resource": {"azurerm_kubernetes_cluster": {"main": [case.body]}}}
	found[0].facts.node_os_channel.is_known == case.want
}

test_no_blocks if {
	found := aks_clusters.all with input as plan("azurerm_kubernetes_cluster", {"key_management_service": []})
	found[0].facts.kms == {"path": ["resource_changes", 0, "change", "after", "key_management_service"], "field": "key_management_service", "value": null, "is_known": true}
	found[0].facts.entra.value == null
}

template(resources) := {
	"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
	"resources": resources,
}

plan(type, after) := {"format_version": "1.2", "resource_changes": [{
	"address": sprintf("%s.main", [type]), "type": type, "name": "main", "change": {"actions": ["no-op"], "after": after, "after_unknown": {}},
}]}

# METADATA
# title: Clusters of the Azure Kubernetes Service
# description: |
#   The clusters under review, whether Terraform or an ARM template makes them or Azure describes them. What is known of
#   each is a fact in the form of `resources.fact`.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: arm
#     - type: aks-cluster
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/templates/microsoft.containerservice/managedclusters
#   - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster
#   - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/4.0-upgrade-guide
package lib.guiderail.aks_clusters

import data.lib.guiderail.arm_template
import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.resources

# METADATA
# description: |
#   The clusters: `title`, `path`, the `resource` that they are, and `facts` by name: `rbac` and `azure_rbac` (whether
#   they are on), `entra` (whether there is such a block), `no_local_accounts`, `ranges` (that may reach the API
#   server), `private`, `node_os_channel`, `channel`, `network_policy`, `version`, `support_plan`, `api_version` of the
#   template, and `kms` (whether a key encrypts Secrets).
all := array.concat(_terraform, array.concat(_templates, _described))

# METADATA
# description: The pools of nodes of the clusters, with `title` and the fact `host_encryption`.
pools := array.concat(array.concat(_terraform_pools, _own_pools), _inner_pools)

_terraform := [cluster |
	some resource in resources.of_type("azurerm_kubernetes_cluster")
	facts := {name: fact |
		some name, spellings in _attributes
		fact := resources.spelled(resource, spellings)
	}
	blocks := {name: fact |
		some name, spellings in {"entra": _entra_blocks, "kms": [["key_management_service", 0]]}
		fact := _presence(resource, spellings)
	}
	told := object.union(object.union(facts, blocks), {"node_os_channel": _channel(resource, facts.node_os_channel)})
	cluster := {"title": resource.title, "path": resource.path, "resource": resource, "facts": told}
]

# A file does not tell what the provider chooses, which is NodeImage from version 4 on.
_channel(resource, fact) := object.union(fact, {"is_known": false}) if {
	resource.is_text
	fact.value == null
} else := fact

# Each attribute as the provider calls it from version 4 on, and as it did before.
_attributes := {
	"rbac": [["role_based_access_control_enabled"], ["role_based_access_control", 0, "enabled"]],
	"azure_rbac": [array.concat(block, ["azure_rbac_enabled"]) | some block in _entra_blocks],
	"no_local_accounts": [["local_account_disabled"]],
	"ranges": [["api_server_access_profile", 0, "authorized_ip_ranges"], ["api_server_authorized_ip_ranges"]],
	"private": [["private_cluster_enabled"]],
	"node_os_channel": [["node_os_upgrade_channel"], ["node_os_channel_upgrade"]],
	"channel": [["automatic_upgrade_channel"], ["automatic_channel_upgrade"]],
	"network_policy": [["network_profile", 0, "network_policy"]],
	"version": [["kubernetes_version"]],
	"support_plan": [["support_plan"]],
	"api_version": [["apiVersion"]],
}

_entra_blocks := [
	["azure_active_directory_role_based_access_control", 0],
	["role_based_access_control", 0, "azure_active_directory", 0],
]

# A block is there also if what it says is not known.
_presence(resource, spellings) := _there(resources.fact(resource, there[0])) if {
	there := [steps | some steps in spellings; object.get(resource.values, steps, null) != null]
} else := resources.spelled(resource, spellings)

_there(fact) := object.union(fact, {"value": true, "is_known": true})

_templates := [cluster |
	some resource in resources.of_type("microsoft.containerservice/managedclusters")
	cluster := _of_azure(resource, ["properties"])
]

# az aks show prints the properties beside the name, and others below properties.
_described := [cluster |
	artefact_type.under_review == "aks-cluster"
	resource := _described_resource
	within := [name | some name in ["properties"]; name in object.keys(resource.values)]
	cluster := _of_azure(resource, within)
]

_described_resource := object.union(read, {"title": title}) if {
	path := _described_path
	values := object.get(ctx.resource, path, {})
	read := arm_template.readable(values, path, null)
	title := sprintf("cluster %s", [object.get(values, "name", "(no name)")])
}

# kubescape wraps it.
default _described_path := []

_described_path := ["data"] if ctx.kind == "ClusterDescribe"

_of_azure(resource, within) := cluster if {
	told := {name: fact |
		some name, steps in _properties
		fact := resources.fact(resource, array.concat(within, steps))
	}
	facts := object.union(told, {
		"api_version": resources.fact(resource, ["apiVersion"]),
		"entra": _profile(resource, array.concat(within, ["aadProfile"])),
	})
	cluster := {"title": resource.title, "path": resource.path, "resource": resource, "facts": facts}
}

_properties := {
	"rbac": ["enableRBAC"],
	"azure_rbac": ["aadProfile", "enableAzureRBAC"],
	"no_local_accounts": ["disableLocalAccounts"],
	"ranges": ["apiServerAccessProfile", "authorizedIPRanges"],
	"private": ["apiServerAccessProfile", "enablePrivateCluster"],
	"node_os_channel": ["autoUpgradeProfile", "nodeOSUpgradeChannel"],
	"channel": ["autoUpgradeProfile", "upgradeChannel"],
	"network_policy": ["networkProfile", "networkPolicy"],
	"version": ["kubernetesVersion"],
	"support_plan": ["supportPlan"],
	"kms": ["securityProfile", "azureKeyVaultKms", "enabled"],
}

_profile(resource, steps) := _there(resources.fact(resource, steps)) if {
	is_object(arm_template.written(resource, steps))
} else := resources.fact(resource, steps)

_terraform_pools := [pool |
	some type, within in _pool_blocks
	some resource in resources.of_type(type)
	spellings := [array.concat(within, [name]) | some name in ["host_encryption_enabled", "enable_host_encryption"]]
	pool := {"title": resource.title, "host_encryption": resources.spelled(resource, spellings)}
]

_pool_blocks := {
	"azurerm_kubernetes_cluster": ["default_node_pool", 0],
	"azurerm_kubernetes_cluster_node_pool": [],
}

_own_pools := [pool |
	some resource in resources.of_type("microsoft.containerservice/managedclusters/agentpools")
	encryption := resources.fact(resource, ["properties", "enableEncryptionAtHost"])
	pool := {"title": resource.title, "host_encryption": encryption}
]

_inner_pools := [pool |
	some cluster in array.concat(_templates, _described)
	some profiles in [["properties", "agentPoolProfiles"], ["agentPoolProfiles"]]
	some steps in _profiles(cluster.resource, profiles)
	pool := {"title": cluster.title, "host_encryption": resources.fact(cluster.resource, steps)}
]

# Where the pools are not known, what they encrypt is not either.
_profiles(resource, steps) := [array.concat(steps, [i, "enableEncryptionAtHost"]) |
	amount > 0
	some i in numbers.range(0, amount - 1)
] if {
	amount := arm_template.length(resource, steps)
} else := [array.concat(steps, [0, "enableEncryptionAtHost"])]

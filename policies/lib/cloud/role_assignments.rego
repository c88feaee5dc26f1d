# METADATA
# title: Role assignments of Azure
# description: |
#   Who is given which role, and on what. References tell who a principal is and what a scope is where their ids are
#   not known.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: arm
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/templates/microsoft.authorization/roleassignments
#   - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/role_assignment
#   - https://learn.microsoft.com/en-us/azure/role-based-access-control/built-in-roles
package lib.guiderail.role_assignments

import data.lib.guiderail.ctx
import data.lib.guiderail.resources

# METADATA
# description: |
#   The assignments: `title`, and the facts `role` (the name of a role that may administer clusters, or else an ID),
#   `principal` (User, Group or ServicePrincipal) and `scope` (cluster, subscription, management group, tenant or
#   other).
all := [assignment |
	some type, fields in _fields
	some resource in resources.of_type(type)
	assignment := {
		"title": resource.title,
		"role": _first([_role(resource, steps) | some steps in fields.roles]),
		"principal": _principal(resource, fields),
		"scope": _scope(resource, fields.own_scope, ctx.resource),
	}
]

_fields := {
	"azurerm_role_assignment": {
		"roles": [["role_definition_name"], ["role_definition_id"]],
		"principal": ["principal_id"],
		"type": ["principal_type"],
		"own_scope": null,
	},
	"microsoft.authorization/roleassignments": object.union(_properties, {"own_scope": null}),
	# How templates once wrote an assignment on a cluster.
	"microsoft.containerservice/managedclusters/providers/roleassignments": object.union(
		_properties,
		{"own_scope": "cluster"},
	),
}

_properties := {
	"roles": [["properties", "roleDefinitionId"]],
	"principal": ["properties", "principalId"],
	"type": ["properties", "principalType"],
}

# The first that says something, or else the first.
_first(facts) := array.concat([fact | some fact in facts; _says_something(fact)], facts)[0]

_says_something(fact) if not fact.is_known

_says_something(fact) if fact.value != null

# What is known of a value, or else what stands in its place in the file, with what parameters and variables hold.
_text(resource, steps) := fact.value if {
	fact := resources.fact(resource, steps)
	is_string(fact.value)
} else := concat(" ", array.concat([text | text := resources.written(resource, steps); is_string(text)], held)) if {
	resource.format == "arm"
	held := [value |
		some [_, kind, name] in regex.find_all_string_submatch_n(
			`(parameters|variables)\('([^']+)'\)`,
			sprintf("%v", [resources.written(resource, steps)]), -1,
		)
		value := resource.scope[kind][lower(name)]
		is_string(value)
	]
} else := text if {
	text := resources.written(resource, steps)
	is_string(text)
} else := concat(" ", [reference |
	some reference in object.get(resource.expressions, array.concat(steps, ["references"]), [])
]) if {
	is_object(resource.expressions)
} else := ""

# Roles that administer clusters, or may do so by what else they allow.
_names := {
	"0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8": "Azure Kubernetes Service Cluster Admin Role",
	"18d7d88d-d35e-4fb5-a773-7771f2d99a6e": "User Access Administrator",
	"8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
	"b1ff04bb-8a4e-4dc4-964b-8693bb21ce1b": "Azure Kubernetes Service RBAC Cluster Admin",
	"b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
	"ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8": "Azure Kubernetes Service Contributor Role",
	"f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
}

_role(resource, steps) := object.union(fact, {"value": object.get(_names, ids[0], ids[0]), "is_known": true}) if {
	fact := resources.fact(resource, steps)
	ids := regex.find_n(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`, _without_subscription(_text(resource, steps)), -1)
	count(ids) > 0
} else := resources.fact(resource, steps)

_without_subscription(text) := regex.replace(lower(text), `subscriptions/[0-9a-f-]*`, "")

_principal(resource, fields) := type if {
	type := resources.fact(resource, fields.type)
	is_string(type.value)
} else := object.union(resources.fact(resource, fields.principal), {"value": kinds[0], "is_known": true}) if {
	text := lower(_text(resource, fields.principal))
	kinds := [kind | some [kind, pattern] in _principals; regex.match(pattern, text)]
	count(kinds) > 0
} else := object.union(resources.fact(resource, fields.principal), {"value": null, "is_known": false})

_principals := [
	["Group", `\bazuread_groups?\.`],
	["User", `\bazuread_users?\.`],
	["ServicePrincipal", `\bazuread_service_principals?\.|identity`],
]

_scope(resource, null, document) := object.union(
	resources.fact(resource, ["scope"]),
	{"value": kinds[0], "is_known": true},
) if {
	text := lower(_text(resource, ["scope"]))
	kinds := [kind | some [kind, pattern] in _scopes; regex.match(pattern, text)]
	count(kinds) > 0
} else := object.union(fact, {"value": _level(document, resource.path)}) if {
	resource.format == "arm"
	fact := resources.fact(resource, ["scope"])
	fact.is_known
	fact.value == null
} else := object.union(resources.fact(resource, ["scope"]), {"value": null, "is_known": false})

_scope(resource, own, _) := object.union(resources.fact(resource, ["type"]), {"value": own}) if own != null

_scopes := [
	["cluster", `azurerm_kubernetes_cluster\.[\w-]+(\[[^\]]*\])?\.id\b|/managedclusters/[^/]+$`],
	["cluster", `^\[.*microsoft\.containerservice/managedclusters['/{]`],
	["subscription", `azurerm_subscription\.[\w-]+(\[[^\]]*\])?\.id\b`],
	["subscription", `^(/subscriptions/[^/]+|\[subscription\(\)\.id\])$`],
	["management group", `azurerm_management_group\.|/managementgroups/[^/]+$`],
	["tenant", `^/$`],
	["other", `^/|\bazurerm_\w+\.|microsoft\.|\bresourcegroup\(\)`],
]

# A template is for a resource group, unless its schema says otherwise.
_level(document, path) := array.concat(
	[level |
		some level, schema in _schemas
		contains(lower(_schema(document, path)), schema)
	],
	["other"],
)[0]

_schemas := {
	"subscription": "/subscriptiondeploymenttemplate.json",
	"management group": "/managementgroupdeploymenttemplate.json",
	"tenant": "/tenantdeploymenttemplate.json",
}

_schema(document, path) := [schema |
	some end in numbers.range(count(path), 0)
	schema := object.get(document, array.concat(array.slice(path, 0, end), ["$schema"]), null)
	is_string(schema)
][0]

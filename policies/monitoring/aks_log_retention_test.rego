package guiderail.monitoring.aks_log_retention_test

import data.guiderail.monitoring.aks_log_retention

test_denied[note] if {
	some note, properties in {
		"short": {"retentionInDays": 30},
		"short as text": {"retentionInDays": "89"},
		"absent": {},
	}
	found := said(template(properties, true), {})
	{finding.msg | some finding in found.violation} == {concat(" ", [
		"logs (Microsoft.OperationalInsights/workspaces):",
		"properties.retentionInDays must keep the logs for 90 days or more",
	])}
	found.unknown == set()
}

test_allowed[note] if {
	some note, properties in {
		"long": {"retentionInDays": 90},
		"for ever": {"retentionInDays": -1},
	}
	said(template(properties, true), {}) == {"violation": set(), "unknown": set()}
	aks_log_retention.applies with input as {"review": {"object": template(properties, true)}}
}

test_terraform if {
	found := said(plan({"log_analytics_workspace_id": ["azurerm_log_analytics_workspace.logs"]}), {})
	{finding.details.path | some finding in found.violation} == {["resource_changes", 1, "change", "after"]}
	not aks_log_retention.applies with input as {"review": {"object": plan({"storage_account_id": ["azurerm_storage_account.logs"]})}}
}

test_by_parameter if said(template({"retentionInDays": 30}, true), {"min_days": 30}).violation == set()

test_unknown if {
	found := said(template({"retentionInDays": "[parameters('days')]"}, true), {})
	found.violation == set()
	count(found.unknown) == 1
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"a cluster that keeps no logs": template({}, false),
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not aks_log_retention.applies with input as {"review": {"object": subject}}
}

template(properties, enabled) := {
	"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
	"contentVersion": "1.0.0.0",
	"resources": [
		{"type": "Microsoft.ContainerService/managedClusters", "name": "main", "properties": {}},
		{
			"type": "Microsoft.Insights/diagnosticSettings",
			"name": "audit",
			"scope": "[resourceId('Microsoft.ContainerService/managedClusters', 'main')]",
			"properties": {"logs": [{"category": "kube-audit", "enabled": enabled}]},
		},
		{"type": "Microsoft.OperationalInsights/workspaces", "name": "logs", "properties": properties},
	],
}

# What is made in a plan, and what the setting refers to.
plan(references) := {
	"format_version": "1.2",
	"resource_changes": [
	{
		"address": sprintf("%s.%s", [type, name]),
		"mode": "managed",
		"type": type,
		"name": name,
		"change": {"actions": ["create"], "after": {"name": name}, "after_unknown": {}},
	} |
		some [type, name] in [
			["azurerm_kubernetes_cluster", "main"],
			["azurerm_log_analytics_workspace", "logs"],
			["azurerm_monitor_diagnostic_setting", "audit"],
		]
	],
	"configuration": {"root_module": {"resources": [
		{"mode": "managed", "type": "azurerm_log_analytics_workspace", "name": "logs", "expressions": {}},
		{
			"mode": "managed",
			"type": "azurerm_monitor_diagnostic_setting",
			"name": "audit",
			"expressions": object.union(
				{"target_resource_id": {"references": ["azurerm_kubernetes_cluster.main"]}},
				{field: {"references": named} | some field, named in references},
			),
		},
	]}},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := aks_log_retention.violation with input as asked
	unknown := aks_log_retention.unknown with input as asked
}

# METADATA
# title: The logs of an AKS control plane must be kept long
# description: |
#   An attack is often noticed only months later, and what the workspace no longer has cannot be investigated. A
#   workspace of Log Analytics keeps logs for 30 days unless it is told otherwise, and encrypts them.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/azure-monitor/logs/data-retention-configure
#   - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/log_analytics_workspace
# custom:
#   severity: medium
#   requirements: [MON-03]
#   match: [aks_logs]
#   remediation: Set the retention of the workspace to min_days or more.
#   parameters:
#     min_days: {type: integer, description: "For how many days at least logs have to be kept."}
package guiderail.monitoring.aks_log_retention

import data.lib.guiderail.aks_logs
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.references
import data.lib.guiderail.resources

defaults := {"min_days": 90}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_workspaces) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": days.path, "msg": msg, "is_open": false} if {
	some workspace in _workspaces
	days := workspace.days
	days.is_known
	_is_short(days.value)
	msg := sprintf("%s: %s must keep the logs for %d days or more", [workspace.title, days.field, parameters.min_days])
}

_offences contains {"path": days.path, "msg": msg, "is_open": true} if {
	some workspace in _workspaces
	days := workspace.days
	not days.is_known
	msg := sprintf("%s: %s is not known", [workspace.title, days.field])
}

# In a template, any workspace beside a cluster that keeps logs; in Terraform, the one that the setting names.
_workspaces := [workspace |
	some type, steps in {
		"azurerm_log_analytics_workspace": ["retention_in_days"],
		"microsoft.operationalinsights/workspaces": ["properties", "retentionInDays"],
	}
	some resource in resources.of_type(type)
	_is_for_cluster(resource)
	workspace := {"title": resource.title, "days": resources.fact(resource, steps)}
]

_is_for_cluster(workspace) if {
	workspace.format == "arm"
	some logs in aks_logs.all
	count(logs.kept) > 0
}

_is_for_cluster(workspace) if {
	clusters := {references.address(cluster) | some cluster in resources.of_type("azurerm_kubernetes_cluster")}
	some setting in resources.of_type("azurerm_monitor_diagnostic_setting")
	references.address(workspace) in references.named(setting, ["log_analytics_workspace_id"])
	count(clusters & references.named(setting, ["target_resource_id"])) > 0
}

# Nothing stands for 30 days.
_is_short(null)

_is_short(days) if {
	text := sprintf("%v", [days])
	regex.match(`^[0-9]+$`, text)
	to_number(text) < parameters.min_days
}

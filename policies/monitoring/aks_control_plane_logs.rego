# METADATA
# title: An AKS cluster must keep the logs of its control plane
# description: |
#   AKS keeps no log of its control plane unless a diagnostic setting sends it somewhere. Without the audit log nobody
#   can tell afterwards who changed a role, and only the log of guard shows who logged in with Entra ID. The category
#   kube-audit-admin is accepted for kube-audit, though it leaves out who read a Secret. So is the group audit for all.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/monitor-aks-reference
# custom:
#   severity: high
#   requirements: [MON-02]
#   match: [aks_logs]
#   remediation: Add a diagnostic setting for the cluster with the categories kube-apiserver, kube-audit and guard.
#   parameters:
#     log_categories: {type: array, items: {type: string}, description: "The categories of logs that have to be kept."}
package guiderail.monitoring.aks_control_plane_logs

import data.lib.guiderail.aks_logs
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

defaults := {"log_categories": ["kube-apiserver", "kube-audit", "guard"]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(aks_logs.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": logs.path, "msg": msg, "is_open": logs.is_known == false} if {
	some logs in aks_logs.all
	missing := [category |
		some category in parameters.log_categories
		count(logs.kept & _that_have(category)) == 0
	]
	count(missing) > 0
	msg := sprintf("%s: %s: %s", [logs.title, _how(logs.is_known), concat(", ", missing)])
}

# What may be kept for a category to be kept.
_that_have("kube-audit") := {"kube-audit", "kube-audit-admin", "allLogs", "audit"}

_that_have(category) := {category, "allLogs", "audit"} if category != "kube-audit"

_how(true) := "a diagnostic setting must keep the log categories that are missing"

_how(false) := "whether a diagnostic setting keeps these log categories is not known"

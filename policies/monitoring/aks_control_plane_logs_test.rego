package guiderail.monitoring.aks_control_plane_logs_test

import data.guiderail.monitoring.aks_control_plane_logs

test_denied[note] if {
	some note, categories in {"none": [], "some": ["kube-apiserver", "kube-audit"], "others": ["kube-scheduler"]}
	count(said(plan(categories, "enabled_log", "category"), {}).violation) == 1
	said(plan(categories, "enabled_log", "category"), {}).unknown == set()
}

test_allowed[note] if {
	some note, subject in {
		"these": plan(["kube-apiserver", "kube-audit", "guard"], "enabled_log", "category"),
		"without reads": plan(["kube-apiserver", "kube-audit-admin", "guard"], "enabled_log", "category"),
		"before azurerm 4": plan(["kube-apiserver", "kube-audit", "guard"], "log", "category"),
		"all": plan(["allLogs"], "enabled_log", "category_group"),
		"audit": plan(["audit"], "enabled_log", "category_group"),
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	aks_control_plane_logs.applies with input as {"review": {"object": subject}}
}

test_category_by_parameter if {
	subject := plan(["kube-audit"], "enabled_log", "category")
	said(subject, {"log_categories": ["kube-scheduler"]}).violation == {{
		"msg": "a.main: a diagnostic setting must keep the log categories that are missing: kube-scheduler",
		"details": {"path": ["resource_changes", 1, "change", "after", "enabled_log"]},
	}}
}

test_unknown if {
	setting := {"address": "s", "type": "azurerm_monitor_diagnostic_setting", "name": "s", "change": {
		"actions": ["create"], "after": {"enabled_log": []}, "after_unknown": {"target_resource_id": true},
	}}
	said({"format_version": "1.2", "resource_changes": [cluster, setting]}, {}) == {"violation": set(), "unknown": {{
		"msg": "a.main: whether a diagnostic setting keeps these log categories is not known: kube-apiserver, kube-audit, guard",
		"details": {"path": ["resource_changes", 0, "change", "after"]},
	}}}
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"described": {"id": "/subscriptions/s", "name": "main", "type": "Microsoft.ContainerService/ManagedClusters"},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not aks_control_plane_logs.applies with input as {"review": {"object": subject}}
}

cluster := {"address": "a.main", "type": "azurerm_kubernetes_cluster", "name": "main", "change": {
	"actions": ["create"], "after": {"name": "main"}, "after_unknown": {},
}}

plan(categories, block, name) := {"format_version": "1.2", "resource_changes": [cluster, setting]} if {
	logs := [log | some category in categories; log := {name: category}]
	setting := {"address": "s", "type": "azurerm_monitor_diagnostic_setting", "name": "s", "change": {
		"actions": ["create"],
		"after": {"target_resource_id": "/subscriptions/s/providers/Microsoft.ContainerService/managedClusters/main", block: logs},
		"after_unknown": {},
	}}
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := aks_control_plane_logs.violation with input as asked
	unknown := aks_control_plane_logs.unknown with input as asked
}

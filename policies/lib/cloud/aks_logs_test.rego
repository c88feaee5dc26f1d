package lib.guiderail.aks_logs_test

import data.lib.guiderail.aks_logs

cluster_type := "Microsoft.ContainerService/managedClusters"

setting_type := "Microsoft.Insights/diagnosticSettings"

kept := {"kube-audit"}

logs := {"logs": [{"category": "kube-audit", "enabled": true}, {"category": "guard", "enabled": false}]}

# Which cluster a setting of a template is for: this one, another, or it cannot be told.
test_aim_of_a_template[note] if {
	id := "[resourceId('Microsoft.ContainerService/managedClusters', parameters('name'))]"
	old := "Microsoft.ContainerService/managedClusters/providers/diagnosticSettings"
	some note, case in {
		"scope": {"name": "[parameters('name')]", "setting": {"type": setting_type, "scope": id}, "want": [kept, true]},
		"scope of Bicep": {
			"name": "[parameters('name')]",
			"setting": {"type": setting_type, "scope": "[format('Microsoft.ContainerService/managedClusters/{0}', parameters('name'))]"},
			"want": [kept, true],
		},
		"scope of a literal": {
			"name": "main",
			"setting": {"type": setting_type, "scope": "[resourceId('Microsoft.ContainerService/managedClusters', 'Main')]"},
			"want": [kept, true],
		},
		"name": {"name": "[parameters('name')]", "setting": {"type": old, "name": "[concat(parameters('name'), '/Microsoft.Insights/x')]"}, "want": [kept, true]},
		"literal name": {"name": "main", "setting": {"type": old, "name": "main/Microsoft.Insights/x"}, "want": [kept, true]},
		"another name": {"name": "main", "setting": {"type": old, "name": "domain/Microsoft.Insights/x"}, "want": [set(), true]},
		"another literal": {
			"name": "main",
			"setting": {"type": setting_type, "scope": "[resourceId('Microsoft.ContainerService/managedClusters', 'other')]"},
			"want": [set(), true],
		},
		"another type": {
			"name": "[parameters('name')]",
			"setting": {"type": setting_type, "scope": "[resourceId('Microsoft.KeyVault/vaults', parameters('vault'))]"},
			"want": [set(), true],
		},
		"another type of the same name": {
			"name": "main",
			"setting": {"type": setting_type, "scope": "[resourceId('Microsoft.KeyVault/vaults', 'main')]"},
			"want": [set(), true],
		},
		"no scope": {"name": "[parameters('name')]", "setting": {"type": setting_type}, "want": [set(), true]},
		"a parameter": {"name": "[parameters('name')]", "setting": {"type": setting_type, "scope": "[parameters('id')]"}, "want": [set(), false]},
		"another expression": {"name": "[variables('name')]", "setting": {"type": setting_type, "scope": id}, "want": [set(), false]},
		"another expression for a name": {
			"name": "[variables('name')]",
			"setting": {"type": old, "name": "[concat(parameters('name'), '/Microsoft.Insights/x')]"},
			"want": [set(), false],
		},
		"no name": {"name": null, "setting": {"type": setting_type, "scope": id}, "want": [set(), false]},
	}
	cluster := {"type": cluster_type, "name": case.name}
	setting := object.union({"properties": logs}, case.setting)
	found := aks_logs.all with input as template([cluster, setting])
	[found[0].kept, found[0].is_known] == case.want
}

# What is certainly for one cluster is for no other.
test_two_clusters if {
	scope := "[resourceId('Microsoft.ContainerService/managedClusters', parameters('name'))]"
	clusters := [{"type": cluster_type, "name": name} | some name in ["[parameters('name')]", "main"]]
	found := aks_logs.all with input as template(array.concat(clusters, [{"type": setting_type, "scope": scope, "properties": logs}]))
	[[cluster.kept, cluster.is_known] | some cluster in found] == [[kept, true], [set(), true]]
}

test_setting_within_a_cluster if {
	setting := {"type": "providers/diagnosticSettings", "name": "[x()]", "properties": logs}
	found := aks_logs.all with input as template([{"type": cluster_type, "name": "main", "resources": [setting]}])
	found == [{
		"title": "main (Microsoft.ContainerService/managedClusters)",
		"path": ["resources", 0, "resources", 0, "properties", "logs"], "kept": kept, "is_known": true,
	}]
}

test_logs_of_a_template[note] if {
	some note, case in {
		"a group": {"logs": [{"categoryGroup": "allLogs", "enabled": true}], "want": [{"allLogs"}, true]},
		"a number": {"logs": [{"category": 1, "enabled": "true"}], "want": [set(), true]},
		"open": {"logs": [{"category": "guard", "enabled": "[parameters('x')]"}], "want": [set(), false]},
		"retention is open": {"logs": [{"category": "guard", "enabled": true, "retentionPolicy": "[parameters('x')]"}], "want": [{"guard"}, true]},
		"all open": {"logs": "[parameters('x')]", "want": [set(), false]},
		"none": {"logs": [], "want": [set(), true]},
	}
	setting := {"type": "providers/diagnosticSettings", "name": "s", "properties": {"logs": case.logs}}
	found := aks_logs.all with input as template([{"type": cluster_type, "name": "main", "resources": [setting]}])
	[found[0].kept, found[0].is_known] == case.want
}

# Which cluster a setting of a plan is for.
test_aim_of_a_plan[note] if {
	some note, case in {
		"an ID": {"after": {"target_resource_id": "/subscriptions/s/providers/Microsoft.ContainerService/managedClusters/Main"}, "want": [kept, true]},
		"another ID": {"after": {"target_resource_id": "/subscriptions/s/providers/Microsoft.ContainerService/managedClusters/domain"}, "want": [set(), true]},
		"a reference": {"references": ["azurerm_kubernetes_cluster.main.id", "azurerm_kubernetes_cluster.main"], "want": [kept, true]},
		"another cluster": {"references": ["azurerm_kubernetes_cluster.other.id", "azurerm_kubernetes_cluster.other"], "want": [set(), true]},
		"a vault": {"references": ["azurerm_key_vault.main.id", "azurerm_key_vault.main"], "want": [set(), true]},
		"a variable": {"references": ["var.id"], "want": [set(), false]},
		"nothing": {"references": [], "want": [set(), false]},
		"a module without clusters": {"references": ["module.vault.id", "module.vault"], "want": [set(), true]},
	}
	found := aks_logs.all with input as plan([cluster("main", "")], case, "")
	[found[0].kept, found[0].is_known] == case.want
}

test_aim_of_a_module[note] if {
	references := {"references": ["module.aks.id", "module.aks"]}
	some note, case in {
		"one cluster": {"clusters": [cluster("main", "module.aks[0]")], "module": "", "want": [kept, true]},
		"one within": {"clusters": [cluster("main", "module.aks.module.inner")], "module": "", "want": [kept, true]},
		"from a module": {"clusters": [cluster("main", "module.all.module.aks")], "module": "module.all", "want": [kept, true]},
		"two clusters": {"clusters": [cluster("main", "module.aks[0]"), cluster("main", "module.aks[1]")], "module": "", "want": [set(), false]},
		"elsewhere": {"clusters": [cluster("main", "module.aksother")], "module": "", "want": [set(), true]},
	}
	found := aks_logs.all with input as plan(case.clusters, references, case.module)
	[found[0].kept, found[0].is_known] == case.want
}

test_logs_of_a_plan[note] if {
	some note, case in {
		"a group": {"after": {"enabled_log": [{"category_group": "audit", "category": null}]}, "unknown": {}, "want": [{"audit"}, true]},
		"before azurerm 4": {
			"after": {"log": [{"category": "guard", "enabled": true}, {"category": "kube-audit", "enabled": false}]},
			"unknown": {}, "want": [{"guard"}, true],
		},
		"open": {"after": {"enabled_log": [{}]}, "unknown": {"enabled_log": [{"category": true}]}, "want": [set(), false]},
		"all open": {"after": {}, "unknown": {"enabled_log": true}, "want": [set(), false]},
		"no objects": {"after": {"enabled_log": [1, "x"]}, "unknown": {}, "want": [set(), true]},
		"no list": {"after": {"enabled_log": 1}, "unknown": {}, "want": [set(), true]},
	}
	setting := {"address": "s", "type": "azurerm_monitor_diagnostic_setting", "name": "s", "change": {
		"actions": ["create"], "after": object.union(case.after, {"target_resource_id": "/managedClusters/main"}), "after_unknown": case.unknown,
	}}
	found := aks_logs.all with input as {"format_version": "1.2", "resource_changes": [cluster("main", ""), setting]}
	[found[0].kept, found[0].is_known] == case.want
}

test_logs_of_files[note] if {
	some note, case in {
		"a reference": {"setting": {"target_resource_id": "${azurerm_kubernetes_cluster.main.id}"}, "want": [kept, true]},
		"another cluster": {"setting": {"target_resource_id": "${azurerm_kubernetes_cluster.other.id}"}, "want": [set(), true]},
		"a variable": {"setting": {"target_resource_id": "${var.id}"}, "want": [set(), false]},
		"a number": {"setting": {"target_resource_id": 1}, "want": [set(), false]},
		"a cluster that is looked up": {"setting": {"target_resource_id": "${data.azurerm_kubernetes_cluster.main.id}"}, "want": [set(), false]},
		"a module": {"setting": {"target_resource_id": "${module.vault.id}"}, "want": [set(), true]},
		"open": {
			"setting": {"target_resource_id": "${azurerm_kubernetes_cluster.main.id}", "enabled_log": [{"category": "${var.log}"}]},
			"want": [{"${var.log}"}, false],
		},
	}
	setting := object.union({"enabled_log": [{"category": "kube-audit"}]}, case.setting)
	found := aks_logs.all with input as {"resource": {
		"azurerm_kubernetes_cluster": {"main": [{"name": "main"}]},
		"azurerm_monitor_diagnostic_setting": {"main": [setting]},
	}}
	[found[0].kept, found[0].is_known] == case.want
}

cluster(name, module) := {
	"address": "c", "module_address": module, "type": "azurerm_kubernetes_cluster", "name": name,
	"change": {"actions": ["create"], "after": {"name": name}, "after_unknown": {}},
}

plan(clusters, target, module) := {
	"format_version": "1.2",
	"resource_changes": array.concat(clusters, [{
		"address": "s", "module_address": module, "type": "azurerm_monitor_diagnostic_setting", "name": "s",
		"change": {
			"actions": ["create"], "after": object.union({"enabled_log": [{"category": "kube-audit"}]}, object.get(target, "after", {})),
			"after_unknown": {"target_resource_id": true},
		},
	}]),
	"configuration": {"root_module": {"resources": resources, "module_calls": {"all": {"module": {"resources": resources}}}}},
} if {
	expressions := {"target_resource_id": {"references": object.get(target, "references", [])}}
	resources := [{"mode": "managed", "type": "azurerm_monitor_diagnostic_setting", "name": "s", "expressions": expressions}]
}

template(resources) := {"review": {"object": {
	"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
	"resources": resources,
}}}

# METADATA
# title: Logs of the control planes of AKS
# description: |
#   Which logs of its control plane each cluster keeps. AKS keeps none; a diagnostic setting, which is a resource of its
#   own, sends them somewhere. Which cluster a setting is for is told by what its author refers to.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: arm
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/monitor-aks-reference
#   - https://learn.microsoft.com/en-us/azure/templates/microsoft.insights/diagnosticsettings
#   - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/monitor_diagnostic_setting
package lib.guiderail.aks_logs

import data.lib.guiderail.aks_clusters
import data.lib.guiderail.arm_template
import data.lib.guiderail.resources

# METADATA
# description: |
#   The clusters, each with its `title`, the `path` to what sends its logs, or else to the cluster, the set of `kept`
#   log categories and groups, and `is_known`, which is false if there may be more of them.
all := [logs |
	some cluster in aks_clusters.all
	not _is_described(cluster)
	settings := [object.union(setting, {"aim": _aim(setting.resource, cluster.resource)}) | some setting in _settings]
	own := [setting | some setting in settings; setting.aim == "this"]
	paths := array.concat([setting.path | some setting in own], [cluster.path])
	kept := {log | some setting in own; some log in setting.kept}
	open := [setting | some setting in settings; _may_tell_more(setting)]
	logs := {"title": cluster.title, "path": paths[0], "kept": kept, "is_known": count(open) == 0}
]

# What Azure says of a cluster is silent about its diagnostic settings.
_is_described(cluster) if cluster.resource.scope == null

_may_tell_more(setting) if {
	setting.aim == "unknown"
	not _is_for_one(setting)
}

_may_tell_more(setting) if {
	setting.aim == "this"
	setting.is_known == false
}

# A setting is for no more than one cluster.
_is_for_one(setting) if {
	some cluster in aks_clusters.all
	_aim(setting.resource, cluster.resource) == "this"
}

_settings := array.concat(_planned, _templates)

_blocks := ["enabled_log", "log"]

_planned := [setting |
	some resource in resources.of_type("azurerm_monitor_diagnostic_setting")
	kept := {log |
		some block in _blocks
		some written in resource.values[block]
		is_object(written)
		not _is_off(written)
		some name in ["category", "category_group"]
		log := written[name]
		is_string(log)
	}
	open := [block | some block in _blocks; _is_open(resource, block)]
	written := [resources.place(resource, [block]) | some block in _blocks; resource.values[block][0]]
	path := array.concat(written, [resource.path])[0]
	setting := {"resource": resource, "path": path, "kept": kept, "is_known": count(open) == 0}
]

_is_open(resource, block) if walk(resource.unknown[block], [_, true])

_is_open(resource, block) if {
	resource.is_text
	walk(resource.values[block], [_, text])
	is_string(text)
	contains(text, "${")
}

_is_off(log) if resources.is_false(log.enabled)

_templates := [setting |
	some type in _setting_types
	some resource in resources.of_type(type)
	logs := _logs(resource)
	kept := {name |
		some log in logs
		resources.is_true(log.enabled.value)
		some name in [log.category.value, log.group.value]
		is_string(name)
	}
	open := [fact | some log in logs; some fact in log; not fact.is_known]
	path := resources.fact(resource, ["properties", "logs"]).path
	setting := {"resource": resource, "path": path, "kept": kept, "is_known": count(open) == 0}
]

_setting_types := [
	"microsoft.insights/diagnosticsettings",
	"microsoft.containerservice/managedclusters/providers/diagnosticsettings",
]

# Where it is not known how many there are, the first is not known.
_logs(resource) := [log |
	some i in numbers.range(0, max([amount - 1, 0]))
	log := _log(resource, i)
] if {
	amount := arm_template.length(resource, ["properties", "logs"])
} else := [_log(resource, 0)]

_log(resource, i) := {
	"enabled": resources.fact(resource, ["properties", "logs", i, "enabled"]),
	"category": resources.fact(resource, ["properties", "logs", i, "category"]),
	"group": resources.fact(resource, ["properties", "logs", i, "categoryGroup"]),
}

# Whether a setting is for a cluster: this, other or unknown.
_aim(setting, cluster) := "this" if {
	setting.format == "terraform"
	_refers_to(setting, cluster)
} else := "other" if {
	setting.format == "terraform"
	_refers_elsewhere(setting)
} else := "this" if {
	setting.format == "arm"
	_is_within_or_names(setting, cluster)
} else := "other" if {
	setting.format == "arm"
	_names_another(setting, cluster)
} else := "unknown"

_refers_to(setting, cluster) if {
	_has_id(setting)
	is_string(cluster.values.name)
	endswith(lower(setting.values.target_resource_id), lower(sprintf("/managedClusters/%s", [cluster.values.name])))
}

_refers_to(setting, cluster) if {
	setting.module == cluster.module
	sprintf("azurerm_kubernetes_cluster.%s", [cluster.name]) in _references(setting)
}

# An output of the module that holds this cluster and no other.
_refers_to(setting, cluster) if {
	some called in _called_modules(setting)
	_is_in_module(cluster, called)
	count([other | some other in resources.of_type(cluster.type); _is_in_module(other, called)]) == 1
}

_refers_elsewhere(setting) if _has_id(setting)

_refers_elsewhere(setting) if {
	some reference in _references(setting)
	startswith(reference, "azurerm_")
}

_refers_elsewhere(setting) if {
	some called in _called_modules(setting)
	count([cluster | some cluster in resources.of_type("azurerm_kubernetes_cluster"); _is_in_module(cluster, called)]) == 0
}

# In files of Terraform, what could not be evaluated is a text with ${…} in it.
_has_id(setting) if {
	is_string(setting.values.target_resource_id)
	not contains(setting.values.target_resource_id, "${")
}

_references(setting) := {reference | some reference in found} if {
	setting.is_text
	is_string(setting.values.target_resource_id)
	found := regex.find_n(`(azurerm_\w+|module|data)\.[\w-]+`, setting.values.target_resource_id, -1)
} else := {reference |
	some reference in setting.expressions.target_resource_id.references
	is_string(reference)
}

_called_modules(setting) := {_address(setting.module, reference) |
	some reference in _references(setting)
	regex.match(`^module\.[^.]+$`, reference)
}

_address("", reference) := reference

_address(module, reference) := sprintf("%s.%s", [module, reference]) if module != ""

_is_in_module(cluster, called) if {
	startswith(_module_steps(cluster.module), _module_steps(called))
}

_module_steps(address) := sprintf("%s.", [regex.replace(address, `\[("[^"]*"|[0-9]+)\]`, "")])

_is_within_or_names(setting, cluster) if {
	array.slice(setting.path, 0, count(cluster.path)) == cluster.path
}

_is_within_or_names(setting, cluster) if {
	_is_for_clusters(setting)
	arm_template.names(cluster, _target(setting))
}

_has_open_name(cluster) if arm_template.is_expression(cluster.name)

# Both are written in full.
_names_another(setting, cluster) if {
	not _has_open_name(cluster)
	not _depends_on_values(setting)
}

_names_another(setting, _) if {
	not _is_for_clusters(setting)
	not _depends_on_values(setting)
}

_names_another(setting, _) if {
	not _is_for_clusters(setting)
	contains(_target(setting), "microsoft.")
}

_is_for_clusters(setting) if setting.type == _setting_types[1]

_is_for_clusters(setting) if contains(_target(setting), "microsoft.containerservice/managedclusters")

_depends_on_values(setting) if regex.match(`(parameters|variables|reference)\(`, _target(setting))

_target(setting) := lower(setting.name) if {
	setting.type == _setting_types[1]
} else := lower(text) if {
	text := arm_template.written(setting, ["scope"])
	is_string(text)
} else := ""

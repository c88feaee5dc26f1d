# METADATA
# title: Archives and backups that nothing sends away
# description: |
#   The sidecars whose archives and backups are not sent to other storage by anything in their namespace.
#   `parameters` are those of messagelog.offload.
package lib.guiderail.unsent_archive

import data.lib.guiderail.archive
import data.lib.guiderail.ctx
import data.lib.guiderail.local_ini
import data.lib.guiderail.mount
import data.lib.guiderail.offload
import data.lib.guiderail.pods

# METADATA
# description: |
#   The offences of an object that runs sidecars and has no sender of its own, in the form that `finding` takes.
offences(maker, parameters) := {{"path": array.concat(keeper.path, field), "msg": msg, "is_open": is_open} |
	# Most objects have no sidecar, and need not look at other objects.
	keepers := archive.keepers_of(maker)
	count(keepers) > 0
	claims := archive.claims_of(maker, parameters.directories)
	config_maps := _config_maps(maker, keepers)
	not _is_sent(claims, config_maps, parameters)
	perhaps := _perhaps(claims, config_maps, parameters)
	what := sprintf("the archives and backups in %s", [concat(", ", parameters.directories)])
	some keeper in keepers
	[is_open, field, how] := _judged(keeper, claims, what, perhaps)
	msg := sprintf("%s: %s", [keeper.title, how])
}

_judged(keeper, claims, what, perhaps) := [
	true, [], sprintf("whether archives and backups are copied elsewhere is not known; %s may copy them", [who]),
] if {
	count(perhaps) > 0
	who := concat(", ", sort(perhaps))
} else := [true, [], sprintf("none of the given objects copies %s elsewhere", [what])] if {
	ctx.operation
} else := [false, [], sprintf("nothing in namespace %q copies %s elsewhere; %s", [namespace, what, advice])] if {
	_has_archives(keeper, claims)
	namespace := ctx.namespace_or_default
	advice := "add a CronJob that copies them to S3 or Blob Storage every day"
} else := [true, ["image"], sprintf("%s; a full one must have its archives and backups copied elsewhere", [open])] if {
	open := "the image does not show whether the sidecar is slim or full"
}

# A server of unknown type that mounts no claim there may be a slim one.
_has_archives(keeper, _) if keeper.type == "full"

_has_archives(_, claims) if count(claims) > 0

_is_sent(claims, _, parameters) if {
	some claim in parameters.claims_sent_elsewhere
	claim in claims
}

# The server itself can send the archives away, if its configuration says so.
_is_sent(_, config_maps, _) if {
	some name in config_maps
	config_map := data.inventory.namespace[ctx.namespace_or_default].v1.ConfigMap[name]
	some setting in local_ini.settings_of(config_map, "message-log", "archive-transfer-command")
	setting.value != ""
}

_is_sent(claims, _, parameters) if {
	some other in _beside(claims, parameters.directories)
	some candidate in other.candidates
	offload.sends(candidate, parameters.senders)
}

# The objects that may send them, although that is not known.
_perhaps(claims, config_maps, parameters) := {title |
	some name in config_maps
	not data.inventory.namespace[ctx.namespace_or_default].v1.ConfigMap[name]
	title := sprintf("ConfigMap %q, which is not among the given objects,", [name])
} | {other.title |
	some other in _beside(claims, parameters.directories)
	other.kind == "CronJob"
}

# The workloads of the namespace that run continuously or repeatedly and can read the archives.
_beside(claims, directories) := [found |
	some other in pods.owners(ctx.namespace_or_default)
	other.kind in {"CronJob", "Deployment", "StatefulSet", "DaemonSet", "Rollout"}
	candidates := [candidate |
		some candidate in offload.candidates_of(other, directories)
		offload.sees(candidate, directories, claims)
	]
	count(candidates) > 0
	title := sprintf("%s %q", [other.kind, other.metadata.name])
	found := {"kind": other.kind, "title": title, "candidates": candidates}
]

_config_maps(maker, keepers) := {name |
	some keeper in keepers
	some mounted in mount.below(mount.mounts_of(maker, keeper), "/etc/xroad")
	some source in array.concat([mounted.volume.spec], [source | some source in mounted.volume.spec.projected.sources])
	name := source.configMap.name
}

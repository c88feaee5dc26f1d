# METADATA
# title: Containers that send archives and backups away
# description: |
#   The containers, in the pod under review and in other workloads, that send the archives and backups
#   of a sidecar to other storage. `parameters` are those of messagelog.offload.
package lib.guiderail.archive_sender

import data.lib.guiderail.archive
import data.lib.guiderail.ctx
import data.lib.guiderail.local_ini
import data.lib.guiderail.mount
import data.lib.guiderail.offload
import data.lib.guiderail.pods

# METADATA
# description: Those of the containers which send something away that send archives or backups.
senders(sending, parameters) := [candidate |
	some candidate in sending
	_sees_archives(candidate, parameters)
]

_sees_archives(candidate, parameters) if offload.sees(candidate, parameters.directories, _own_claims(parameters))

_sees_archives(candidate, parameters) if {
	not offload.sees(candidate, parameters.directories, _own_claims(parameters))
	offload.sees(candidate, [], _claims_beside(parameters))
}

_own_claims(parameters) := archive.claims_of(ctx.resource, parameters.directories)

_claims_beside(parameters) := {claim |
	some other in pods.owners(ctx.namespace_or_default)
	some claim in archive.claims_of(other, parameters.directories)
}

# METADATA
# description: The sidecars whose archives nothing is seen to send away, where these are the senders of their pod.
alone(senders, parameters) := [keeper |
	some keeper in archive.keepers
	count(senders) == 0
	count(_own_claims(parameters) & {claim | some claim in parameters.claims_sent_elsewhere}) == 0
	not _has_transfer_command
	not _is_sent_beside(parameters)
]

# METADATA
# scope: document
# description: |
#   Whether a sidecar keeps archives or backups. What has nothing mounted there need not be a full server.
archives(keeper, _) if keeper.type == "full"

archives(_, parameters) if count(_own_claims(parameters)) > 0

_is_sent_beside(parameters) if {
	some other in _beside(parameters)
	some candidate in other.candidates
	offload.sends(candidate, parameters.senders)
}

# METADATA
# description: What may send archives and backups away, although it is not known.
perhaps(parameters) := _untold | {other.title | some other in _beside(parameters); other.kind == "CronJob"}

_untold := {title |
	some name in _config_maps
	not data.inventory.namespace[ctx.namespace_or_default].v1.ConfigMap[name]
	title := sprintf("ConfigMap %q, which is not among the objects that are given,", [name])
}

# What runs again and again in the namespace and sees the archives.
_beside(parameters) := [found |
	some other in pods.owners(ctx.namespace_or_default)
	other.kind in {"CronJob", "Deployment", "StatefulSet", "DaemonSet", "Rollout"}
	candidates := _seeing(other, parameters.directories, _own_claims(parameters))
	count(candidates) > 0
	found := {
		"kind": other.kind,
		"title": sprintf("%s %q", [other.kind, other.metadata.name]),
		"candidates": candidates,
	}
]

_seeing(other, directories, claims) := [candidate |
	some candidate in offload.candidates_of(other, directories)
	offload.sees(candidate, directories, claims)
]

# The server itself can send the archives away, if its configuration says so.
_has_transfer_command if {
	some name in _config_maps
	config_map := data.inventory.namespace[ctx.namespace_or_default].v1.ConfigMap[name]
	some setting in local_ini.settings_of(config_map, "message-log", "archive-transfer-command")
	setting.value != ""
}

_config_maps := {name |
	some keeper in archive.keepers
	some mounted in mount.within(keeper, "/etc/xroad")
	some source in array.concat([mounted.volume.spec], [source | some source in mounted.volume.spec.projected.sources])
	name := source.configMap.name
}

# METADATA
# description: |
#   Patterns of addresses without TLS, of an endpoint, by an option or a variable of the usual programs, and of Blob
#   Storage itself.
plain_addresses := [
	`(?i)(?:--[a-z0-9-]*endpoint(?:-url)?[= ]["']?|_ENDPOINT(?:_URL)?(?:_S3)?=)http://(?:[^\s/"'@]*@)?([^\s/:"'@]+)`,
	`(?i)\bhttp://([a-z0-9-]+\.blob\.core\.[a-z0-9.]+)`,
]

# METADATA
# title: AKS must patch the operating system of nodes by itself
# description: |
#   A node runs the image that it was created with. Unless a channel for the operating system of nodes is chosen,
#   security patches of the kernel and the container runtime wait until somebody upgrades the nodes. The channel
#   Unmanaged leaves it to each node, and a new one runs unpatched until its own nightly run.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/auto-upgrade-node-os-image
# custom:
#   severity: medium
#   requirements: [HOST-11]
#   match: [aks_clusters]
#   remediation: Set the node OS upgrade channel to NodeImage or SecurityPatch, with a maintenance window.
#   parameters:
#     channels: {type: array, items: {type: string}, description: "The node OS upgrade channels that are good enough."}
package guiderail.hosts.node_os_upgrades

import data.lib.guiderail.aks_clusters
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

defaults := {"channels": ["NodeImage", "SecurityPatch"]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(aks_clusters.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": channel.path, "msg": msg, "is_open": is_open} if {
	some cluster in aks_clusters.all
	channel := cluster.facts.node_os_channel
	not _is_good(channel)
	not _renews_images(cluster.facts)
	not _is_default(cluster.facts)
	open := [fact |
		some fact in [channel, cluster.facts.channel, _api_version(cluster.facts)]
		not fact.is_known
	]
	is_open := count(open) > 0
	msg := sprintf("%s: %s", [cluster.title, _how(channel.field, concat(" or ", parameters.channels), is_open)])
}

_is_good(channel) if {
	some good in parameters.channels
	_is(good, channel.value)
}

# The channel of the whole cluster may take care of it.
_renews_images(facts) if _is("node-image", facts.channel.value)

_is(channel, value) if {
	is_string(value)
	lower(value) == lower(channel)
}

# Since this version of its API, Azure chooses NodeImage where a template says nothing.
_is_default(facts) if {
	"NodeImage" in parameters.channels
	facts.node_os_channel.is_known
	facts.node_os_channel.value == null
	is_string(facts.api_version.value)
	facts.api_version.value >= "2023-06-01"
}

# The version only matters where the template says nothing.
_api_version(facts) := facts.api_version if {
	facts.node_os_channel.value == null
} else := facts.node_os_channel

_how(field, channels, true) := sprintf("whether %s is %s is not known", [field, channels])

_how(field, channels, false) := sprintf("%s must be %s", [field, channels])

# METADATA
# title: Peers of cluster-wide network policies
# description: |
#   Which peers of an AdminNetworkPolicy, a BaselineAdminNetworkPolicy or a ClusterNetworkPolicy stand for everyone.
package lib.guiderail.admin_peer

import data.lib.guiderail.cidr
import data.lib.guiderail.selector
import data.lib.guiderail.value

# METADATA
# description: |
#   The `field` that makes a peer stand for everyone, and `how`. Undefined for any other peer. A block with a prefix
#   shorter than `shortest` counts as the internet.
opening(peer, shortest) := {"field": "namespaces", "how": how} if {
	selector.selects_every_namespace(peer.namespaces)
	how := "namespaces selects every namespace; narrow the selector"
} else := {
	"field": "namespaces",
	"how": "namespaces has only exclusions, so it selects nearly every namespace; narrow the selector",
} if {
	selector.only_excludes_namespaces(peer.namespaces)
} else := {"field": "pods", "how": "pods selects every pod of every namespace; narrow the selector"} if {
	selector.selects_every_namespace(peer.pods.namespaceSelector)
	selector.is_empty(value.object_in(peer.pods, "podSelector"))
} else := {
	"field": "pods",
	"how": "pods has only exclusions, so it selects nearly every pod of every namespace; narrow the selector",
} if {
	selector.only_excludes_namespaces(peer.pods.namespaceSelector)
	selector.only_excludes(value.object_in(peer.pods, "podSelector"))
} else := {"field": "networks", "how": cidr.wide(block)} if {
	block := [candidate | some candidate in peer.networks; cidr.is_wide(candidate, shortest)][0]
} else := {"field": "networks", "how": cidr.wide_together("the blocks")} if {
	cidr.are_wide([{"cidr": block} | some block in peer.networks], shortest)
}

# METADATA
# title: Only its secondaries may reach the X-Road primary, by SSH
# description: |
#   The primary holds the keys and the configuration that its secondaries fetch over SSH, and they do not
#   check whom they talk to. Any other way in, opened by whichever policy, is a way to the keys; and where
#   the secondaries are locked out, they serve with an ever older configuration.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_security_user_guide.md
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: high
#   requirements: [XR-03]
#   match: [workload, {groups: [networking.k8s.io], kinds: [NetworkPolicy]}]
#   remediation: Select the primary with a NetworkPolicy whose only ingress rule lets pods with the label role=secondary
#     in on TCP port 22.
#   parameters:
#     other_policies:
#       type: string
#       enum: [unknown, ignore]
#       description: Whether a policy of Cilium, Calico or Antrea, or one for the whole cluster, that selects a primary
#         which no NetworkPolicy selects leaves the verdict unknown or is ignored.
#     allowed_sources:
#       type: array
#       items:
#         type: object
#         properties:
#           ports: {type: array, items: {type: integer}}
#           namespace: {type: string}
#           labels: {type: object}
#           block: {type: string}
#       description: Who else may reach the primary, and on which TCP ports (4000 for its admin pages, 5588 for its
#         health); pods of a namespace that carry all the labels, or a block of addresses.
package guiderail.network.primary_isolation

import data.lib.guiderail.ctx
import data.lib.guiderail.namespace_policies
import data.lib.guiderail.namespaces
import data.lib.guiderail.other_policies
import data.lib.guiderail.placeholder
import data.lib.guiderail.pods
import data.lib.guiderail.selector
import data.lib.guiderail.traffic
import data.lib.guiderail.workload
import data.lib.guiderail.xroad

defaults := {"other_policies": "unknown", "allowed_sources": []}

parameters := object.union(defaults, ctx.parameters)

applies if count(_own) > 0

applies if count(_primaries) > 0

# What lets too many in is judged at the policy that does.
violation contains {"msg": msg, "details": {"path": entry.path}} if {
	some entry in _entries
	some primary in _primaries
	opened := _opened(entry, primary)
	count(opened) > 0
	msg := sprintf("%s: lets %s reach %s, an X-Road primary, on %s; let only its secondaries in, on TCP 22", [entry.title, _who(entry), primary.title, concat(", ", opened)])
}

# That too few policies are there, or too few rules, is judged at the primary.
violation contains absence.said if {
	some absence in _absences
	not _may_differ(absence.primary)
}

unknown contains absence.said if {
	some absence in _absences
	_may_differ(absence.primary)
}

# In a request the policies may be yet to come, and what is still to be filled in may select the pods.
_may_differ(_) if ctx.operation

_may_differ(primary) if {
	some written in array.concat([primary.labels], [policy.spec | some policy in _policies])
	placeholder.is_in(json.marshal(written))
}

# What the policies of others let in is not judged here, and those whose namespace nobody names may be meant.
_may_differ(primary) if {
	primary.host_network == false
	count(_isolating(primary)) == 0
	floating := namespace_policies.possibly_isolating(ctx.namespace_or_none, primary, "ingress")
	others := other_policies.isolating(ctx.namespace_or_default, primary.labels, "ingress")
	count(other_policies.doubts(floating, others, parameters.other_policies)) > 0
}

_absences contains {"primary": primary, "said": {"msg": msg, "details": {"path": path}}} if {
	some primary in _own
	primary.host_network
	path := workload.field_path(workload.pods[primary.pod], "hostNetwork")
	msg := "hostNetwork takes the X-Road primary out of the reach of every NetworkPolicy; leave it out"
}

_absences contains {"primary": primary, "said": {"msg": msg, "details": {"path": _labels_path(primary)}}} if {
	some primary in _own
	not primary.host_network
	count(_isolating(primary)) == 0
	msg := "no NetworkPolicy selects the X-Road primary for ingress, so that everyone reaches it on every port; let only its secondaries in, on TCP 22"
}

_absences contains {"primary": primary, "said": {"msg": msg, "details": {"path": _labels_path(primary)}}} if {
	some primary in _own
	count(_isolating(primary)) > 0
	some secondary in _secondaries
	not traffic.allows(_policies, secondary, primary, "ingress", _ssh)
	names := concat(", ", sort([sprintf("%v", [policy.metadata.name]) | some policy in _isolating(primary)]))
	msg := sprintf("%s cannot reach the X-Road primary on TCP 22: no ingress rule of %s names it; let it in", [secondary.title, names])
}

_absences contains {"primary": primary, "said": {"msg": msg, "details": {"path": _labels_path(primary)}}} if {
	# First of all, since most workloads are none, and the secondaries take a walk through the namespace.
	some primary in _own
	some secondary in _secondaries
	not traffic.allows(_policies, primary, secondary, "egress", _ssh)
	names := concat(", ", sort([sprintf("%v", [policy.metadata.name]) | some policy in traffic.isolating(_policies, secondary, "egress")]))
	msg := sprintf("%s cannot reach the X-Road primary on TCP 22: no egress rule of %s names it; let it out", [secondary.title, names])
}

_ssh := {"protocol": "TCP", "port": 22}

_labels_path(primary) := array.concat(workload.pods[primary.pod].metadata_path, ["labels"])

# The primaries under review.
_own := _with_role(ctx.resource, "primary")

_with_role(owner, role) := [seen |
	some n in xroad.pods_with_role(owner, role)
	some seen in _seen(owner)
	seen.pod == n
]

_seen(owner) := [object.union(pod, {"namespace_labels": namespaces.labels(ctx.namespace_or_default)}) |
	some pod in pods.seen(owner, ctx.namespace_or_default)
]

_policies := namespace_policies.of_namespace(ctx.namespace_or_default)

_isolating(primary) := traffic.isolating(_policies, primary, "ingress")

_secondaries := [seen |
	some owner in pods.owners(ctx.namespace_or_default)
	some seen in _with_role(owner, "secondary")
]

# The primaries that the policy under review selects.
_primaries := [seen |
	_is_policy
	some owner in pods.owners(ctx.namespace_or_default)
	some seen in _with_role(owner, "primary")
	traffic.selects(ctx.resource, seen)
]

_is_policy if {
	ctx.kind == "NetworkPolicy"
	ctx.group == "networking.k8s.io"
}

# Each peer of each ingress rule; a rule without peers is one entry, which is about everyone.
_entries contains {"title": title, "path": path, "rule": rule, "peer": peer} if {
	some rule in traffic.rules(ctx.resource, "ingress")
	some i, peer in rule.peers
	_names_someone(peer)
	title := sprintf("ingress rule #%d, peer #%d", [rule.index, i])
	path := ["spec", "ingress", rule.index, "from", i]
}

_entries contains {"title": title, "path": ["spec", "ingress", rule.index], "rule": rule} if {
	some rule in traffic.rules(ctx.resource, "ingress")
	rule.peers == []
	title := sprintf("ingress rule #%d", [rule.index])
}

_names_someone(peer) if {
	some field in ["podSelector", "namespaceSelector", "ipBlock"]
	peer[field] != null
}

_who(entry) := "everyone" if {
	not entry.peer
} else := sprintf("addresses in %v", [entry.peer.ipBlock.cidr]) if {
	entry.peer.ipBlock
} else := "its secondaries" if {
	_is_about_secondaries(entry.peer)
} else := sprintf("pods that are not its secondaries, such as %s,", [stranger]) if {
	stranger := min([seen.title |
		some seen in _strangers
		traffic.matches_peer(entry.peer, ctx.namespace_or_default, seen)
	])
} else := "pods that are not its secondaries"

# The ports that a rule opens to its peer and should not.
_opened(entry, primary) := ["every port"] if {
	entry.rule.ports == []
} else := [_port_title(written) |
	some written in entry.rule.ports
	not _is_within(written, _allowed_ports(entry), primary)
]

_is_within(written, allowed, primary) if {
	every range in traffic.port_ranges({"ports": [written]}, primary) {
		range.protocol == "TCP"
		inside := [number | some number in allowed; range.from <= number; number <= range.to]
		count(inside) == (range.to - range.from) + 1
	}
}

_port_title(written) := sprintf("%v %v to %v", [traffic.protocol(written), written.port, written.endPort]) if {
	is_number(written.endPort)
} else := sprintf("%v %v", [traffic.protocol(written), written.port]) if {
	written.port != null
} else := sprintf("every %v port", [traffic.protocol(written)])

_allowed_ports(entry) := {22} if {
	_is_about_secondaries(entry.peer)
} else := {port |
	some source in parameters.allowed_sources
	_is_about(entry.peer, source)
	some port in source.ports
}

_is_about(peer, source) if {
	net.cidr_is_valid(source.block)
	net.cidr_is_valid(peer.ipBlock.cidr)
	net.cidr_contains(source.block, peer.ipBlock.cidr)
}

_is_about(peer, source) if {
	_is_about_namespace(peer, source.namespace)
	every key, value in source.labels {
		selector.requires(peer.podSelector, key, value)
	}
}

_is_about_namespace(peer, namespace) if selector.requires(peer.namespaceSelector, "kubernetes.io/metadata.name", namespace)

_is_about_namespace(peer, namespace) if {
	namespace == ctx.namespace_or_default
	not peer.namespaceSelector
}

_is_about_namespace(peer, namespace) if {
	namespace == ctx.namespace_or_default
	peer.namespaceSelector == null
}

# Pods of this namespace that carry a label of the sidecars, and that no other pod here is.
_is_about_secondaries(peer) if {
	_is_about_namespace(peer, ctx.namespace_or_default)
	some label in _secondary_labels
	values := selector.values(peer.podSelector, label.key)
	label.value in values
	every value in values {
		{"key": label.key, "value": value} in (_secondary_labels | _primary_labels)
	}
	every seen in _strangers {
		not selector.matches(peer.podSelector, seen.labels)
	}
}

_secondary_labels := {{"key": "role", "value": "secondary"}} | {{"key": key, "value": value} |
	some seen in _secondaries
	some key, value in seen.labels
}

_primary_labels := {{"key": key, "value": value} |
	some seen in _primaries
	some key, value in seen.labels
}

_strangers := [seen |
	some owner in pods.owners(ctx.namespace_or_default)
	some seen in _seen(owner)
	not seen.pod in xroad.pods_with_role(seen.object, "secondary")
	not seen.pod in xroad.pods_with_role(seen.object, "primary")
]

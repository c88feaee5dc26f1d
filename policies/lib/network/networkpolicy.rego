# METADATA
# title: Network policies and their rules
# description: |
#   The one place that knows how a NetworkPolicy is built. Ingress and egress rules have one form, and
#   so have their peers and ports, so that one rule about them serves both. Yields nothing for any
#   other kind, so that a control which starts from here guards itself.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   match:
#     - groups: [networking.k8s.io, extensions]
#       kinds: [NetworkPolicy]
package lib.guiderail.networkpolicy

import data.lib.guiderail.cidr
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.selector
import data.lib.guiderail.value

# METADATA
# description: What the policy asks for; undefined for other kinds.
spec := value.object_in(ctx.resource, "spec") if {
	ctx.kind == "NetworkPolicy"
	ctx.group in {"networking.k8s.io", "extensions"}
}

# METADATA
# description: The directions that the policy names; empty when it leaves them to the API server.
types := value.array_in(spec, "policyTypes")

# METADATA
# scope: document
# description: |
#   The policy's rules: `direction` (`ingress` or `egress`), `title` (how messages name the rule),
#   `path` (from the object's root), `is_in_force` (false when the policy's types leave the direction
#   out, so that Kubernetes ignores the rule), `selectors` (the field that names the peers), `spec`
#   (the rule as written, {} for null), `peers` and `ports`, each a list of `title`, `path` and `spec`.
default rules := []

rules := rules_of(spec) if {
	spec
}

# METADATA
# description: The rules of a policy that asks for this, in the same form.
rules_of(policy) := [rule |
	some direction, selectors in {"ingress": "from", "egress": "to"}
	some i, written in value.array_in(policy, direction)
	title := sprintf("%s[%d]", [direction, i])
	path := ["spec", direction, i]
	rule := {
		"direction": direction,
		"title": title,
		"path": path,
		"is_in_force": _is_in_force(value.array_in(policy, "policyTypes"), direction),
		"selectors": selectors,
		"spec": _object(written),
		"peers": _items(title, path, _object(written), selectors),
		"ports": _items(title, path, _object(written), "ports"),
	}
]

# METADATA
# description: |
#   The rules of one direction that must name their peers: those in force, but for the ones that name
#   their ports where the policy's podSelector requires `label` to be "true".
restricted_rules(direction, label) := [rule |
	some rule in rules_in_force(direction)
	not _is_opted_in(rule, label)
]

# METADATA
# description: The rules of one direction that are in force.
rules_in_force(direction) := [rule |
	some rule in rules
	rule.direction == direction
	rule.is_in_force
]

# METADATA
# description: |
#   Where a rule lets everyone through, or names a peer that no API server accepts: `title` and `path`
#   of the place, `how`, and `who` gets in (nobody by what is not accepted). A block whose prefix is
#   shorter than `shortest.ipv4` or `shortest.ipv6` is everyone, unless it excepts nearly all.
openings(rule, shortest) := [{"title": rule.title, "path": path, "how": how, "who": _everyone}] if {
	count(rule.peers) == 0
	path := array.concat(rule.path, [rule.selectors])
	how := sprintf("%s lists no peers, which means everyone; list the peers", [rule.selectors])
} else := array.concat(
	[opening |
		some peer in rule.peers
		opening := _opening(peer, shortest)
	],
	_unions(
		rule.title, array.concat(rule.path, [rule.selectors]), sprintf(
			"the blocks in %s",
			[rule.selectors],
		),
		[rule], shortest,
	),
)

# METADATA
# description: |
#   Where rules of one direction let everyone through only together, by their blocks, in the same form.
openings_together(together, shortest) := opening if {
	count(together) > 1
	every rule in together {
		_unions("", [], "", [rule], shortest) == []
	}
	path := array.slice(together[0].path, 0, 2)
	opening := _unions(together[0].direction, path, "the blocks in its rules", together, shortest)
} else := []

_unions(title, path, blocks, together, shortest) := [{
	"title": title,
	"path": path,
	"how": cidr.wide_together(blocks),
	"who": {"addresses outside the cluster"},
}] if {
	cidr.are_wide(_narrow_blocks(together, shortest), shortest)
} else := []

_narrow_blocks(together, shortest) := [peer.spec.ipBlock |
	some rule in together
	some peer in rule.peers
	is_object(peer.spec.ipBlock)
	not _opening(peer, shortest)
]

_everyone := {"pods of other namespaces", "addresses outside the cluster"}

# METADATA
# description: The blocks of a rule's peers that are still to be filled in, as offences for `finding`.
unknown_blocks(rule) := [{"path": path, "msg": msg, "is_open": true} |
	some peer in rule.peers
	block := peer.spec.ipBlock.cidr
	placeholder.is_in(block)
	path := array.concat(peer.path, ["ipBlock", "cidr"])
	msg := sprintf("%s: ipBlock.cidr %s is still to be filled in", [peer.title, block])
]

# METADATA
# description: Whether a rule says which ports it is about, and they are not the better part of all.
names_ports(rule) if {
	count(rule.ports) > 0
	every port in rule.ports {
		_has(port.spec, "port")
	}
	sum([_span(port.spec) | some port in rule.ports]) < 32768
}

_span(port) := (port.endPort - port.port) + 1 if {
	is_number(port.port)
	is_number(port.endPort)
} else := 1

_is_opted_in(rule, label) if {
	selector.requires(spec.podSelector, label, "true")
	names_ports(rule)
}

# With no type given, an API server sets Ingress, and Egress when there are egress rules.
_is_in_force(named, direction) := false if {
	count(named) > 0
	other := {"ingress": "Egress", "egress": "Ingress"}[direction]
	every type in named {
		type == other
	}
} else := true

_opening(peer, shortest) := {
	"title": peer.title, "path": array.concat(peer.path, ["ipBlock", "cidr"]), "how": how, "who": set(),
} if {
	_has(peer.spec, "ipBlock")
	how := _defect(_field(peer.spec.ipBlock, "cidr"))
} else := {
	"title": peer.title, "path": array.concat(peer.path, ["ipBlock", "cidr"]), "how": how,
	"who": {"addresses outside the cluster"},
} if {
	_has(peer.spec, "ipBlock")
	block := peer.spec.ipBlock.cidr
	cidr.is_wide(block, shortest)
	not cidr.is_narrowed(block, value.array_in(peer.spec.ipBlock, "except"), shortest)
	how := cidr.wide(sprintf("ipBlock.cidr %s", [block]))
} else := {
	"title": peer.title, "path": array.concat(peer.path, ["namespaceSelector"]), "how": how,
	"who": {"pods of other namespaces"},
} if {
	how := _selects_everyone(peer.spec)
} else := {"title": peer.title, "path": peer.path, "how": how, "who": set()} if {
	every kind in ["podSelector", "namespaceSelector", "ipBlock"] {
		not _has(peer.spec, kind)
	}
	how := "the peer is empty; set podSelector, namespaceSelector or ipBlock"
}

_selects_everyone(peer) := concat(" ", [_every_namespace, "and no podSelector narrows it; select the namespaces"]) if {
	selector.selects_every_namespace(peer.namespaceSelector)
	_names_every_pod(peer)
} else := "namespaceSelector selects every namespace and podSelector has only exclusions; select the namespaces" if {
	selector.selects_every_namespace(peer.namespaceSelector)
	selector.only_excludes(peer.podSelector)
} else := concat(", ", [_only_excludes, "so it selects nearly every namespace; select the namespaces"]) if {
	selector.only_excludes_namespaces(peer.namespaceSelector)
	not _has_selective_pods(peer)
}

_defect(block) := "ipBlock.cidr is not set; write address/prefix-length" if {
	block == null
} else := sprintf("ipBlock.cidr %s is not a valid CIDR block; write address/prefix-length", [written]) if {
	not cidr.is_valid(block)
	not placeholder.is_in(block)
	written := json.marshal(block)
}

_names_every_pod(peer) if not _has(peer, "podSelector")

_names_every_pod(peer) if selector.is_empty(peer.podSelector)

_has_selective_pods(peer) if {
	_has(peer, "podSelector")
	not selector.only_excludes(object.get(peer, "podSelector", null))
}

_items(title, path, parent, field) := [item |
	some i, written in value.array_in(parent, field)
	item := {
		"title": sprintf("%s.%s[%d]", [title, field, i]),
		"path": array.concat(path, [field, i]),
		"spec": _object(written),
	}
]

_has(parent, key) if _field(parent, key) != null

_field(parent, key) := object.get(_object(parent), key, null)

# An API server reads null as an empty object.
_object(written) := written if {
	is_object(written)
} else := {}

_every_namespace := "namespaceSelector selects every namespace"

_only_excludes := "namespaceSelector has only exclusions and no podSelector narrows it"

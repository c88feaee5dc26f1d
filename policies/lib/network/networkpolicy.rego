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

# METADATA
# description: What the policy asks for; undefined for other kinds.
spec := _object(object.get(ctx.resource, "spec", {})) if {
	ctx.kind == "NetworkPolicy"
	ctx.group in {"networking.k8s.io", "extensions"}
}

# METADATA
# description: The directions that the policy names; empty when it leaves them to the API server.
types := _list(spec, "policyTypes")

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
	some i, written in _list(policy, direction)
	title := sprintf("%s rule #%d", [direction, i])
	path := ["spec", direction, i]
	rule := {
		"direction": direction,
		"title": title,
		"path": path,
		"is_in_force": _is_in_force(_list(policy, "policyTypes"), direction),
		"selectors": selectors,
		"spec": _object(written),
		"peers": _items(title, path, _object(written), selectors, "peer"),
		"ports": _items(title, path, _object(written), "ports", "port"),
	}
]

# METADATA
# description: |
#   The rules of one direction that must name their peers: those in force, but for the ones that name
#   their ports where the policy's podSelector requires `label` to be "true".
restricted_rules(direction, label) := [rule |
	some rule in rules
	rule.direction == direction
	rule.is_in_force
	not _is_opted_in(rule, label)
]

# METADATA
# description: |
#   Where a rule lets everyone through, or names a peer that no API server accepts: `title` and `path`
#   of the place, `how`, and `who` gets in (nobody by what is not accepted). A block whose prefix is
#   shorter than `shortest.ipv4` or `shortest.ipv6` is everyone, unless it excepts nearly all.
openings(rule, shortest) := [{"title": rule.title, "path": path, "how": how, "who": _everyone}] if {
	count(rule.peers) == 0
	path := array.concat(rule.path, [rule.selectors])
	how := sprintf("%s names no peer, which means everyone; name the peers", [rule.selectors])
} else := array.concat(
	[opening |
		some peer in rule.peers
		opening := _opening(peer, shortest)
	],
	_unions(
		rule.title, array.concat(rule.path, [rule.selectors]), sprintf(
			"the blocks of %s",
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
	opening := _unions(together[0].direction, path, "the blocks of its rules", together, shortest)
} else := []

_unions(title, path, blocks, together, shortest) := [{
	"title": title,
	"path": path,
	"how": sprintf("%s are together as wide as the internet; name the networks of the peers", [blocks]),
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
# description: The blocks of a rule's peers that are still to be filled in, with `title`, `path` and `block`.
unknown_blocks(rule) := [{"title": peer.title, "path": path, "block": block} |
	some peer in rule.peers
	block := peer.spec.ipBlock.cidr
	_is_placeholder(block)
	path := array.concat(peer.path, ["ipBlock", "cidr"])
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
	cidr.is_valid(block)
	cidr.is_wide(block, shortest)
	not cidr.is_narrowed(block, _list(peer.spec.ipBlock, "except"), shortest)
	how := sprintf("ipBlock.cidr %s is as wide as the internet; name the networks of the peers", [block])
} else := {
	"title": peer.title, "path": array.concat(peer.path, ["namespaceSelector"]), "how": how,
	"who": {"pods of other namespaces"},
} if {
	how := _selects_everyone(peer.spec)
} else := {"title": peer.title, "path": peer.path, "how": how, "who": set()} if {
	every kind in ["podSelector", "namespaceSelector", "ipBlock"] {
		not _has(peer.spec, kind)
	}
	how := "the peer is empty; give it a podSelector, a namespaceSelector or an ipBlock"
}

_selects_everyone(peer) := concat(" ", [_every_namespace, "and no podSelector narrows it; select the namespaces"]) if {
	selector.selects_every_namespace(peer.namespaceSelector)
	_names_every_pod(peer)
} else := "namespaceSelector selects every namespace and podSelector only excludes; select the namespaces" if {
	selector.selects_every_namespace(peer.namespaceSelector)
	selector.only_excludes(peer.podSelector)
} else := concat(", ", [_only_excludes, "so nearly every namespace is meant; select the namespaces"]) if {
	selector.only_excludes_namespaces(peer.namespaceSelector)
	not _has_selective_pods(peer)
}

_defect(block) := "ipBlock.cidr is not set; write the address and the prefix length of a network" if {
	block == null
} else := sprintf("ipBlock.cidr %s is not a block of addresses; write address/prefix length", [written]) if {
	not cidr.is_valid(block)
	not _is_placeholder(block)
	written := json.marshal(block)
}

_names_every_pod(peer) if not _has(peer, "podSelector")

_names_every_pod(peer) if selector.is_empty(peer.podSelector)

_has_selective_pods(peer) if {
	_has(peer, "podSelector")
	not selector.only_excludes(object.get(peer, "podSelector", null))
}

_is_placeholder(block) if {
	is_string(block)
	placeholder.is_in(block)
}

_items(title, path, parent, field, noun) := [item |
	some i, written in _list(parent, field)
	item := {
		"title": sprintf("%s, %s #%d", [title, noun, i]),
		"path": array.concat(path, [field, i]),
		"spec": _object(written),
	}
]

_has(parent, key) if _field(parent, key) != null

_field(parent, key) := object.get(_object(parent), key, null)

_list(parent, key) := value if {
	value := parent[key]
	is_array(value)
} else := []

# An API server reads null as an empty object.
_object(value) := value if {
	is_object(value)
} else := {}

_every_namespace := "namespaceSelector selects every namespace"

_only_excludes := "namespaceSelector only excludes and no podSelector narrows it"

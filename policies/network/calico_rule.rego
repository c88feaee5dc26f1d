# METADATA
# title: Rules of Calico policies that allow something
# description: |
#   The rules of the policy under review, and which of them let everyone through.
package lib.guiderail.calico_rule

import data.lib.guiderail.calico
import data.lib.guiderail.cidr
import data.lib.guiderail.ctx
import data.lib.guiderail.value

# METADATA
# description: |
#   The rules in force with the action Allow: `title`, `path` (of the peer), `side` (the field that names it), `peer` as
#   written and `is_namespaced`, whether the policy is.
allowing contains {
	"title": sprintf("%s[%d]", [direction, i]),
	"path": ["spec", direction, i, side],
	"side": side,
	"peer": object.get(rule, side, {}),
	"is_namespaced": ctx.kind == "NetworkPolicy",
} if {
	ctx.group in {"projectcalico.org", "crd.projectcalico.org"}
	ctx.kind in {"NetworkPolicy", "GlobalNetworkPolicy"}
	some direction, side in {"ingress": "source", "egress": "destination"}
	some i, rule in ctx.resource.spec[direction]
	rule.action == "Allow"
	_is_in_force(direction, object.get(ctx.resource.spec, "types", null))
}

_is_in_force(_, types) if types in [null, []]

_is_in_force(direction, types) if {"ingress": "Ingress", "egress": "Egress"}[direction] in types

# METADATA
# description: |
#   Where a rule lets everyone through: `title`, `path` and `how`. A block with a prefix shorter than `shortest` counts
#   as the internet.
openings(rule, shortest) := [] if {
	_is_narrow(rule)
} else := wide if {
	wide := [{"title": rule.title, "path": array.concat(rule.path, ["nets", i]), "how": cidr.wide(named)} |
		some i, block in rule.peer.nets
		cidr.is_wide(block, shortest)
		named := sprintf("block %s", [block])
	]
	count(wide) > 0
} else := [{
	"title": rule.title, "path": array.concat(rule.path, ["nets"]),
	"how": cidr.wide_together("the blocks in nets"),
}] if {
	cidr.are_wide([{"cidr": block} | some block in rule.peer.nets], shortest)
} else := [] if {
	some _ in rule.peer.nets
} else := [{"title": rule.title, "path": rule.path, "how": how}] if {
	how := sprintf("%s %s; narrow it with a selector or nets", [rule.side, _who(rule.peer)])
}

_who(peer) := "selects everything that it does not exclude, which means everyone" if {
	some field in ["selector", "namespaceSelector"]
	not trim_space(value.text_in(peer, field)) in {"", "all()"}
} else := "is not restricted, which means everyone"

# What something other than its blocks restricts. A selector that only excludes, or whose parts leave nobody out,
# selects everything.
_is_narrow(rule) if {
	some field in ["selector", "namespaceSelector"]
	not calico.is_open(value.text_in(rule.peer, field))
}

# Without a namespaceSelector the selector of a namespaced policy stays within its namespace.
_is_narrow(rule) if {
	rule.is_namespaced
	trim_space(value.text_in(rule.peer, "selector")) != ""
	trim_space(value.text_in(rule.peer, "namespaceSelector")) == ""
}

_is_narrow(rule) if {
	some field in ["services", "domains"]
	some _ in rule.peer[field]
}

_is_narrow(rule) if {
	some _ in rule.peer.serviceAccounts.names
}

_is_narrow(rule) if {
	accounts := rule.peer.serviceAccounts
	not calico.is_open(value.text_in(accounts, "selector"))
}

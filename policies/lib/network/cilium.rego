# METADATA
# title: Cilium's network policies and their rules
# description: |
#   The one place that knows how a policy of Cilium is built: its specification stands in spec, or there
#   are several in specs. A rule without anything in it lets nobody through, unlike in a NetworkPolicy.
#   Yields nothing for any other kind.
# related_resources:
#   - https://docs.cilium.io/en/stable/security/policy/language/
# custom:
#   match:
#     - groups: [cilium.io]
#       kinds: [CiliumNetworkPolicy, CiliumClusterwideNetworkPolicy]
package lib.guiderail.cilium

import data.lib.guiderail.ctx

# METADATA
# description: The policy's specifications, with `path` and `spec` as written.
specs := [{"path": path, "spec": spec} |
	ctx.group == "cilium.io"
	ctx.kind in {"CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy"}
	some path, spec in _written
	is_object(spec)
]

# METADATA
# description: |
#   The rules that let something through: `title`, `path`, `direction`, `spec` as written, and `peers`,
#   the lists of whom the rule speaks by the name of their field.
rules := [rule |
	some part in specs
	some direction, word in {"ingress": "from", "egress": "to"}
	some i, spec in part.spec[direction]
	is_object(spec)
	peers := {field: list |
		some field, list in spec
		startswith(field, word)
		field != "toPorts"
		is_array(list)
	}
	rule := {
		"title": sprintf("%s%s[%d]", [_prefix(part.path), direction, i]),
		"path": array.concat(part.path, [direction, i]),
		"direction": direction,
		"spec": spec,
		"peers": peers,
	}
]

_written[["spec"]] := ctx.resource.spec

_written[["specs", i]] := spec if some i, spec in ctx.resource.specs

_prefix(path) := sprintf("specs[%d].", [path[1]]) if {
	count(path) == 2
} else := ""

# METADATA
# title: Entities of Calico rules
# description: |
#   Whether the source or the destination of a rule is restricted. `shortest` are the prefix lengths
#   below which a block counts as the internet.
package lib.guiderail.calico_entity

import data.lib.guiderail.calico
import data.lib.guiderail.cidr
import data.lib.guiderail.ctx

# METADATA
# scope: document
# description: Whether an entity is narrowed by anything.
is_narrow(entity, _) if {
	some field in ["selector", "namespaceSelector"]
	not _selects_all(text(entity, field))
}

# Without a namespaceSelector the selector of a namespaced policy stays within its namespace.
is_narrow(entity, _) if {
	ctx.kind == "NetworkPolicy"
	text(entity, "selector") != ""
	text(entity, "namespaceSelector") == ""
}

is_narrow(entity, _) if {
	some field in ["services", "domains"]
	some _ in entity[field]
}

is_narrow(entity, _) if {
	some _ in entity.serviceAccounts.names
}

is_narrow(entity, _) if {
	accounts := entity.serviceAccounts
	not _selects_all(text(accounts, "selector"))
}

is_narrow(entity, shortest) if {
	some _ in entity.nets
	count(wide_nets(entity, shortest)) == 0
	not is_wide_together(entity, shortest)
}

# As does one that only excludes, or whose parts leave nobody out.
_selects_all(written) if calico.is_open(written)

# METADATA
# description: The indexes of blocks that are as wide as the internet.
wide_nets(entity, shortest) := [i |
	some i, block in entity.nets
	cidr.is_valid(block)
	cidr.is_wide(block, shortest)
]

# METADATA
# description: Whether the blocks are as wide as the internet together.
is_wide_together(entity, shortest) if cidr.are_wide([{"cidr": block} | some block in entity.nets], shortest)

# METADATA
# description: The text in a field of an entity, "" where it has none.
text(entity, field) := trim_space(entity[field]) if {
	is_string(entity[field])
} else := ""

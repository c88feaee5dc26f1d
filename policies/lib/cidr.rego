# METADATA
# title: Blocks of IP addresses
# description: |
#   CIDR blocks judged by what they hold, however they are spelt: bits behind the prefix are ignored,
#   and an IPv6 block that stands for IPv4 addresses is judged as these.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc4632
#   - https://www.rfc-editor.org/rfc/rfc4291
package lib.guiderail.cidr

# METADATA
# description: Whether a value is the text of a block, address/prefix length, of IPv4 or IPv6.
is_valid(value) if net.cidr_is_valid(value)

# METADATA
# description: |
#   Whether a block is wider than a network that one party holds: its prefix is shorter than
#   `shortest.ipv4`, or `shortest.ipv6` outside the private IPv6 blocks. Only for valid blocks.
is_wide(block, shortest) if {
	not _is_ipv6(block)
	_prefix(block) < shortest.ipv4
}

is_wide(block, shortest) if {
	_is_ipv6(block)
	_prefix(block) < shortest.ipv6
	not _is_private(block)
}

is_wide(block, shortest) if {
	_is_ipv6(block)
	some prefix in _embedded_prefixes(block)
	prefix < shortest.ipv4
}

_is_ipv6(block) if contains(block, ":")

_address(block) := split(block, "/")[0]

# to_number reads no leading zeros, net.cidr_is_valid does.
_prefix(block) := to_number(regex.replace(split(block, "/")[1], `^0+([0-9])`, "$1"))

# Unique local and link-local addresses.
_is_private(block) if {
	some private in ["fc00::/7", "fe80::/10"]
	_is_within(block, private)
}

# The prefixes of the IPv4 blocks that an IPv6 block embeds. ::ffff:0:0/96 holds IPv4 addresses as
# they are, 64:ff9b::/96 those that a NAT64 gateway reaches.
_embedded_prefixes(block) := {prefix |
	some embedding in ["::ffff:0:0/96", "64:ff9b::/96"]
	_is_within(block, embedding)
	prefix := _prefix(block) - 96
} | {0 |
	# The address before ::ffff:0:0, since IPv4 is what the builtin takes that one for.
	some neighbour in ["::fffe:0:0", "64:ff9b::"]
	_prefix(block) < 96
	net.cidr_contains(block, neighbour)
}

_is_within(block, outer) if {
	_prefix(block) >= _prefix(outer)
	net.cidr_contains(outer, _address(block))
}

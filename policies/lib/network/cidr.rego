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
#   The prefix lengths below which a block counts as the internet, by the parameters `min_prefix_ipv4` and
#   `min_prefix_ipv6` of a control.
bounds(parameters) := {"ipv4": parameters.min_prefix_ipv4, "ipv6": parameters.min_prefix_ipv6}

# METADATA
# scope: document
# description: |
#   Whether a block is wider than a network that one party holds: its prefix is shorter than
#   `shortest.ipv4`, or `shortest.ipv6` outside the private IPv6 blocks. A block that is not valid is not.
is_wide(block, shortest) if {
	is_valid(block)
	not _is_ipv6(block)
	_prefix(block) < shortest.ipv4
}

is_wide(block, shortest) if {
	is_valid(block)
	_is_ipv6(block)
	_prefix(block) < shortest.ipv6
	not _is_private(block)
}

is_wide(block, shortest) if {
	is_valid(block)
	_is_ipv6(block)
	some prefix in _embedded_prefixes(block)
	prefix < shortest.ipv4
}

# METADATA
# description: The message about a block that is wide. `named` is how it names the block.
wide(named) := sprintf("%s is as wide as the internet; list the peers' networks", [named])

# METADATA
# description: The message about blocks that are wide only together.
wide_together(named) := sprintf("%s together are as wide as the internet; list the peers' networks", [named])

# METADATA
# scope: document
# description: |
#   Whether blocks, each with its `cidr` and the blocks that it excepts in `except`, are wide together,
#   though none of them is: they hold as many public addresses as sixteen of the widest that is not.
#   Blocks that are not valid and those of private addresses do not count.
are_wide(blocks, shortest) if _held_ipv4(blocks) >= 16 * _narrow_size(shortest.ipv4)

are_wide(blocks, shortest) if _held_ipv6(blocks) >= 16 * _narrow_size(shortest.ipv6)

# METADATA
# description: |
#   Whether a block that is wide holds no more than one that is not, for all that it excepts.
is_narrowed(block, excepted, shortest) if {
	not _is_ipv6(block)
	_size(block) - _merged_size(_within(excepted, block)) <= _narrow_size(shortest.ipv4)
}

_narrow_size(shortest) := bits.lsh(1, max([0, 32 - shortest]))

# The most that the blocks can hold: of those that overlap each counts, or all that any of them spans.
_held_ipv4(blocks) := min([spanned, held]) + embedded if {
	public := [block | some block in blocks; is_valid(block.cidr); not _is_ipv6(block.cidr); not _is_private(block.cidr)]
	spanned := _merged_size({block.cidr | some block in public})
	held := sum([size |
		some block in public
		size := _size(block.cidr) - _merged_size(_within(object.get(block, "except", null), block.cidr))
	])
	embedded := sum([size |
		some block in {block.cidr | some block in blocks}
		is_valid(block)
		_is_ipv6(block)
		some prefix in _embedded_prefixes(block)
		size := bits.lsh(1, 32 - prefix)
	])
}

# In blocks of the size that a network operator is given, /32.
_held_ipv6(blocks) := _merged_size({block.cidr |
	some block in blocks
	is_valid(block.cidr)
	_is_ipv6(block.cidr)
	not _is_private(block.cidr)
	count(_embedded_prefixes(block.cidr)) == 0
	_prefix(block.cidr) <= 32
})

# The blocks of one family, none of them twice.
_merged_size(blocks) := 0 if {
	count(blocks) == 0
} else := sum([_size(block) | some block in net.cidr_merge(blocks)])

_size(block) := bits.lsh(1, max([0, 32 - _prefix(block)]))

_within(excepted, block) := {exception |
	some exception in excepted
	is_valid(exception)
	_is_ipv6(exception) == _is_ipv6(block)
	_is_within(exception, block)
}

_is_ipv6(block) := contains(block, ":")

_address(block) := split(block, "/")[0]

# to_number reads no leading zeros, net.cidr_is_valid does.
_prefix(block) := to_number(regex.replace(split(block, "/")[1], `^0+([0-9])`, "$1"))

# The addresses of networks that no other one reaches: private, shared, unique local, link-local and
# loopback ones.
_is_private(block) if {
	_is_ipv6(block)
	some private in ["fc00::/7", "fe80::/10"]
	_is_within(block, private)
}

_is_private(block) if {
	not _is_ipv6(block)
	some private in ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"]
	_is_within(block, private)
}

# The prefixes of the IPv4 blocks that an IPv6 block embeds. ::ffff:0:0/96 holds IPv4 addresses as
# they are, 64:ff9b::/96 those that a NAT64 gateway reaches.
_embedded_prefixes(block) := {prefix |
	prefix := _prefix(block) - 96
	some embedding in ["::ffff:0:0/96", "64:ff9b::/96"]
	_is_within(block, embedding)
} | {0 |
	_prefix(block) < 96

	# The address before ::ffff:0:0, since IPv4 is what the builtin takes that one for.
	some neighbour in ["::fffe:0:0", "64:ff9b::"]
	net.cidr_contains(block, neighbour)
}

_is_within(block, outer) if {
	_prefix(block) >= _prefix(outer)
	net.cidr_contains(outer, _address(block))
}

package lib.guiderail.cidr_test

import data.lib.guiderail.cidr

shortest := {"ipv4": 8, "ipv6": 16}

test_wide[block] if {
	some block in [
		"0.0.0.0/0", "10.0.0.1/0", "255.255.255.255/0", "0.0.0.0/00", "0.0.0.0/1", "128.0.0.0/1", "16.0.0.0/4", "10.0.0.0/7",
		"::/0", "0000::/0", "0:0:0:0:0:0:0:0/0", "2001:db8::1/0", "::/1", "8000::/1", "2000::/3", "2001::/15", "f000::/4", "fe00::/7",
		"::ffff:0:0/96", "::ffff:0.0.0.0/96", "0:0:0:0:0:ffff:0:0/96", "::ffff:10.0.0.0/103", "::fffe:0:0/95", "::/80", "::/64",
		"64:ff9b::/96", "64:FF9B::1/96", "64:ff9b::/64",
	]
	cidr.is_valid(block)
	cidr.is_wide(block, shortest)
}

test_narrow[block] if {
	some block in [
		"10.0.0.0/8", "10.0.0.0/08", "192.168.0.0/16", "203.0.113.7/32", "11.0.0.0/8",
		"fc00::/7", "fd00::/8", "fd12:3456::/32", "fe80::/10", "2001:db8::/32", "2001::/16", "::1/128", "::/96",
		"::ffff:10.0.0.0/104", "::ffff:192.0.2.1/128", "::fffe:0:0/96", "64:ff9b::a00:0/104",
	]
	cidr.is_valid(block)
	not cidr.is_wide(block, shortest)
}

test_prefixes_are_the_callers if {
	cidr.is_wide("10.0.0.0/8", {"ipv4": 9, "ipv6": 16})
	not cidr.is_wide("0.0.0.0/0", {"ipv4": 0, "ipv6": 0})
	not cidr.is_wide("::/0", {"ipv4": 0, "ipv6": 0})
	cidr.is_wide("2001:db8::/32", {"ipv4": 8, "ipv6": 33})
}

test_invalid[note] if {
	some note, value in {
		"no prefix": "10.0.0.1",
		"empty": "",
		"prefix too long": "10.0.0.0/33",
		"leading zeros in an address": "010.0.0.0/8",
		"space": " 0.0.0.0/0",
		"zone": "fe80::1%eth0/64",
		"name": "example.org/8",
		"number": 10,
		"null": null,
	}
	not cidr.is_valid(value)
}

test_wide_together[note] if {
	some note, blocks in {
		"all of the internet by eighths": [{"cidr": block} | some n in numbers.range(1, 223); block := sprintf("%d.0.0.0/8", [n])],
		"twice": [{"cidr": block} | some n in array.concat(numbers.range(64, 79), numbers.range(64, 79)); block := sprintf("%d.0.0.0/8", [n])],
		"each with a little less": [{"cidr": block, "except": [address]} |
			some n in numbers.range(1, 100)
			block := sprintf("%d.0.0.0/8", [n])
			address := sprintf("%d.0.0.1/32", [n])
		],
		"by smaller blocks": [{"cidr": block} | some n in numbers.range(1, 40); some m in numbers.range(0, 15); block := sprintf("%d.%d.0.0/12", [n, m * 16])],
		"as IPv6": [{"cidr": block} | some n in numbers.range(1, 99); block := sprintf("::ffff:%d.0.0.0/104", [n])],
		"IPv6": [{"cidr": block} | some n in numbers.range(1, 64); block := sprintf("2a%02x::/16", [n])],
	}
	cidr.are_wide(blocks, shortest)
}

test_not_wide_together[note] if {
	some note, blocks in {
		"none": [],
		"not valid": [{"cidr": "everyone"}, {"cidr": null}, {}],
		"private ones": [{"cidr": block} | some n in numbers.range(0, 255); block := sprintf("10.%d.0.0/16", [n])],
		"all that is private": [{"cidr": "10.0.0.0/8"}, {"cidr": "172.16.0.0/12"}, {"cidr": "192.168.0.0/16"}, {"cidr": "100.64.0.0/10"}, {"cidr": "fd00::/8"}],
		"networks of a provider": [{"cidr": block} | some n in [3, 13, 18, 52, 54]; block := sprintf("%d.0.0.0/8", [n])],
		"one block again and again": [{"cidr": block} | some _ in numbers.range(1, 40); block := "11.0.0.0/8"],
		"little of each": [{"cidr": block, "except": except} |
			some n in numbers.range(1, 100)
			block := sprintf("%d.0.0.0/8", [n])
			except := [sprintf("%d.0.0.0/9", [n]), sprintf("%d.128.0.0/10", [n]), sprintf("%d.192.0.0/11", [n])]
		],
		"addresses": [{"cidr": block} | some n in numbers.range(1, 250); block := sprintf("203.0.113.%d/32", [n])],
		"IPv6": [{"cidr": "2001:db8::/32"}, {"cidr": "2001::/16"}, {"cidr": "2001:db8::1/128"}],
	}
	not cidr.are_wide(blocks, shortest)
}

test_narrowed[note] if {
	some note, case in {
		"nothing is excepted": {"cidr": "0.0.0.0/0", "except": null, "want": false},
		"a network": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"], "want": false},
		"half": {"cidr": "0.0.0.0/0", "except": ["0.0.0.0/1"], "want": false},
		"twice the same": {"cidr": "0.0.0.0/1", "except": ["0.0.0.0/2", "0.0.0.0/2", "0.0.0.0/3", "0.0.0.0/4"], "want": false},
		"what lies outside": {"cidr": "0.0.0.0/1", "except": ["128.0.0.0/1"], "want": false},
		"what is not a block": {"cidr": "0.0.0.0/0", "except": ["all", 10, "::/0"], "want": false},
		"all but a network": {"cidr": "10.0.0.0/7", "except": ["11.0.0.0/8"], "want": true},
		"IPv6": {"cidr": "::/0", "except": ["::/1", "8000::/1"], "want": false},
	}
	narrowed := [1 | cidr.is_narrowed(case.cidr, case.except, shortest)]
	count(narrowed) > 0 == case.want
}

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

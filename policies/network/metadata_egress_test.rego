package guiderail.network.metadata_egress_test

import data.guiderail.network.allow_all_egress
import data.guiderail.network.metadata_egress

both := "169.254.169.254/32 and fd00:ec2::254/128"

test_denied_rule_without_peers[note] if {
	some note, rule in {
		"port of the service": {"ports": [{"port": 443}, {"port": 80}]},
		"port of the service, with its protocol": {"ports": [{"protocol": "TCP", "port": 80}]},
		"empty to": {"to": [], "ports": [{"port": 80}]},
		"range": {"ports": [{"port": 1, "endPort": 1024}]},
	}
	metadata_egress.violation == {{
		"msg": sprintf("egress[0]: to lists no peers, so pods can reach the metadata service at %s; list the peers", [both]),
		"details": {"path": ["spec", "egress", 0, "to"]},
	}} with input as policy(opted_in("networking/allow-internet-access", rule))
}

# network.allow_all_egress speaks of each of these.
test_left_to_allow_all_egress[note] if {
	some note, spec in {
		"empty": {"egress": [{}]},
		"null": {"egress": [null]},
		"empty to": {"egress": [{"to": []}]},
		"port of the service": {"egress": [{"ports": [{"port": 80}]}]},
		"opted in, every port": opted_in("networking/allow-internet-access", {}),
		"opted in, every port of the protocol": opted_in("networking/allow-internet-access", {"ports": [{"protocol": "TCP"}]}),
		"another label": opted_in("example.org/internet", {"ports": [{"port": 80}]}),
	}
	metadata_egress.violation == set() with input as policy(spec)
	count(allow_all_egress.violation) == 1 with input as policy(spec)
}

test_label_is_a_parameter if {
	review := object.union(
		policy(opted_in("example.org/internet", {"ports": [{"port": 80}]})),
		{"parameters": {"internet_label": "example.org/internet"}},
	)
	count(metadata_egress.violation) == 1 with input as review
	allow_all_egress.violation == set() with input as review
}

opted_in(label, rule) := {"podSelector": {"matchLabels": {label: "true"}}, "egress": [rule]}

test_denied_block[note] if {
	some note, case in {
		"internet": {"block": {"cidr": "0.0.0.0/0"}, "except": "169.254.169.254/32"},
		"IPv6 internet": {"block": {"cidr": "::/0"}, "except": "fd00:ec2::254/128"},
		"link-local addresses": {"block": {"cidr": "169.254.0.0/16"}, "except": "169.254.169.254/32"},
		"the address itself": {"block": {"cidr": "169.254.169.254/32"}, "except": "169.254.169.254/32"},
		"private IPv6 addresses": {"block": {"cidr": "fd00::/8"}, "except": "fd00:ec2::254/128"},
		"other exceptions": {"block": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "169.254.20.10/32"]}, "except": "169.254.169.254/32"},
		"null exceptions": {"block": {"cidr": "0.0.0.0/0", "except": null}, "except": "169.254.169.254/32"},
		"exceptions that are none": {"block": {"cidr": "0.0.0.0/0", "except": ["169.254.169.254", 5]}, "except": "169.254.169.254/32"},
	}
	metadata_egress.violation == {{
		"msg": sprintf("egress[0].to[1]: ipBlock.cidr %s lets pods reach the metadata service; add %s to except", [case.block.cidr, case.except]),
		"details": {"path": ["spec", "egress", 0, "to", 1, "ipBlock", "cidr"]},
	}} with input as policy({"egress": [{"to": [{"podSelector": {}}, {"ipBlock": case.block}]}]})
}

test_allowed[note] if {
	some note, spec in {
		"excepted": to({"cidr": "0.0.0.0/0", "except": ["169.254.169.254/32"]}),
		"excepted with its neighbours": to({"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "169.254.0.0/16"]}),
		"IPv6 address excepted": to({"cidr": "::/0", "except": ["fd00:ec2::254/128"]}),
		"addresses elsewhere": to({"cidr": "10.0.0.0/8"}),
		"the node's cache of names": to({"cidr": "169.254.20.10/32"}),
		"identities of pods": {"egress": [{"to": [{"ipBlock": {"cidr": "169.254.170.23/32"}}, {"ipBlock": {"cidr": "fd00:ec2::23/128"}}]}]},
		"no block": to({"cidr": "everyone"}),
		"null block": to(null),
		"every pod": {"egress": [{"to": [{"namespaceSelector": {}}]}]},
		"other ports": {"egress": [{"ports": [{"port": 53, "protocol": "UDP"}, {"port": 443}, {"port": "http"}, {"port": 1024, "endPort": 65535}]}]},
		"the port over UDP": {"egress": [{"ports": [{"port": 80, "protocol": "UDP"}]}]},
		"ingress": {"ingress": [{}]},
		"rule without effect": {"policyTypes": ["Ingress"], "egress": [{}]},
	}
	metadata_egress.violation == set() with input as policy(spec)
	metadata_egress.unknown == set() with input as policy(spec)
}

test_unknown if {
	metadata_egress.unknown == {{
		"msg": "egress[0].to[0]: ipBlock.cidr {{ .Values.cidr }} is still to be filled in",
		"details": {"path": ["spec", "egress", 0, "to", 0, "ipBlock", "cidr"]},
	}} with input as policy(to({"cidr": "{{ .Values.cidr }}"}))
}

test_parameters if {
	review := policy({"egress": [{"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}], "ports": [{"port": 32526}]}]})
	metadata_egress.violation == {{
		"msg": "egress[0].to[0]: ipBlock.cidr 0.0.0.0/0 lets pods reach the metadata service; add 168.63.129.16/32 to except",
		"details": {"path": ["spec", "egress", 0, "to", 0, "ipBlock", "cidr"]},
	}} with input as object.union(review, {"parameters": {"addresses": ["168.63.129.16/32"], "ports": [80, 32526]}})
}

to(block) := {"egress": [{"to": [{"ipBlock": block}]}]}

policy(spec) := {"review": {"object": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p"}, "spec": spec}}}

test_applies[note] if {
	some note, object in {
		"closed": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"policyTypes": ["Egress"]}},
		"open to a peer": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"egress": [{"to": [{"podSelector": {}}]}]}},
	}
	metadata_egress.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"ingress alone": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"policyTypes": ["Ingress"], "ingress": [{}]}},
		"nothing": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {}},
	}
	not metadata_egress.applies with input as {"review": {"object": object}}
}

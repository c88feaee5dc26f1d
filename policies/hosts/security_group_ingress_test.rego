package guiderail.hosts.security_group_ingress_test

import data.guiderail.hosts.security_group_ingress

test_denied[note] if {
	some note, rule in {
		"SSH": {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"},
		"within a range": {"IpProtocol": "6", "FromPort": "1", "ToPort": "1024", "CidrIp": "0.0.0.0/0"},
		"no ports": {"IpProtocol": "tcp", "CidrIpv6": "::/0"},
		"any port": {"IpProtocol": "udp", "FromPort": -1, "ToPort": -1, "CidrIpv6": "::/0"},
		"any protocol": {"IpProtocol": "-1", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"},
	}
	said := result(template(rule), {})
	count(said.violation) == 1
	said.unknown == set()
}

test_allowed[note] if {
	some note, rule in {
		"HTTPS": {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"},
		"one network": {"IpProtocol": "-1", "CidrIp": "192.0.2.0/24"},
		"no network": {"IpProtocol": "-1", "SourceSecurityGroupId": "sg-1"},
		"another protocol": {"IpProtocol": "icmp", "CidrIp": "0.0.0.0/0"},
		"another protocol from somewhere": {"IpProtocol": "icmp", "CidrIp": {"Ref": "Office"}},
	}
	result(template(rule), {}) == {"violation": set(), "unknown": set()}
	security_group_ingress.applies with input as {"review": {"object": template(rule)}}
}

test_unknown[note] if {
	some note, subject in {
		"the source": template({"IpProtocol": "-1", "CidrIp": {"Ref": "Office"}}),
		"the source and the port": template({"IpProtocol": "tcp", "FromPort": {"Ref": "Port"}, "CidrIp": {"Ref": "Office"}}),
		"the protocol": template({"IpProtocol": {"Ref": "Protocol"}, "CidrIp": "0.0.0.0/0"}),
		"the port": template({"IpProtocol": "tcp", "FromPort": {"Ref": "Port"}, "CidrIp": "0.0.0.0/0"}),
		"the rules": {"Resources": {"A": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": {"Ref": "Rules"}}}}},
		"no rules": {"Resources": {"A": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": "a text"}}}},
	}
	said := result(subject, {})
	said.violation == set()
	count(said.unknown) == 1
	security_group_ingress.applies with input as {"review": {"object": subject}}
}

test_parameters if {
	rule := {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "CidrIp": "192.0.0.0/8"}
	result(template(rule), {"ports": ["5432"], "min_prefix_ipv4": 9}).violation == {{
		"msg": "A (AWS::EC2::SecurityGroup): SecurityGroupIngress.CidrIp lets 192.0.0.0/8 reach these ports: 5432; admit only the networks that need them",
		"details": {"path": ["Resources", "A", "Properties", "SecurityGroupIngress", 0, "CidrIp"]},
	}}
}

test_azure if {
	subject := {
		"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
		"resources": [{
			"type": "Microsoft.Network/networkSecurityGroups/securityRules", "name": "n/r",
			"properties": {
				"priority": 100, "direction": "Inbound", "access": "Allow", "protocol": "*", "sourceAddressPrefix": "Any", "destinationPortRange": "22",
			},
		}],
	}
	result(subject, {}).violation == {{
		"msg": "n/r (Microsoft.Network/networkSecurityGroups/securityRules): properties.sourceAddressPrefix lets Any reach these ports: 22; admit only the networks that need them",
		"details": {"path": ["resources", 0, "properties", "sourceAddressPrefix"]},
	}}
	security_group_ingress.applies with input as {"review": {"object": subject}}
}

test_silent if {
	subject := {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
	result(subject, {}) == {"violation": set(), "unknown": set()}
	not security_group_ingress.applies with input as {"review": {"object": subject}}
}

template(rule) := {"Resources": {"A": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [rule]}}}}

result(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := security_group_ingress.violation with input as asked
	unknown := security_group_ingress.unknown with input as asked
}

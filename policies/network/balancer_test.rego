package lib.guiderail.balancer_test

import data.lib.guiderail.balancer

test_ranges[cloud] if {
	some cloud, want in {"": ["10.0.0.0/8"], "azure": ["10.0.0.0/8"], "aws": []}
	written := service({"service.beta.kubernetes.io/azure-allowed-ip-ranges": "10.0.0.0/8"})
	found := balancer.ranges(cloud) with input as written
	[range.block | some range in found] == want
}

test_decider[cloud] if {
	some cloud in ["", "aws"]
	key := "service.beta.kubernetes.io/aws-load-balancer-security-groups"
	balancer.decider(cloud) == key with input as service({key: "sg-1"})
}

test_no_decider[note] if {
	some note, case in {
		"of another cloud": {"cloud": "azure", "annotations": {"service.beta.kubernetes.io/aws-load-balancer-security-groups": "sg-1"}},
		"none": {"cloud": "aws", "annotations": {}},
	}
	not balancer.decider(case.cloud) with input as service(case.annotations)
}

test_defect if {
	shortest := {"ipv4": 8, "ipv6": 16}
	balancer.defect("0.0.0.0/0", shortest) == "0.0.0.0/0 is as wide as the internet; list the callers' networks"
	balancer.defect("10.0.0.1", shortest) == "\"10.0.0.1\" is not a valid CIDR block; write address/prefix-length"
	not balancer.defect("10.0.0.0/8", shortest)
	not balancer.defect("${OFFICE}", shortest)
}

test_doubts if {
	alone := "is read only on azure; set the parameter cloud"
	balancer.doubts({"block": "${OFFICE}", "cloud": "azure"}, "") == {"${OFFICE} is still to be filled in", alone}
	balancer.doubts({"block": "10.0.0.0/8", "cloud": "azure"}, "azure") == set()
	balancer.doubts({"block": "10.0.0.0/8", "cloud": ""}, "") == set()
}

service(annotations) := {
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": "shop", "annotations": annotations},
	"spec": {"type": "LoadBalancer"},
}

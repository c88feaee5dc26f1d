package guiderail.cluster.endpoint_access_test

import data.guiderail.cluster.endpoint_access

test_denied[note] if {
	some note, cidrs in {
		"absent": null,
		"none": [],
		"everyone": ["10.0.0.0/8", "0.0.0.0/0"],
		"everyone by IPv6": ["::/0"],
		"half of everyone": ["0.0.0.0/1"],
		"many": [sprintf("%d.0.0.0/8", [n]) | some n in numbers.range(20, 60)],
	}
	found := said(config(true, cidrs), {})
	count(found.violation) == 1
	found.unknown == set()
}

test_message if {
	said(config(true, ["10.0.0.0/8", "0.0.0.0/0"]), {}).violation == {{
		"msg": concat("", [
			"ClusterConfig main: vpc.publicAccessCIDRs has 0.0.0.0/0, so everyone can reach the API server; ",
			"list the networks that need access, or set vpc.clusterEndpoints.publicAccess to false",
		]),
		"details": {"path": ["vpc", "publicAccessCIDRs"]},
	}}
}

test_allowed[note] if {
	some note, subject in {
		"the public endpoint is off": config(false, null),
		"a few networks": config(true, ["192.0.2.0/24", "2001:db8::/32"]),
		"a private cluster": object.union(config(null, null), {"privateCluster": {"enabled": true}}),
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	endpoint_access.applies with input as {"review": {"object": subject}}
}

test_by_parameter if {
	said(config(true, ["192.0.2.0/24"]), {"min_prefix_ipv4": 25}).violation != set()
}

test_unknown[note] if {
	some note, config in {
		"a network": {"PublicAccessCidrs": [{"Ref": "Office"}]},
		"no network": {"PublicAccessCidrs": ["office"]},
		"the list": {"PublicAccessCidrs": {"Fn::If": ["A", [], []]}},
		"the endpoint": {"EndpointPublicAccess": {"Ref": "Public"}},
	}
	found := said({"Resources": {"Main": {"Type": "AWS::EKS::Cluster", "Properties": {"ResourcesVpcConfig": config}}}}, {})
	found.violation == set()
	count(found.unknown) == 1
}

test_silent if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}
	said(pod, {}) == {"violation": set(), "unknown": set()}
	not endpoint_access.applies with input as {"review": {"object": pod}}
}

config(is_public, cidrs) := {
	"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"},
	"vpc": {"clusterEndpoints": {"publicAccess": is_public}, "publicAccessCIDRs": cidrs},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := endpoint_access.violation with input as asked
	unknown := endpoint_access.unknown with input as asked
}

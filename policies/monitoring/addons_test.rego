package guiderail.monitoring.addons_test

import data.guiderail.monitoring.addons

all := ["amazon-cloudwatch-observability", "eks-node-monitoring-agent"]

test_denied[note] if {
	some note, case in {
		"none": {"addons": [], "missing": {"amazon-cloudwatch-observability", "eks-node-monitoring-agent"}},
		"one": {"addons": ["amazon-cloudwatch-observability"], "missing": {"eks-node-monitoring-agent"}},
	}
	said(config(case.addons, {}), {}) == {"unknown": set(), "violation": {found |
		some name in case.missing
		found := {"msg": sprintf("ClusterConfig main: there is no add-on %s", [name]), "details": {"path": []}}
	}}
}

test_allowed[note] if {
	some note, subject in {
		"both": config(all, {}),
		"Auto Mode": config(["amazon-cloudwatch-observability"], {"autoModeConfig": {"enabled": true}}),
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	addons.applies with input as {"review": {"object": subject}}
}

test_by_parameter if {
	said(config([], {}), {"addons": []}).violation == set()
	count(said(config([], {"autoModeConfig": {"enabled": true}}), {"in_auto_mode": []}).violation) == 2
}

test_unknown[note] if {
	some note, resources in {
		"a name": {
			"A": {"Type": "AWS::EKS::Addon", "Properties": {"AddonName": {"Ref": "Name"}}},
			"B": {"Type": "AWS::EKS::Addon", "Properties": {"AddonName": "amazon-cloudwatch-observability"}},
			"Main": {"Type": "AWS::EKS::Cluster"},
		},
		"the mode": {
			"B": {"Type": "AWS::EKS::Addon", "Properties": {"AddonName": "amazon-cloudwatch-observability"}},
			"Main": {"Type": "AWS::EKS::Cluster", "Properties": {"ComputeConfig": {"Enabled": {"Ref": "Auto"}}}},
		},
	}
	found := said({"Resources": resources}, {})
	found.violation == set()
	{finding.msg | some finding in found.unknown} == {"Main (AWS::EKS::Cluster): whether there is an add-on eks-node-monitoring-agent is not known"}
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"a described cluster": {"cluster": {"arn": "arn:aws:eks:eu-north-1:111122223333:cluster/main"}},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not addons.applies with input as {"review": {"object": subject}}
}

config(names, more) := object.union(more, {
	"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"},
	"addons": [{"name": name} | some name in names],
})

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := addons.violation with input as asked
	unknown := addons.unknown with input as asked
}

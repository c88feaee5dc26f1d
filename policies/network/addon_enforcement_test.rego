package guiderail.network.addon_enforcement_test

import data.guiderail.network.addon_enforcement

test_denied[note] if {
	some note, values in {"absent": null, "false": `{"enableNetworkPolicy": "false"}`, "others": "env: {A: b}", "no YAML": "{"}
	found := said(config([{"name": "vpc-cni", "configurationValues": values}]), {})
	{finding.msg | some finding in found.violation} == {`addons vpc-cni: configurationValues must set enableNetworkPolicy to "true"`}
	found.unknown == set()
}

test_allowed[note] if {
	some note, values in {"JSON": `{"enableNetworkPolicy": "true"}`, "YAML": "enableNetworkPolicy: true"}
	subject := config([{"name": "vpc-cni", "configurationValues": values}])
	said(subject, {}) == {"violation": set(), "unknown": set()}
	addon_enforcement.applies with input as {"review": {"object": subject}}
}

test_by_parameter if {
	said(config([{"name": "vpc-cni"}]), {"other_agent": true}) == {"violation": set(), "unknown": set()}
}

test_another_agent_of_a_plan[chart] if {
	some chart, findings in {"cilium": 0, "oci://quay.io/cilium/charts/cilium": 0, "tigera-operator": 0, "nginx": 1}
	plan := {"format_version": "1.2", "resource_changes": [
		change("helm_release", {"chart": chart}),
		change("aws_eks_addon", {"addon_name": "vpc-cni"}),
	]}
	count(said(plan, {}).violation) == findings
}

test_unknown[note] if {
	some note, subject in {
		"no add-on": config([]),
		"its values": {"Resources": {"A": {"Type": "AWS::EKS::Addon", "Properties": {"AddonName": "vpc-cni", "ConfigurationValues": {"Ref": "Values"}}}}},
	}
	found := said(subject, {})
	found.violation == set()
	count(found.unknown) == 1
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"a described cluster": {"cluster": {"arn": "arn:aws:eks:eu-north-1:111122223333:cluster/main"}},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not addon_enforcement.applies with input as {"review": {"object": subject}}
}

config(addons) := {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"}, "addons": addons}

change(type, after) := {
	"address": sprintf("%s.a", [type]), "type": type, "name": "a",
	"change": {"actions": ["create"], "after": after, "after_unknown": {}},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := addon_enforcement.violation with input as asked
	unknown := addon_enforcement.unknown with input as asked
}

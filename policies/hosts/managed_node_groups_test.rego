package guiderail.hosts.managed_node_groups_test

import data.guiderail.hosts.managed_node_groups

test_denied[note] if {
	some note, case in {
		"self-managed": {
			"subject": config("nodeGroups", {}), "path": ["nodeGroups", 0],
			"msg": "nodeGroups a: the nodes are not in a managed node group, so EKS does not update them",
		},
		"an image": {
			"subject": config("managedNodeGroups", {"ami": "ami-1"}), "path": ["managedNodeGroups", 0, "ami"],
			"msg": "managedNodeGroups a: ami asks for an image of your own, which AWS does not patch",
		},
		"a type": {
			"subject": template({"AmiType": "CUSTOM"}), "path": ["Resources", "A", "Properties", "AmiType"],
			"msg": "A (AWS::EKS::Nodegroup): AmiType asks for an image of your own, which AWS does not patch",
		},
		"Amazon Linux 2": {
			"subject": config("managedNodeGroups", {"amiFamily": "AmazonLinux2"}), "path": ["managedNodeGroups", 0, "amiFamily"],
			"msg": "managedNodeGroups a: amiFamily is AmazonLinux2, of which AWS builds no more images",
		},
	}
	said(case.subject, {}) == {"unknown": set(), "violation": {{"msg": case.msg, "details": {"path": case.path}}}}
}

test_allowed[note] if {
	some note, subject in {
		"by default": config("managedNodeGroups", {}),
		"a type": template({"AmiType": "BOTTLEROCKET_x86_64"}),
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	managed_node_groups.applies with input as {"review": {"object": subject}}
}

test_by_parameter if {
	said(template({"AmiType": "CUSTOM"}), {"allow_own_images": true}).violation == set()
	said(template({"AmiType": "AL2_ARM_64"}), {"retired": []}).violation == set()
}

test_unknown if {
	said(template({"AmiType": {"Ref": "Type"}}), {}) == {"violation": set(), "unknown": {{
		"msg": "A (AWS::EKS::Nodegroup): whether AWS patches the images of AmiType is not known",
		"details": {"path": ["Resources", "A", "Properties", "AmiType"]},
	}}}
}

test_image_of_a_launch_template[note] if {
	some note, case in {
		"named": {"image": "ami-1", "findings": [1, 0]},
		"not known": {"image": {"Ref": "Image"}, "findings": [0, 1]},
		"left to EKS": {"image": null, "findings": [0, 0]},
	}
	found := said(
		{"Resources": {
			"Nodes": {"Type": "AWS::EKS::Nodegroup", "Properties": {"LaunchTemplate": {"Id": {"Ref": "Template"}}}},
			"Template": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"ImageId": case.image}}},
		}},
		{},
	)
	[count(found.violation), count(found.unknown)] == case.findings
}

test_silent if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}
	said(pod, {}) == {"violation": set(), "unknown": set()}
	not managed_node_groups.applies with input as {"review": {"object": pod}}
}

template(properties) := {"Resources": {"A": {"Type": "AWS::EKS::Nodegroup", "Properties": properties}}}

config(field, group) := {
	"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"},
	field: [object.union({"name": "a"}, group)],
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := managed_node_groups.violation with input as asked
	unknown := managed_node_groups.unknown with input as asked
}

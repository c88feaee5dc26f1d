package guiderail.hosts.disk_encryption_test

import data.guiderail.hosts.disk_encryption

test_denied[note] if {
	some note, case in {
		"false": {"data": {"BlockDeviceMappings": [{"Ebs": {"Encrypted": false}}]}, "msg": "LaunchTemplateData.BlockDeviceMappings.Ebs.Encrypted does not encrypt the disk; set it to true"},
		"absent": {"data": {"BlockDeviceMappings": [{"Ebs": {"VolumeSize": 20}}]}, "msg": "LaunchTemplateData.BlockDeviceMappings.Ebs.Encrypted does not encrypt the disk; set it to true"},
		"no disk": {"data": {}, "msg": "LaunchTemplateData.BlockDeviceMappings must list the disk of the node, encrypted"},
	}
	found := said(template("AWS::EC2::LaunchTemplate", {"LaunchTemplateData": case.data}), {})
	{finding.msg | some finding in found.violation} == {sprintf("A (AWS::EC2::LaunchTemplate): %s", [case.msg])}
	found.unknown == set()
}

test_denied_group if {
	said(template("AWS::EKS::Nodegroup", {}), {}) == {"unknown": set(), "violation": {{
		"msg": "A (AWS::EKS::Nodegroup): without LaunchTemplate, the disks of the nodes are encrypted only if the account does so by default",
		"details": {"path": ["Resources", "A", "Properties"]},
	}}}
}

test_denied_eksctl[note] if {
	some note, group in {
		"absent": {},
		"false": {"volumeEncrypted": false},
		"another disk": {"volumeEncrypted": true, "additionalVolumes": [{"volumeName": "/dev/xvdb"}]},
	}
	count(said(config(group), {}).violation) == 1
}

test_allowed[note] if {
	some note, subject in {
		"a template": template("AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {"BlockDeviceMappings": [{"Ebs": {"Encrypted": "true"}}]}}),
		"eksctl": config({"volumeEncrypted": true}),
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	disk_encryption.applies with input as {"review": {"object": subject}}
}

# What is written takes precedence over what the account does.
test_by_parameter if {
	every subject in [config({}), template("AWS::EKS::Nodegroup", {}), template("AWS::EC2::LaunchTemplate", {})] {
		said(subject, {"by_default": true}).violation == set()
	}
	said(config({"volumeEncrypted": false}), {"by_default": true}).violation != set()
}

test_template_that_is_elsewhere[note] if {
	some note, subject in {
		"a group": template("AWS::EKS::Nodegroup", {"LaunchTemplate": {"Id": "lt-1"}}),
		"eksctl": config({"launchTemplate": {"id": "lt-1"}}),
	}
	found := said(subject, {})
	found.violation == set()
	count(found.unknown) == 1
}

test_account_of_a_plan[note] if {
	some note, case in {"encrypts": {"enabled": true, "findings": 0}, "does not": {"enabled": false, "findings": 1}}
	plan := {"format_version": "1.2", "resource_changes": [
		change("aws_ebs_encryption_by_default", {"enabled": case.enabled}, {}),
		change("aws_eks_node_group", {}, {}),
	]}
	count(said(plan, {}).violation) == case.findings
}

test_unknown[note] if {
	some note, entry in {
		"a disk": change("aws_launch_template", {"block_device_mappings": [{"ebs": [{}]}]}, {"block_device_mappings": [{"ebs": [{"encrypted": true}]}]}),
		"the disks": change("aws_launch_template", {}, {"block_device_mappings": true}),
		"the launch template": change("aws_eks_node_group", {}, {"launch_template": true}),
	}
	found := said({"format_version": "1.2", "resource_changes": [entry]}, {})
	found.violation == set()
	count(found.unknown) == 1
}

test_silent if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}
	said(pod, {}) == {"violation": set(), "unknown": set()}
	not disk_encryption.applies with input as {"review": {"object": pod}}
}

change(type, after, unknown) := {
	"address": sprintf("%s.a", [type]), "type": type, "name": "a",
	"change": {"actions": ["create"], "after": after, "after_unknown": unknown},
}

template(type, properties) := {"Resources": {"A": {"Type": type, "Properties": properties}}}

config(group) := {
	"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"},
	"nodeGroups": [object.union({"name": "a"}, group)],
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := disk_encryption.violation with input as asked
	unknown := disk_encryption.unknown with input as asked
}

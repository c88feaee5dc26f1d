package lib.guiderail.node_groups_test

import data.lib.guiderail.node_groups

# The same group in every format.
test_managed[note] if {
	some note, document in {
		"a plan": plan(
			"aws_eks_node_group", {
				"ami_type": "CUSTOM", "remote_access": [{"ec2_ssh_key": "k", "source_security_group_ids": ["sg-1"]}], "launch_template": [{"version": "1"}],
			},
			{"launch_template": [{"id": true}]},
		),
		"a template": template("AWS::EKS::Nodegroup", {
			"AmiType": "CUSTOM", "RemoteAccess": {"Ec2SshKey": "k", "SourceSecurityGroups": ["sg-1"]}, "LaunchTemplate": {"Id": "lt-1"},
		}),
		"eksctl": config("managedNodeGroups", {
			"name": "a", "ami": "ami-1", "amiFamily": "CUSTOM", "ssh": {"publicKeyName": "k", "sourceSecurityGroupIds": ["sg-1"]},
			"launchTemplate": {"id": "lt-1"},
		}),
	}
	[group] := node_groups.all with input as {"review": {"object": document}}
	[group.is_managed, group.ami_type.value, group.image.value, group.template.value] == [true, "CUSTOM", true, true]
	[group.ssh.value, group.ssh_limits.value, group.ssh_is_private] == [true, true, false]
	every fact in [group.ami_type, group.image, group.template, group.ssh, group.ssh_limits] {
		fact.is_known
	}
}

test_defaults[note] if {
	some note, document in {
		"a plan": plan("aws_eks_node_group", {"remote_access": [], "launch_template": []}, {}),
		"a template": template("AWS::EKS::Nodegroup", {}),
		"eksctl": config("managedNodeGroups", {"name": "a"}),
	}
	[group] := node_groups.all with input as {"review": {"object": document}}
	[group.ami_type.value, group.image.value, group.template.value, group.ssh.value, group.ssh_limits.value] == [null, false, false, false, false]
}

test_not_known if {
	document := plan("aws_eks_node_group", {}, {"ami_type": true, "launch_template": true, "remote_access": true})
	[group] := node_groups.all with input as {"review": {"object": document}}
	every fact in [group.ami_type, group.image, group.template, group.ssh, group.ssh_limits] {
		not fact.is_known
	}
}

test_security_groups_that_are_yet_to_be_made[note] if {
	some note, document in {
		"a plan": plan("aws_eks_node_group", {"remote_access": [{}]}, {"remote_access": [{"source_security_group_ids": [true]}]}),
		"a template": template("AWS::EKS::Nodegroup", {"RemoteAccess": {"SourceSecurityGroups": [{"Ref": "Group"}]}}),
	}
	[group] := node_groups.all with input as {"review": {"object": document}}
	group.ssh_limits.value
	group.ssh_limits.is_known
}

test_self_managed[note] if {
	some note, document in {
		"a plan": plan("aws_autoscaling_group", {"tag": [{"key": "a"}, {"key": "kubernetes.io/cluster/main"}]}, {}),
		"a template": template("AWS::AutoScaling::AutoScalingGroup", {"Tags": [{"Key": {"Fn::Sub": "kubernetes.io/cluster/${Name}"}}]}),
		"eksctl": config("nodeGroups", {"name": "a"}),
	}
	[group] := node_groups.all with input as {"review": {"object": document}}
	group.is_managed == false
}

test_other_auto_scaling_groups if {
	found := node_groups.all with input as {"review": {"object": plan("aws_autoscaling_group", {"tag": [{"key": "a"}]}, {})}}
	found == []
}

test_ssh_of_eksctl[note] if {
	some note, case in {
		"allowed": {"ssh": {"allow": true}, "want": true},
		"a key": {"ssh": {"publicKeyPath": "~/.ssh/id.pub"}, "want": true},
		"a key that is not allowed": {"ssh": {"publicKey": "k", "allow": false}, "want": false},
		"an empty key": {"ssh": {"publicKey": ""}, "want": false},
		"sessions": {"ssh": {"enableSsm": true}, "want": false},
		"absent": {"ssh": null, "want": false},
	}
	[group] := node_groups.all with input as {"review": {"object": config("nodeGroups", {"name": "a", "ssh": case.ssh})}}
	group.ssh.value == case.want
}

# The same options in every format.
test_instances[note] if {
	some note, document in {
		"a launch template of a plan": plan(
			"aws_launch_template", {
				"metadata_options": [{"http_tokens": "required", "http_put_response_hop_limit": 1}],
				"block_device_mappings": [{"virtual_name": "ephemeral0", "ebs": []}, {"ebs": [{"encrypted": true}]}],
			},
			{},
		),
		"a launch configuration of a plan": plan(
			"aws_launch_configuration", {
				"metadata_options": [{"http_tokens": "required", "http_put_response_hop_limit": 1}], "root_block_device": [{"encrypted": true}],
			},
			{},
		),
		"a launch template": template("AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {
			"MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 1}, "BlockDeviceMappings": [{"Ebs": {"Encrypted": true}}],
		}}),
		"a launch configuration": template("AWS::AutoScaling::LaunchConfiguration", {
			"MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 1}, "BlockDeviceMappings": [{"Ebs": {"Encrypted": true}}],
		}),
		"eksctl": config("nodeGroups", {"name": "a", "disablePodIMDS": true, "volumeEncrypted": true}),
	}
	[instance] := node_groups.instances with input as {"review": {"object": document}}
	[instance.tokens.value, instance.hop_limit.value, instance.endpoint.value] == ["required", 1, "enabled"]
	[fact.value | some fact in instance.disks.listed] == [true]
	instance.disks.is_known
}

test_defaults_of_instances[note] if {
	some note, case in {
		"a plan": {"document": plan("aws_launch_template", {}, {"metadata_options": true}), "want": ["optional", null, 0]},
		"a template": {"document": template("AWS::EC2::LaunchTemplate", {}), "want": ["optional", null, 0]},
		"eksctl": {"document": config("managedNodeGroups", {"name": "a"}), "want": ["required", 2, 1]},
	}
	configuration := {"root_module": {"resources": [{"mode": "managed", "type": "aws_launch_template", "name": "a", "expressions": {}}]}}
	document := object.union(case.document, {"configuration": configuration})
	[instance] := node_groups.instances with input as {"review": {"object": document}}
	[instance.tokens.value, instance.hop_limit.value, count(instance.disks.listed)] == case.want
	instance.tokens.is_known
}

test_disks_that_are_not_known if {
	document := plan("aws_launch_template", {}, {"block_device_mappings": true})
	[instance] := node_groups.instances with input as {"review": {"object": document}}
	not instance.disks.is_known
}

test_more_disks_of_eksctl if {
	group := {"name": "a", "disableIMDSv1": false, "volumeEncrypted": true, "additionalVolumes": [{"volumeEncrypted": false}]}
	[instance] := node_groups.instances with input as {"review": {"object": config("nodeGroups", group)}}
	[fact.value | some fact in instance.disks.listed] == [true, false]
	instance.tokens.value == "optional"
}

# What is in no file may be anything.
test_launch_templates_elsewhere[note] if {
	some note, [document, want] in {
		"of eksctl": [config("managedNodeGroups", {"launchTemplate": {"id": "lt-1"}}), [["HttpTokens of launchTemplate", 1]]],
		"of eksctl's own nodes": [config("nodeGroups", {"launchTemplate": {"id": "lt-1"}}), [["HttpTokens of launchTemplate", 0]]],
		"of a template": [template("AWS::EKS::Nodegroup", {"LaunchTemplate": {"Name": "nodes"}}), [["HttpTokens of LaunchTemplate", 1]]],
		"that a parameter names": [template("AWS::EKS::Nodegroup", {"LaunchTemplate": {"Id": {"Ref": "Id"}}}), [["HttpTokens of LaunchTemplate", 1]]],
		"of a plan": [plan("aws_eks_node_group", {"launch_template": [{"id": "lt-1"}]}, {}), [["http_tokens of launch_template", 1]]],
		"with an image of EKS": [
			plan("aws_eks_node_group", {"ami_type": "AL2023_x86_64_STANDARD", "launch_template": [{"id": "lt-1"}]}, {}),
			[["http_tokens of launch_template", 0]],
		],
		"none": [plan("aws_eks_node_group", {"launch_template": []}, {}), []],
	}
	found := node_groups.instances with input as {"review": {"object": document}}
	images := node_groups.template_images with input as {"review": {"object": document}}
	[[instance.tokens.field, count(images)] | some instance in found] == want
	every instance in found {
		[instance.tokens.is_known, instance.hop_limit.is_known, instance.disks.is_known] == [false, false, false]
	}
}

test_launch_templates_of_the_same_plan[note] if {
	some note, [named, unknown, want] in {
		"by its ID": [{"id": "lt-1"}, {}, 1],
		"by its name": [{"name": "nodes"}, {}, 1],
		"by one that comes later": [{}, {"id": true}, 1],
		"another": [{"id": "lt-2"}, {}, 2],
	}
	group := plan("aws_eks_node_group", {"launch_template": [named]}, {"launch_template": [unknown]})
	launch := plan("aws_launch_template", {"id": "lt-1", "name": "nodes"}, {})
	changes := array.concat(group.resource_changes, launch.resource_changes)
	found := node_groups.instances with input as {"review": {"object": {"format_version": "1.2", "resource_changes": changes}}}
	count(found) == want
}

test_images_of_launch_templates[note] if {
	some note, case in {
		"an image": {"image": "ami-1", "id": {"Ref": "Template"}, "want": ["ami-1"]},
		"none": {"image": null, "id": {"Ref": "Template"}, "want": [null]},
		"the template of another": {"image": "ami-1", "id": "lt-1", "want": [null]},
	}
	document := {"Resources": {
		"Template": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"ImageId": case.image}}},
		"Nodes": {"Type": "AWS::EKS::Nodegroup", "Properties": {"LaunchTemplate": {"Id": case.id}}},
	}}
	found := node_groups.template_images with input as {"review": {"object": document}}
	[entry.image.value | some entry in found] == case.want
}

test_wrong_types if {
	documents := [
		plan("aws_launch_template", {"block_device_mappings": [3, {"ebs": "x"}, {"ebs": [3]}]}, {}),
		plan("aws_autoscaling_group", {"tag": [3], "Tags": "x"}, {}),
		config("nodeGroups", 3),
	]
	found := {[count(groups), count(disks)] |
		some document in documents
		groups := node_groups.all with input as {"review": {"object": document}}
		instances := node_groups.instances with input as {"review": {"object": document}}
		disks := [disk | some instance in instances; some disk in instance.disks.listed]
	}
	found == {[0, 0]}
}

plan(type, after, unknown) := {"format_version": "1.2", "resource_changes": [{
	"address": sprintf("%s.a", [type]), "type": type, "name": "a",
	"change": {"actions": ["create"], "after": after, "after_unknown": unknown},
}]}

template(type, properties) := {"Resources": {"A": {"Type": type, "Properties": properties}}}

config(field, group) := {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"}, field: [group]}

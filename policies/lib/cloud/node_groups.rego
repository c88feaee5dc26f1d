# METADATA
# title: Nodes of Amazon EKS
# description: |
#   The node groups under review and what their nodes are started with, whether Terraform, CloudFormation or eksctl
#   makes them. What is known of each is a fact in the form of `resources.fact`, whose `value` means the same in every
#   format.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
#     - type: eksctl
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html
#   - https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html
#   - https://eksctl.io/usage/schema/
package lib.guiderail.node_groups

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.references
import data.lib.guiderail.resources

# METADATA
# description: |
#   The node groups: `format`, `title`, `path` and `is_managed`, whether EKS replaces the nodes on an update. All but
#   Auto Scaling groups, whose launch templates tell the rest, have the facts `ami_type` (in eksctl, the family),
#   `image` (true if it is one's own), `template` (true if there is a launch template), `ssh` (true if the SSH port is
#   open to someone), `ssh_limits` (true if it is open to security groups alone), and `ssh_is_private`, whether it is
#   open to the network of the cluster alone.
all := array.concat(array.concat(_managed, _self_managed), _eksctl)

# METADATA
# description: |
#   What instances are started with: `title`, `path`, and the facts `endpoint` (enabled or disabled), `tokens` (required
#   or optional) and `hop_limit` (null if the image decides) of the metadata service, the latter two with what the field
#   ought to be in `wanted`. `disks` has the facts of the fields that encrypt each disk, in `listed`, and the `path` and
#   `field` of their list; `is_known` tells whether they are all.
instances := array.concat(
	array.concat(_launched, [group.instance | some group in _eksctl; group.template.value == false]),
	[_hidden_instance(use) | some use in _templates_elsewhere],
)

# METADATA
# description: |
#   What the launch templates of managed node groups say of the image - `title`, and the fact `image`, null if EKS
#   chooses it.
template_images := array.concat(
	[{"title": resource.title, "image": image} |
		some type, use in {
			"aws_launch_template": {"by": "aws_eks_node_group", "image": ["image_id"]},
			"AWS::EC2::LaunchTemplate": {"by": "AWS::EKS::Nodegroup", "image": ["LaunchTemplateData", "ImageId"]},
		}
		some resource in resources.of_type(type)
		count(references.attached(resource, use.by)) > 0
		image := resources.fact(resource, use.image)
	],
	[{"title": use.title, "image": _hidden(use, use.names.image)} |
		some use in _templates_elsewhere
		use.may_name_image
	],
)

# A launch template that is in none of the files decides, and nobody knows what.
_templates_elsewhere := array.concat(
	[use |
		some type, places in _launch_template_places
		some resource in resources.of_type(type)
		steps := places.template
		fact := resources.fact(resource, steps)
		_is_there(resource, steps, fact)
		_is_elsewhere(resource, [array.concat(steps, [name]) | some name in places.ids])
		use := {
			"title": resource.title,
			"path": fact.path,
			"field": resources.field(steps),
			"names": _template_fields[resource.format],
			"may_name_image": resources.fact(resource, places.ami_type).value == null,
		}
	],
	[use |
		some group in _eksctl
		group.template.value
		use := {
			"title": group.title,
			"path": group.template.path,
			"field": group.template.field,
			"names": _template_fields.cloudformation,
			"may_name_image": group.is_managed,
		}
	],
)

_launch_template_places := {
	"aws_eks_node_group": object.union(_terraform, {"ids": ["id", "name"]}),
	"AWS::EKS::Nodegroup": object.union(_cloudformation, {"ids": ["Id", "Name"]}),
}

# The template is another one if it has an id of its own, or if there is none that it could be.
_is_elsewhere(resource, places) if {
	some steps in places
	id := resources.fact(resource, steps).value
	is_string(id)
	not id in _ids_of_templates
}

_is_elsewhere(resource, places) if {
	_templates == []
	every steps in places {
		not is_string(resources.fact(resource, steps).value)
	}
}

_templates := array.concat(resources.of_type("aws_launch_template"), resources.of_type("AWS::EC2::LaunchTemplate"))

_ids_of_templates contains id if {
	some resource in _templates
	some field in ["id", "name", "LaunchTemplateName"]
	id := resources.fact(resource, [field]).value
}

_template_fields := {
	"terraform": {
		"tokens": "http_tokens", "hop_limit": "http_put_response_hop_limit", "disks": "block_device_mappings",
		"image": "image_id",
	},
	"cloudformation": {
		"tokens": "HttpTokens", "hop_limit": "HttpPutResponseHopLimit", "disks": "BlockDeviceMappings", "image": "ImageId",
	},
}

_hidden(use, name) := {
	"path": use.path, "field": sprintf("%s of %s", [name, use.field]), "value": null, "is_known": false,
}

_hidden_instance(use) := {
	"title": use.title,
	"path": use.path,
	"endpoint": _hidden(use, ""),
	"tokens": object.union(_hidden(use, use.names.tokens), {"wanted": "required"}),
	"hop_limit": object.union(_hidden(use, use.names.hop_limit), {"wanted": "1"}),
	"disks": object.union(_hidden(use, use.names.disks), {"listed": []}),
}

_managed := [group |
	some type, places in {"aws_eks_node_group": _terraform, "AWS::EKS::Nodegroup": _cloudformation}
	some resource in resources.of_type(type)
	ami_type := resources.fact(resource, places.ami_type)
	key := resources.fact(resource, places.key)
	group := {
		"format": resource.format,
		"title": resource.title,
		"path": resource.path,
		"is_managed": true,
		"ami_type": ami_type,
		"image": object.union(ami_type, {"value": ami_type.value == "CUSTOM"}),
		"template": _presence(resource, places.template),
		"ssh": object.union(key, {"value": _is_text(key.value)}),
		"ssh_limits": _limits(resource, places.sources),
		"ssh_is_private": false,
	}
]

_terraform := {
	"ami_type": ["ami_type"],
	"template": ["launch_template", 0],
	"key": ["remote_access", 0, "ec2_ssh_key"],
	"sources": ["remote_access", 0, "source_security_group_ids"],
}

_cloudformation := {
	"ami_type": ["AmiType"],
	"template": ["LaunchTemplate"],
	"key": ["RemoteAccess", "Ec2SshKey"],
	"sources": ["RemoteAccess", "SourceSecurityGroups"],
}

# The tag by which Kubernetes knows the instances of a cluster.
_self_managed := [group |
	some type in ["aws_autoscaling_group", "AWS::AutoScaling::AutoScalingGroup"]
	some resource in resources.of_type(type)
	some field in ["tag", "Tags"]
	some tag in object.get(resource.values, field, [])
	is_object(tag)
	some key in ["key", "Key"]
	contains(json.marshal(object.get(tag, key, null)), "\"kubernetes.io/cluster/")
	group := {"format": resource.format, "title": resource.title, "path": resource.path, "is_managed": false}
]

_eksctl := [group |
	artefact_type.under_review == "eksctl"
	some field, is_managed in {"managedNodeGroups": true, "nodeGroups": false}
	some i, values in ctx.resource[field]
	is_object(values)
	title := sprintf("%s %v", [field, object.get(values, "name", i)])
	resource := {"format": "eksctl", "title": title, "path": [field, i], "values": values}
	image := resources.fact(resource, ["ami"])
	group := {
		"format": "eksctl",
		"title": title,
		"path": resource.path,
		"is_managed": is_managed,
		"ami_type": resources.fact(resource, ["amiFamily"]),
		"image": object.union(image, {"value": _is_text(image.value)}),
		"template": _presence(resource, ["launchTemplate"]),
		"ssh": object.union(resources.fact(resource, ["ssh"]), {"value": _opens_ssh(object.get(values, "ssh", null))}),
		"ssh_limits": _limits(resource, ["ssh", "sourceSecurityGroupIds"]),
		"ssh_is_private": resources.switch(resources.fact(resource, ["privateNetworking"]), false).value,
		"instance": _instance_of_eksctl(resource),
	}
]

# A key alone opens the port as well.
default _opens_ssh(_) := false

_opens_ssh(ssh) if ssh.allow == true

_opens_ssh(ssh) if {
	not ssh.allow == false
	some key in ["publicKey", "publicKeyName", "publicKeyPath"]
	_is_text(ssh[key])
}

default _is_text(_) := false

_is_text(value) if {
	is_string(value)
	value != ""
}

# Whichever groups they are that are yet to be made, they limit who may enter.
_limits(resource, steps) := object.union(written, {"value": true, "is_known": true}) if {
	written := resources.fact(resource, steps)
	some _ in _listed_groups(resource, steps)
} else := object.union(resources.fact(resource, steps), {"value": false})

_listed_groups(resource, steps) := array.concat(_array(written), _array(open)) if {
	written := object.get(resource.values, steps, [])
	open := object.get(resource, array.concat(["unknown"], steps), [])
}

default _array(_) := []

_array(value) := value if is_array(value)

_presence(resource, steps) := object.union(written, {"value": true, "is_known": true}) if {
	written := resources.fact(resource, steps)
	_is_there(resource, steps, written)
} else := object.union(resources.fact(resource, steps), {"value": false})

_is_there(_, _, written) if {
	written.is_known
	written.value != null
}

# A block of Terraform is there, whatever of it is not known.
_is_there(resource, steps, _) if {
	resource.format == "terraform"
	is_object(object.get(resource.values, steps, null))
}

_instance_of_eksctl(resource) := {
	"title": resource.title,
	"path": resource.path,
	"endpoint": object.union(resources.fact(resource, []), {"value": "enabled"}),
	"tokens": object.union(v1, {"value": _if_true(v1.value, "required", "optional"), "wanted": "true"}),
	"hop_limit": object.union(pods, {"value": _if_true(pods.value, 1, 2), "wanted": "true"}),
	"disks": {"path": resource.path, "field": "volumeEncrypted", "listed": disks, "is_known": true},
} if {
	v1 := resources.switch(resources.fact(resource, ["disableIMDSv1"]), true)
	pods := resources.switch(resources.fact(resource, ["disablePodIMDS"]), false)
	more := [fact |
		some i, _ in resource.values.additionalVolumes
		fact := resources.fact(resource, ["additionalVolumes", i, "volumeEncrypted"])
	]
	disks := array.concat([resources.fact(resource, ["volumeEncrypted"])], more)
}

_if_true(true, value, _) := value

_if_true(false, _, value) := value

_launched := [instance |
	some type, places in _launch_places
	some resource in resources.of_type(type)
	endpoint := resources.fact(resource, array.concat(places.metadata, [places.endpoint]))
	tokens := resources.fact(resource, array.concat(places.metadata, [places.tokens]))
	hops := resources.fact(resource, array.concat(places.metadata, [places.hop_limit]))
	instance := {
		"title": resource.title,
		"path": resource.path,
		"endpoint": _or_default(endpoint, "enabled"),
		"tokens": object.union(_or_default(tokens, "optional"), {"wanted": "required"}),
		"hop_limit": object.union(hops, {"wanted": "1"}),
		"disks": _disks(resource, places),
	}
]

_or_default(written, by_default) := object.union(written, {"value": by_default}) if {
	written.value == null
} else := written

_launch_places := {
	"aws_launch_template": object.union(_options_of_terraform, {
		"disks": [["block_device_mappings"]],
		"encrypted": ["ebs", 0, "encrypted"],
		"volume": ["ebs", 0],
	}),
	"aws_launch_configuration": object.union(_options_of_terraform, {
		"disks": [["root_block_device"], ["ebs_block_device"]],
		"encrypted": ["encrypted"],
		"volume": [],
	}),
	"AWS::EC2::LaunchTemplate": object.union(_options_of_cloudformation, {
		"metadata": ["LaunchTemplateData", "MetadataOptions"],
		"disks": [["LaunchTemplateData", "BlockDeviceMappings"]],
	}),
	"AWS::AutoScaling::LaunchConfiguration": object.union(_options_of_cloudformation, {
		"metadata": ["MetadataOptions"],
		"disks": [["BlockDeviceMappings"]],
	}),
}

_options_of_terraform := {
	"metadata": ["metadata_options", 0],
	"endpoint": "http_endpoint",
	"tokens": "http_tokens",
	"hop_limit": "http_put_response_hop_limit",
}

_options_of_cloudformation := {
	"endpoint": "HttpEndpoint",
	"tokens": "HttpTokens",
	"hop_limit": "HttpPutResponseHopLimit",
	"encrypted": ["Ebs", "Encrypted"],
	"volume": ["Ebs"],
}

# What has no volume maps a disk of the host itself, or none.
_disks(resource, places) := {"path": first.path, "field": first.field, "listed": listed, "is_known": is_known} if {
	first := resources.fact(resource, places.disks[0])
	listed := [fact |
		some steps in places.disks
		some i, disk in object.get(resource.values, steps, [])
		is_object(disk)
		is_object(object.get(disk, places.volume, null))
		fact := resources.fact(resource, array.concat(array.concat(steps, [i]), places.encrypted))
	]
	open := [steps | some steps in places.disks; _is_open(resource, steps)]
	is_known := count(open) == 0
}

_is_open(resource, steps) if {
	written := resources.fact(resource, steps)
	written.is_known == false
	not _is_listed(resource, steps)
}

_is_listed(resource, steps) if is_array(object.get(resource.values, steps, null))

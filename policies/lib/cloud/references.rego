# METADATA
# title: References between resources of a cloud
# description: |
#   Which resource a value stands for while no ids are known. In a Terraform plan the configuration tells which
#   resources of its module an expression names, in Terraform's files what could not be evaluated; in a CloudFormation
#   template Ref, Fn::GetAtt and Fn::Sub do.
# related_resources:
#   - https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
#   - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html
package lib.guiderail.references

import data.lib.guiderail.ctx
import data.lib.guiderail.resources

# METADATA
# description: |
#   The resources of a type that belong to a resource, such as the policy of a bucket: what they refer to is that
#   resource, or has its name.
attached(resource, type) := [part |
	some key in _names(resource)
	some part in object.get(_attached, [type, key], set())
]

# METADATA
# description: |
#   Whether a resource of a type may belong to any other, since nobody knows what it refers to.
is_loose(type) if count(object.get(_attached, [type, _open], set())) > 0

# METADATA
# description: The references in the author's expression for a value, each with its module before it.
written(resource, steps) := [sprintf("%s%s", [_module(resource.title), reference]) |
	some reference in object.get(resource.expressions, array.concat(steps, ["references"]), [])
] if {
	is_object(resource.expressions)
} else := [sprintf("%s%s", [_module(resource.title), reference]) |
	some reference in regex.find_n(`(?:data\.)?\w+_\w+\.[\w-]+(\[("[^"]*"|[0-9]+)\])?`, _open_text(resource, steps), -1)
] if {
	resource.is_text
} else := []

# What could not be evaluated is written as it stands in the file.
_open_text(resource, steps) := text if {
	text := object.get(resource.values, steps, null)
	is_string(text)
	contains(text, "${")
} else := ""

# METADATA
# description: What identifies a resource within its plan or template.
address(resource) := resource.title if {
	resource.format == "terraform"
} else := resource.path[1]

# METADATA
# description: Whether a value names a resource of the plan or template, so that it will have a value.
is_reference(resource, steps) if count(named(resource, steps)) > 0

# Where resources that belong to another one say to which.
_owner := {
	"aws_ecr_repository_policy": ["repository"],
	"aws_efs_file_system_policy": ["file_system_id"],
	"aws_eks_node_group": ["launch_template", 0, "id"],
	"aws_s3_bucket_policy": ["bucket"],
	"aws_s3_bucket_public_access_block": ["bucket"],
	"aws_s3_bucket_server_side_encryption_configuration": ["bucket"],
	"aws_s3_bucket_versioning": ["bucket"],
	"aws_secretsmanager_secret_policy": ["secret_arn"],
	"aws_secretsmanager_secret_rotation": ["secret_id"],
	"AWS::EKS::Nodegroup": ["LaunchTemplate", "Id"],
	"AWS::S3::BucketPolicy": ["Bucket"],
	"AWS::SecretsManager::ResourcePolicy": ["SecretId"],
	"AWS::SecretsManager::RotationSchedule": ["SecretId"],
}

# Asked as a whole, this is worked out once; asked by its keys, it would be for each of them.
_attached[part.type][key] contains part if {
	some part in resources.all
	some key in _keys(part, _owner[part.type])
}

_names(resource) := {["address", address(resource)]} | {["name", name] |
	some name_field in ["arn", "bucket", "id", "name", "BucketName", "Name", "RepositoryName"]
	resources.written(resource, [name_field]) != null # which is told faster than what is known of it
	name := resources.fact(resource, [name_field]).value
	is_string(name)
}

_open := "nobody knows"

_keys(resource, steps) := {["name", fact.value]} if {
	fact := resources.fact(resource, steps)
	is_string(fact.value)
} else := {["address", target] | some target in targets} if {
	targets := named(resource, steps)
	count(targets) > 0
} else := {_open} if {
	not resources.fact(resource, steps).is_known
} else := set()

# METADATA
# description: The addresses of the resources that the author's expression for a value names.
named(resource, steps) := _logical_ids(object.get(resource.values, steps, null), _ids) if {
	resource.format == "cloudformation"
} else := {target |
	some reference in written(resource, steps)
	some target in _instances(resource, reference)
}

# The instances of a resource: the one that is named, else that with the same key, else all.
_instances(resource, reference) := {one} & _addresses if {
	one := regex.find_n(`^(module\.[\w-]+(\[("[^"]*"|[0-9]+)\])?\.)*\w+_\w+\.[\w-]+\[("[^"]*"|[0-9]+)\]`, reference, 1)[0]
} else := {same} if {
	same := sprintf("%s%s", [_whole(reference), instance_key(resource.title)])
	same in _addresses
} else := object.get(_instances_of, _whole(reference), set())

# The resource that a reference names, without its attribute.
_whole(reference) := regex.find_n(`^(module\.[\w-]+(\[("[^"]*"|[0-9]+)\])?\.)*\w+_\w+\.[\w-]+`, reference, 1)[0]

_module(title) := regex.find_n(`^(module\.[\w-]+(\[("[^"]*"|[0-9]+)\])?\.)*`, title, 1)[0]

# METADATA
# description: The key of an instance that count or for_each makes, as its address ends with it.
instance_key(title) := regex.find_n(`(\[("[^"]*"|[0-9]+)\])?$`, title, 1)[0]

_addresses contains resource.title if some resource in resources.all

_instances_of[regex.replace(title, `\[("[^"]*"|[0-9]+)\]$`, "")] contains title if some title in _addresses

_ids := object.keys(object.get(ctx.resource, "Resources", {}))

# What a template's functions name; one that chooses among values names none for certain.
_logical_ids(value, all) := {id |
	is_object(value)
	count(object.keys(value) & {"Fn::If", "Fn::FindInMap", "Fn::Select"}) == 0
	walk(value, [path, leaf])
	some id in _ids_in(path, leaf)
	id in all
}

_ids_in(path, leaf) := {leaf} if {
	path[count(path) - 1] == "Ref"
} else := {leaf[0]} if {
	path[count(path) - 1] == "Fn::GetAtt"
	is_array(leaf)
} else := {split(leaf, ".")[0]} if {
	path[count(path) - 1] == "Fn::GetAtt"
	is_string(leaf)
} else := {match[1] | some match in regex.find_all_string_submatch_n(`\$\{([A-Za-z0-9]+)[.}]`, leaf, -1)} if {
	"Fn::Sub" in path
	is_string(leaf)
} else := set()

# METADATA
# title: Roles of the nodes of Amazon EKS
# description: |
#   The policies of the IAM roles that nodes have, whether Terraform, CloudFormation or eksctl makes them. A role is
#   that of nodes if a node group names it, or if it has the policy that only nodes need.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
#     - type: eksctl
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
#   - https://eksctl.io/usage/iam-policies/
package lib.guiderail.node_roles

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.iam_documents
import data.lib.guiderail.references
import data.lib.guiderail.resources

# METADATA
# description: |
#   The policies of roles of nodes: `title`, `path`, `field`, `name` (of a managed policy of AWS; null for others) and
#   `is_known`, whether that is certain.
policies := array.concat([policy | some policy in _attached; _is_of_nodes(policy)], _eksctl)

# METADATA
# description: |
#   The node groups that name a role of which the files say nothing, as facts with the `title` of the group.
unread := array.concat(
	[object.union(use.fact, {"title": use.title}) |
		some use in _uses
		count(use.keys & _told_of) == 0
	],
	[{"title": group.title, "path": array.concat(group.path, [field]), "field": sprintf("iam.%s", [field])} |
		some group in _groups_of_eksctl
		some field in ["instanceRoleARN", "instanceProfileARN"]
		group.iam[field]
	],
)

_told_of := _around({key |
	some policy in _attached
	some key in policy.keys
})

_is_of_nodes(policy) if count(policy.keys & _of_nodes) > 0

_of_nodes := _around(_named_by_groups | {key |
	some policy in _attached
	policy.name in {"AmazonEKSWorkerNodePolicy", "AmazonEKSWorkerNodeMinimalPolicy"}
	some key in policy.keys
})

_named_by_groups contains key if {
	some use in _uses
	some key in use.keys
}

# Nodes without a managed node group, such as those of Karpenter and of EKS Auto Mode.
_named_by_groups contains key if {
	some [resource, steps] in _nodes_elsewhere
	some key in _keys(resource, steps)
}

_nodes_elsewhere contains [entry, [fields.role]] if {
	some type, fields in {
		"aws_eks_access_entry": {"type": "type", "role": "principal_arn"},
		"AWS::EKS::AccessEntry": {"type": "Type", "role": "PrincipalArn"},
	}
	some entry in resources.of_type(type)
	resources.fact(entry, [fields.type]).value in {"EC2", "EC2_LINUX", "EC2_WINDOWS", "HYBRID_LINUX"}
}

_nodes_elsewhere contains [cluster, steps] if {
	some type, steps in {
		"aws_eks_cluster": ["compute_config", 0, "node_role_arn"],
		"AWS::EKS::Cluster": ["ComputeConfig", "NodeRoleArn"],
	}
	some cluster in resources.of_type(type)
}

_uses := [{"title": resource.title, "fact": resources.fact(resource, steps), "keys": _keys(resource, steps)} |
	some type, steps in {
		"aws_eks_node_group": ["node_role_arn"],
		"AWS::EKS::Nodegroup": ["NodeRole"],
	}
	some resource in resources.of_type(type)
]

# Where the policies of roles are written: what names the role (nothing in the role itself), and the policies.
_places := {
	"aws_iam_role": {"role": [], "lists": [["managed_policy_arns"]], "inline": [["inline_policy"]]},
	"aws_iam_role_policy": {"role": ["role"], "lists": [], "inline": [["policy"]]},
	"aws_iam_role_policy_attachment": {"role": ["role"], "lists": [["policy_arn"]], "inline": []},
	"aws_iam_role_policy_attachments_exclusive": {"role": ["role_name"], "lists": [["policy_arns"]], "inline": []},
	"aws_iam_policy_attachment": {"role": ["roles"], "lists": [["policy_arn"]], "inline": []},
	"AWS::IAM::Role": {"role": [], "lists": [["ManagedPolicyArns"]], "inline": [["Policies"]]},
	"AWS::IAM::RolePolicy": {"role": ["RoleName"], "lists": [], "inline": [["PolicyDocument"]]},
	"AWS::IAM::Policy": {"role": ["Roles"], "lists": [], "inline": [["PolicyDocument"]]},
	"AWS::IAM::ManagedPolicy": {"role": ["Roles"], "lists": [], "inline": [["PolicyDocument"]]},
}

_attached := [object.union(policy, {"title": resource.title, "keys": _keys(resource, places.role)}) |
	some resource in resources.all
	places := _places[resource.type]
	some policy in array.concat(
		[_managed(resource, steps) | some list in places.lists; some steps in _entries(resource, list)],
		[_inline(resource, steps) | some steps in places.inline; _is_stated(resource, steps)],
	)
]

_entries(resource, list) := [array.concat(list, [i]) | some i, _ in written] if {
	written := resources.written(resource, list)
	is_array(written)
} else := [list] if {
	_is_stated(resource, list)
} else := []

default _is_stated(_, _) := false

_is_stated(resource, steps) if not resources.written(resource, steps) in [null, [], ""]

# What will be known once it is applied; lists that nobody wrote are none.
_is_stated(resource, steps) if {
	steps[0] in {"policy", "policy_arn"}
	not resources.fact(resource, steps).is_known
}

_inline(resource, steps) := {
	"path": resources.place(resource, steps), "field": resources.field(steps), "name": null, "is_known": true,
}

_managed(resource, steps) := {
	"path": resources.place(resource, steps), "field": resources.field(steps), "name": name, "is_known": is_known,
} if {
	text := _text(resource, steps)
	name := _name_of_aws(text)
	is_known := _tells_policy(text, _addresses(resource, steps))
}

default _name_of_aws(_) := null

_name_of_aws(text) := regex.find_all_string_submatch_n(`:iam::aws:policy/(?:[\w-]+/)*([\w-]+)$`, text, 1)[0][1]

# An ARN, or a policy of the same files.
default _tells_policy(_, _) := false

_tells_policy(text, _) if regex.match(`:policy/[\w/+=,.@-]+$`, text)

_tells_policy(_, addresses) if count(addresses & _own_policies) > 0

_own_policies contains _own_address(resource) if {
	some type in ["aws_iam_policy", "AWS::IAM::ManagedPolicy"]
	some resource in resources.of_type(type)
}

# A text that a template or a file puts together, with what is open in it.
_text(resource, steps) := fact.value if {
	fact := resources.fact(resource, steps)
	is_string(fact.value)
} else := text if {
	text := resources.written(resource, steps)
	is_string(text)
} else := text if {
	resource.format == "cloudformation"
	text := iam_documents.texts(resources.written(resource, steps), resource.defaults)[0]
} else := ""

# What the roles that have these keys go by, and those that share a key with them: one may be named in one place, and
# referred to in another. The instances of a resource have one address, so that this is done once for all.
_around(keys) := _with_same(_with_same(keys))

_with_same(keys) := keys | {other | some key in keys; some other in object.get(_same, [key], set())}

_same[key] contains other if {
	some type in ["aws_iam_role", "AWS::IAM::Role"]
	some role in resources.of_type(type)
	keys := _keys(role, [])
	some key in keys
	some other in keys
}

# Its name, and its address in the files.
_keys(resource, []) := {["address", _own_address(resource)]} | {["name", name] |
	some field in ["name", "RoleName"]
	resources.written(resource, [field]) != null
	name := resources.fact(resource, [field]).value
	is_string(name)
}

_keys(resource, steps) := {["name", name] |
	fact := resources.list(resource, steps)
	some text in array.concat(fact.value, [text | text := resources.fact(resource, steps).value; is_string(text)])
	words := split(text, "/")
	name := words[count(words) - 1]
} | {["address", address] |
	some place in _with_items(resource, steps)
	some address in _addresses(resource, place)
} if {
	count(steps) > 0
}

# A value, and its items where it is a list.
_with_items(resource, steps) := array.concat([steps], [array.concat(steps, [i]) | some i, _ in items]) if {
	items := resources.written(resource, steps)
	is_array(items)
} else := [steps]

_own_address(resource) := resource.path[1] if {
	resource.format == "cloudformation"
} else := regex.replace(resource.title, `\[("[^"]*"|[0-9]+)\]$`, "")

_addresses(resource, steps) := {id |
	walk(resources.written(resource, steps), [path, leaf])
	some id in _ids(path, leaf)
} if {
	resource.format == "cloudformation"
} else := {address |
	some written in [steps, array.slice(steps, 0, 1)]
	some reference in references.written(resource, written)
	some address in regex.find_n(`^(module\.[\w-]+(\[("[^"]*"|[0-9]+)\])?\.)*(data\.)?\w+_\w+\.[\w-]+`, reference, 1)
}

_ids(path, leaf) := {split(leaf, ".")[0]} if {
	path[count(path) - 1] in {"Ref", "Fn::GetAtt"}
	is_string(leaf)
} else := {leaf} if {
	path[count(path) - 2] == "Fn::GetAtt"
	path[count(path) - 1] == 0
} else := set()

_eksctl := [policy |
	some group in _groups_of_eksctl
	some fact in _of_eksctl(group.path, group.iam)
	policy := object.union(fact, {"title": group.title})
]

_groups_of_eksctl := [{"title": title, "path": [list, i, "iam"], "iam": group.iam} |
	artefact_type.under_review == "eksctl"
	some list in ["managedNodeGroups", "nodeGroups"]
	some i, group in ctx.resource[list]
	is_object(group.iam)
	title := sprintf("%s %v", [list, object.get(group, "name", i)])
]

_of_eksctl(path, iam) := array.concat(
	[{"path": place, "field": "iam.attachPolicyARNs", "name": _name_of_aws(arn), "is_known": true} |
		some i, arn in iam.attachPolicyARNs
		is_string(arn)
		place := array.concat(path, ["attachPolicyARNs", i])
	],
	array.concat(
		[{"path": place, "field": "iam.attachPolicy", "name": null, "is_known": true} |
			is_object(iam.attachPolicy)
			place := array.concat(path, ["attachPolicy"])
		],
		[{"path": place, "field": field, "name": null, "is_known": true} |
			some addon, is_on in iam.withAddonPolicies
			is_on == true
			addon != "imageBuilder"
			field := sprintf("iam.withAddonPolicies.%s", [addon])
			place := array.concat(path, ["withAddonPolicies", addon])
		],
	),
)

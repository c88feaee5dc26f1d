# METADATA
# title: Who may enter a cluster of Amazon EKS
# description: |
#   The access entries of IAM roles and users, whether Terraform, CloudFormation or eksctl makes them, and what eksctl
#   writes to the ConfigMap aws-auth. What is known of each is a fact in the form of `resources.fact`.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
#     - type: eksctl
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
#   - https://eksctl.io/usage/schema/
package lib.guiderail.access_entries

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.resources

# METADATA
# description: |
#   The access policies that are given: `title`, and the facts `principal`, `policy` (the ARN) and `scope` (cluster or
#   namespace).
policies := array.concat(array.concat(_policies_of_terraform, _policies_of_cloudformation), _policies_of_eksctl)

# METADATA
# description: The Kubernetes groups that are given - `title`, and the facts `principal` and `groups`, a list.
groups := array.concat(_groups_of_resources, _groups_of_eksctl)

# METADATA
# description: The AWS accounts all of whose roles and users may enter - `title`, `path` and `account`.
accounts := [{"title": mapping.title, "path": array.concat(mapping.path, ["account"]), "account": account} |
	some mapping in _mappings
	account := mapping.values.account
]

_policies_of_terraform := [given |
	some resource in resources.of_type("aws_eks_access_policy_association")
	given := {
		"title": resource.title,
		"principal": resources.fact(resource, ["principal_arn"]),
		"policy": resources.fact(resource, ["policy_arn"]),
		"scope": resources.fact(resource, ["access_scope", 0, "type"]),
	}
]

_policies_of_cloudformation := [given |
	some resource in resources.of_type("AWS::EKS::AccessEntry")
	some i, _ in resource.values.AccessPolicies
	given := {
		"title": resource.title,
		"principal": resources.fact(resource, ["PrincipalArn"]),
		"policy": resources.fact(resource, ["AccessPolicies", i, "PolicyArn"]),
		"scope": resources.fact(resource, ["AccessPolicies", i, "AccessScope", "Type"]),
	}
]

_policies_of_eksctl := [given |
	some entry in _entries
	some i, _ in entry.values.accessPolicies
	given := {
		"title": entry.title,
		"principal": resources.fact(entry, ["principalARN"]),
		"policy": resources.fact(entry, ["accessPolicies", i, "policyARN"]),
		"scope": resources.fact(entry, ["accessPolicies", i, "accessScope", "type"]),
	}
]

_groups_of_resources := [given |
	some type, field in {
		"aws_eks_access_entry": {"principal": "principal_arn", "groups": "kubernetes_groups"},
		"AWS::EKS::AccessEntry": {"principal": "PrincipalArn", "groups": "KubernetesGroups"},
	}
	some resource in resources.of_type(type)
	given := {
		"title": resource.title,
		"principal": resources.fact(resource, [field.principal]),
		"groups": resources.list(resource, [field.groups]),
	}
]

_groups_of_eksctl := [given |
	some places in [
		{"entries": _entries, "principal": "principalARN", "groups": "kubernetesGroups"},
		{"entries": _mappings, "principal": "arn", "groups": "groups"},
	]
	some entry in places.entries
	given := {
		"title": entry.title,
		"principal": resources.fact(entry, [places.principal]),
		"groups": resources.list(entry, [places.groups]),
	}
]

default _entries := []

_entries := _written(_config.accessConfig.accessEntries, ["accessConfig", "accessEntries"])

default _mappings := []

_mappings := _written(_config.iamIdentityMappings, ["iamIdentityMappings"])

_config := ctx.resource if artefact_type.under_review == "eksctl"

# The parts of an eksctl configuration that describe one role or user each, as `resources.fact` takes them.
_written(list, steps) := [entry |
	some i, values in list
	is_object(values)
	title := sprintf("%s[%d]", [resources.field(steps), i])
	entry := {"format": "eksctl", "title": title, "path": array.concat(steps, [i]), "values": values}
]

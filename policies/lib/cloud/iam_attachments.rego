# METADATA
# title: Policies of AWS IAM that roles are given by their ARN
# description: |
#   The managed policies that Terraform, CloudFormation or eksctl attach to roles of workloads, of nodes and
#   of anything else that assumes one.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
#     - type: eksctl
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
#   - https://eksctl.io/usage/iamserviceaccounts/
package lib.guiderail.iam_attachments

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.iam_documents
import data.lib.guiderail.references
import data.lib.guiderail.resources

# METADATA
# description: |
#   The attached policies: `title` for messages, `path`, and `arn`, in which `${…}` stands for what is not known.
#   Policies of the same files are left out, since `iam_documents` has them.
all := array.concat(array.concat(_templates, _planned), _eksctl)

_templates := [attached |
	some resource in resources.of_type("AWS::IAM::Role")
	field := resource.values.ManagedPolicyArns
	some i, written in {true: field, false: [field]}[is_array(field)]
	not _is_made_here(written)
	some arn in iam_documents.texts(written, resource.defaults)
	attached := {
		"title": sprintf("%s: ManagedPolicyArns", [resource.title]),
		"path": resources.place(resource, array.slice(["ManagedPolicyArns", i], 0, {true: 2, false: 1}[is_array(field)])),
		"arn": arn,
	}
]

_is_made_here(written) if _made[written.Ref]

_made := object.get(ctx.resource, "Resources", {})

_planned := [attached |
	some resource in resources.all
	some steps in _planned_places(resource)
	fact := resources.fact(resource, steps)
	some arn in _arns(resource, steps, fact)
	attached := {"title": sprintf("%s: %s", [resource.title, fact.field]), "path": fact.path, "arn": arn}
]

_planned_places(resource) := [["policy_arn"]] if {
	resource.type in {"aws_iam_role_policy_attachment", "aws_iam_policy_attachment"}
} else := [steps | some list in ["managed_policy_arns", "policy_arns"]; some steps in _entries(resource, list)] if {
	resource.type in {"aws_iam_role", "aws_iam_role_policy_attachments_exclusive"}
} else := []

_entries(resource, list) := [[list]] if {
	is_string(resource.values[list])
} else := [[list, i] | some i, _ in object.get(resource.values, list, [])]

_arns(_, _, fact) := [fact.value] if is_string(fact.value)

# What is still to be made is no policy of AWS.
_arns(resource, steps, fact) := [object.get(resource.values, steps, _unknown)] if {
	resource.is_text
	not fact.is_known
	not _is_made(references.written(resource, steps))
} else := [_unknown] if {
	not fact.is_known
	not resource.is_text
	not _is_made(references.written(resource, array.slice(steps, 0, 1)))
}

_unknown := "${unknown}"

_is_made(written) if {
	some reference in written
	regex.match(`(^|\.)aws_iam_policy\.`, reference)
	not regex.match(`(^|\.)data\.`, reference)
}

_eksctl := [attached |
	artefact_type.under_review == "eksctl"
	some path in _lists
	some i, arn in object.get(ctx.resource, path, [])
	is_string(arn)
	attached := {"title": resources.field(path), "path": array.concat(path, [i]), "arn": arn}
]

_lists contains path if {
	some list in [["iam", "serviceAccounts"], ["iam", "podIdentityAssociations"], ["addons"]]
	some i, holder in object.get(ctx.resource, list, [])
	some field in ["attachPolicyARNs", "permissionPolicyARNs"]
	holder[field]
	path := array.concat(list, [i, field])
}

_lists contains [list, i, "iam", "attachPolicyARNs"] if {
	some list in ["nodeGroups", "managedNodeGroups"]
	some i, group in ctx.resource[list]
	group.iam.attachPolicyARNs
}

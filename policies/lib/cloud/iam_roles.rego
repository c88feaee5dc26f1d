# METADATA
# title: Roles of AWS IAM
# description: |
#   The roles under review, whatever makes or describes them, with their policies, and which service accounts are given
#   one otherwise than by an annotation. What is not known of a text is `${…}`.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
#     - type: eksctl
#     - type: iam-policy
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
#   - https://eksctl.io/usage/iamserviceaccounts/
package lib.guiderail.iam_roles

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.iam_attachments
import data.lib.guiderail.iam_documents
import data.lib.guiderail.references
import data.lib.guiderail.resources

# METADATA
# description: |
#   The roles: `title` for messages, `id` within the file, `path`, `name`, `folder` (the path within IAM), `arn` ("" if
#   it is not known), `trusts` (the titles of the documents that are its trust policy), `policies` (those of
#   `iam_documents` that it has), `attached` (those of `iam_attachments`), `accounts` (namespace/name of those that
#   eksctl makes it for), `is_shown` (whether the files show all its policies) and `is_bounded` (whether a boundary
#   limits it).
all := array.concat(array.concat(_resources, _eksctl), _described)

_resources := [role |
	some resource in resources.all
	is_object(resource.values)
	fields := _fields[resource.type]
	role := {
		"title": resource.title,
		"id": references.address(resource),
		"path": resource.path,
		"name": _name(resource, fields.name),
		"folder": _text(resource, [fields.folder], "/", _unknown),
		"arn": _text(resource, ["arn"], "", ""),
		"trusts": _trusts(resource, fields.trust),
		"policies": [document | some document in _policies(resource)],
		"attached": [attached | some attached in _attached(resource)],
		"accounts": [],
		"is_shown": true,
		"is_bounded": object.get(resource.values, fields.boundary, null) != null,
	}
]

_fields := {
	"aws_iam_role": {
		"name": "name", "folder": "path", "trust": "assume_role_policy", "boundary": "permissions_boundary",
	},
	"AWS::IAM::Role": {
		"name": "RoleName", "folder": "Path", "trust": "AssumeRolePolicyDocument", "boundary": "PermissionsBoundary",
	},
}

# A text that is known, or what stands for one that is absent or not known.
_text(resource, steps, absent, unknown) := _told(resources.fact(resource, steps), absent, unknown)

_told(fact, absent, unknown) := fact.value if {
	is_string(fact.value)
} else := absent if {
	fact.is_known
} else := unknown

_unknown := "${unknown}"

_name(resource, field) := name if {
	name := resources.fact(resource, [field]).value
	is_string(name)
} else := written if {
	texts := iam_documents.texts(object.get(resource.values, field, null), object.get(resource, "defaults", {}))
	written := texts[0]
} else := _unknown if {
	not resources.fact(resource, [field]).is_known
} else := sprintf("%s${unknown}", [prefix]) if {
	prefix := resources.fact(resource, ["name_prefix"]).value
	is_string(prefix)
} else := _unknown if {
	not resources.fact(resource, ["name_prefix"]).is_known
} else := "terraform-${unknown}" if {
	resource.format == "terraform"
} else := sprintf("${AWS::StackName}-%s${unknown}", [substring(resource.path[1], 0, 24)])

# A plan may have the trust policy as a document of its own.
_trusts(resource, field) := own | referred if {
	own := {document.title | some document in object.get(_documents, resource.title, set()); document.kind == "trust"}
	referred := {title |
		count(own) == 0
		some reference in references.written(resource, [field])
		some title in _instances(regex.replace(reference, `\.json$`, ""), references.instance_key(resource.title))
	}
}

_documents[owner] contains document if {
	some document in iam_documents.all
	owner := split(document.title, ": ")[0]
}

# Of the instances of a document that with the key of the role, else all.
_instances(address, key) := {concat("", [address, key])} if {
	_data[concat("", [address, key])]
} else := object.get(_data, address, set())

# With and without the key of an instance.
_data[address] contains document.title if {
	some document in iam_documents.all
	contains(document.title, "data.aws_iam_policy_document.")
	not contains(document.title, ": ")
	some address in {document.title, regex.replace(document.title, `\[("[^"]*"|[0-9]+)\]$`, "")}
}

_policies(resource) := {document |
	some owner in (({resource.title} | _part_titles(resource)) | _made_titles(resource))
	some document in object.get(_documents, owner, set())
	document.kind == "identity"
}

# What gives a policy to the role.
_parts(resource) := {part |
	some key in [["address", references.address(resource)], ["name", _name(resource, _fields[resource.type].name)]]
	some part in object.get(_listing, [key], set())
}

_listing[key] contains part if {
	some part in resources.all
	field := _role_fields[part.type]
	some key in _listed(part, field)
}

# Where what gives a policy to roles says to which.
_role_fields := {
	"aws_iam_policy_attachment": "roles",
	"aws_iam_role_policy": "role",
	"aws_iam_role_policy_attachment": "role",
	"aws_iam_role_policy_attachments_exclusive": "role_name",
	"AWS::IAM::ManagedPolicy": "Roles",
	"AWS::IAM::Policy": "Roles",
	"AWS::IAM::RolePolicy": "RoleName",
}

_listed(part, field) := {["name", name] | some name in resources.list(part, [field]).value} | {["address", address] |
	some steps in _with_items(part, field)
	some address in references.named(part, steps)
}

# A field, and its items where it is a list.
_with_items(part, field) := array.concat([[field]], [[field, i] | some i, _ in written]) if {
	written := object.get(part.values, field, null)
	is_array(written)
} else := [[field]]

_part_titles(resource) := {part.title | some part in _parts(resource)}

# The policies of the same files that are attached: by a reference, or by the ARN that they have already.
_made_titles(resource) := {title |
	some part in (_parts(resource) | {resource})
	some steps in _policy_places(part)
	some title in _titles_at(part, steps)
}

_policy_places(part) := {steps |
	field := _policy_fields[part.type]
	some steps in _with_items(part, field)
}

# Where what gives policies to roles names those that are made elsewhere.
_policy_fields := {
	"aws_iam_policy_attachment": "policy_arn",
	"aws_iam_role": "managed_policy_arns",
	"aws_iam_role_policy_attachment": "policy_arn",
	"aws_iam_role_policy_attachments_exclusive": "policy_arns",
	"AWS::IAM::Role": "ManagedPolicyArns",
}

_titles_at(part, steps) := {title |
	some address in references.named(part, steps)
	some title in object.get(_title_of, address, set())
} | {title |
	arn := resources.fact(part, steps).value
	is_string(arn)
	some title in object.get(_title_by_arn, arn, set())
}

_title_of[references.address(policy)] contains policy.title if some policy in _managed

_title_by_arn[arn] contains policy.title if {
	some policy in _managed
	arn := policy.values.arn
}

_managed := array.concat(resources.of_type("aws_iam_policy"), resources.of_type("AWS::IAM::ManagedPolicy"))

_attached(resource) := {attached |
	some owner in ({resource.title} | _part_titles(resource))
	some attached in object.get(_attachments, owner, set())
	not _title_by_arn[attached.arn]
}

_attachments[owner] contains attached if {
	some attached in iam_attachments.all
	owner := split(attached.title, ": ")[0]
}

# eksctl makes a role for each account that it is not told one for, and writes the trust policy itself.
_eksctl := [role |
	some holder in _holders
	not holder.arn
	role := {
		"title": holder.title,
		"id": holder.title,
		"path": holder.path,
		"name": holder.name,
		"folder": "/",
		"arn": "",
		"trusts": set(),
		"policies": [document |
			some document in iam_documents.all
			array.slice(document.path, 0, 3) == holder.path
		],
		"attached": array.concat(_eksctl_attached(holder.path), holder.well_known),
		"accounts": [sprintf("%s/%s", [holder.namespace, holder.account])],
		"is_shown": true,
		"is_bounded": holder.is_bounded,
	}
]

_eksctl_attached(path) := [attached |
	some attached in iam_attachments.all
	array.slice(attached.path, 0, 3) == path
]

_holders := [_holder(list, i, written) |
	artefact_type.under_review == "eksctl"
	some list in ["serviceAccounts", "podIdentityAssociations"]
	some i, written in object.get(ctx.resource, ["iam", list], [])
	is_object(written)
]

_holder(list, i, written) := object.union(object.union(_account_of(list, written), _arn_of(written)), {
	"title": sprintf("iam.%s %v/%v", [list, account.namespace, account.account]),
	"path": ["iam", list, i],
	"name": object.get(written, "roleName", "eksctl-${unknown}"),
	"is_bounded": object.get(written, "permissionsBoundary", object.get(written, "permissionsBoundaryARN", "")) != "",
	"well_known": [{"title": "wellKnownPolicies", "path": place, "arn": arn} |
		place := ["iam", list, i]
		some name, is_on in object.get(written, "wellKnownPolicies", {})
		is_on == true
		arn := sprintf("wellKnownPolicies.%s", [name])
	],
}) if {
	account := _account_of(list, written)
}

_account_of("serviceAccounts", written) := {
	"namespace": object.get(written, ["metadata", "namespace"], "default"),
	"account": object.get(written, ["metadata", "name"], ""),
	"makes_account": object.get(written, "roleOnly", false) != true,
}

_account_of("podIdentityAssociations", written) := {
	"namespace": object.get(written, "namespace", ""),
	"account": object.get(written, "serviceAccountName", ""),
	"makes_account": object.get(written, "createServiceAccount", false) == true,
}

_arn_of(written) := {"arn": written.attachRoleARN} if {
	written.attachRoleARN
} else := {"arn": written.roleARN} if {
	written.roleARN
} else := {}

# What aws iam get-role prints has no policies beside the trust policy.
_described := [{
	"title": sprintf("role %s", [name]),
	"id": name,
	"path": ["Role"],
	"name": name,
	"folder": object.get(ctx.resource.Role, "Path", "/"),
	"arn": object.get(ctx.resource.Role, "Arn", ""),
	"trusts": {document.title | some document in iam_documents.of_kind("trust")},
	"policies": [],
	"attached": [],
	"accounts": [],
	"is_shown": false,
	"is_bounded": object.get(ctx.resource.Role, "PermissionsBoundary", null) != null,
} |
	artefact_type.under_review == "iam-policy"
	name := ctx.resource.Role.RoleName
]

# METADATA
# description: |
#   Policies that are printed alone with the name of their role, as aws iam get-role-policy does: `role` and `document`.
printed := [{"role": ctx.resource.RoleName, "document": document} |
	artefact_type.under_review == "iam-policy"
	is_string(ctx.resource.RoleName)
	some document in iam_documents.of_kind("identity")
]

# METADATA
# description: |
#   The service accounts that are given a role by an association of EKS Pod Identity or by eksctl: `title`, `path`,
#   `namespace`, `account`, `arn` ("" if it is not known), `roles` (the ids of those of the same file) and
#   `makes_account` (whether the account is made as well).
associations := array.concat(_associated, [association |
	some holder in _holders
	association := {
		"title": holder.title,
		"path": holder.path,
		"namespace": holder.namespace,
		"account": holder.account,
		"arn": object.get(holder, "arn", ""),
		"roles": {holder.title},
		"makes_account": holder.makes_account,
	}
])

_associated := [association |
	some resource in resources.all
	fields := _association_fields[resource.type]
	association := {
		"title": resource.title,
		"path": resources.place(resource, [fields.account]),
		"namespace": _text(resource, [fields.namespace], "", _unknown),
		"account": _text(resource, [fields.account], "", _unknown),
		"arn": _text(resource, [fields.role], "", ""),
		"roles": references.named(resource, [fields.role]),
		"makes_account": false,
	}
]

_association_fields := {
	"aws_eks_pod_identity_association": {"namespace": "namespace", "account": "service_account", "role": "role_arn"},
	"AWS::EKS::PodIdentityAssociation": {"namespace": "Namespace", "account": "ServiceAccount", "role": "RoleArn"},
}

# METADATA
# scope: document
# description: The service accounts that the file makes in a cluster, as namespace/name.
accounts contains sprintf("%s/%s", [holder.namespace, holder.account]) if {
	some holder in _holders
	holder.makes_account
}

accounts contains sprintf("%s/%s", [namespace, name]) if {
	some type in ["kubernetes_service_account", "kubernetes_service_account_v1"]
	some resource in resources.of_type(type)
	name := _text(resource, ["metadata", 0, "name"], _unknown, _unknown)
	namespace := _text(resource, ["metadata", 0, "namespace"], "default", _unknown)
}

# METADATA
# description: The namespaces into which Helm charts are installed that nobody shows, as texts.
charts contains _text(release, ["namespace"], "default", _unknown) if some release in resources.of_type("helm_release")

# METADATA
# scope: document
# description: The issuers of the tokens of clusters, without https://.
issuers contains trim_prefix(issuer, "https://") if {
	artefact_type.under_review == "eks-cluster"
	some path in [["cluster", "identity", "oidc", "issuer"], ["data", "Cluster", "Identity", "Oidc", "Issuer"]]
	issuer := object.get(ctx.resource, path, null)
	is_string(issuer)
}

issuers contains trim_prefix(issuer, "https://") if {
	some cluster in resources.of_type("aws_eks_cluster")
	issuer := resources.fact(cluster, ["identity", 0, "oidc", 0, "issuer"]).value
	is_string(issuer)
}

# METADATA
# title: The IAM roles that the files of a run make
# description: |
#   What Terraform, CloudFormation, eksctl and the AWS CLI show of roles, in whichever file of the run it is, and
#   which of them a service account has.
package lib.guiderail.given_roles

import data.lib.guiderail.iam
import data.lib.guiderail.placeholder
import data.lib.guiderail.shown_role

# METADATA
# description: |
#   The files of the run as `file` has them, by the keys of the inventory. A library reads the input, and nothing but
#   `with` lets it read another document. Each is worked out once, as a whole.
files := object.union_n([{key: shown} |
	some key, document in data.inventory.cluster["inventory.guiderail/v1"].Infrastructure
	shown := shown_role.file with input as document
])

# METADATA
# description: The roles of the run, each with its `file` and with the policies that other files print of it.
roles := [object.union(role, {"file": key, "policies": policies}) |
	some key, shown in files
	some role in shown.roles
	policies := array.concat(role.policies, [object.union(found.document, {"file": other}) |
		some other, printed_in in files
		some found in printed_in.printed
		found.role == role.name
	])
]

# METADATA
# description: The roles that an ARN names or may name.
named(arn) := [role |
	some key in [shown_role.name_of(arn), _open]
	some role in object.get(_by_name, key, set())
	shown_role.is_named(role, arn) != "no"
]

# The key of the roles whose names are not known.
_open := ""

_by_name[_key(role.name)] contains role if some role in roles

_key(name) := _open if {
	iam.is_open(name)
} else := name

# METADATA
# description: The associations of the run, each with its `file`.
associations := [object.union(association, {"file": key}) |
	some key, shown in files
	some association in shown.associations
]

# METADATA
# description: Those, and the ones that the AWS controller makes of objects.
all_associations := array.concat(associations, [association |
	some object_name, written in data.inventory.namespace[_]["eks.services.k8s.aws/v1alpha1"].PodIdentityAssociation
	association := {
		"title": sprintf("PodIdentityAssociation %s", [object_name]),
		"file": "",
		"namespace": object.get(written, ["spec", "namespace"], ""),
		"account": object.get(written, ["spec", "serviceAccount"], ""),
		"arn": object.get(written, ["spec", "roleARN"], ""),
		"roles": set(),
	}
])

# METADATA
# description: |
#   The roles that a service account is given and that are not in the run: their ARNs, or texts for messages where these
#   are not known.
missing(namespace, name) := {arn |
	some arn in _arns(namespace, name)
	_is_missing(arn)
} | {sprintf("the role of %s", [association.title]) |
	some association in all_associations
	[association.namespace, association.account] == [namespace, name]
	association.arn == ""
	count(association.roles) == 0
}

_arns(namespace, name) := {arn |
	arn := data.inventory.namespace[namespace].v1.ServiceAccount[name].metadata.annotations["eks.amazonaws.com/role-arn"]
	is_string(arn)
} | {association.arn |
	some association in all_associations
	[association.namespace, association.account] == [namespace, name]
}

_is_missing(arn) if placeholder.is_in(arn)

_is_missing(arn) if {
	shown_role.is_arn(arn)
	count(named(arn)) == 0
}

# METADATA
# description: The service accounts that the infrastructure makes, as namespace/name.
accounts contains account if some account in files[_].accounts

# METADATA
# description: The namespaces into which it installs charts.
charts contains namespace if some namespace in files[_].charts

# METADATA
# description: The issuers of the tokens of the given clusters; none where no file tells.
issuers contains issuer if some issuer in files[_].issuers

# METADATA
# description: The roles that belong to workloads of clusters.
of_workloads := [role | some role in roles; shown_role.is_of_workloads(role)]

# METADATA
# description: |
#   The roles of the run that a service account has by its annotation, by an association or by eksctl: `role`, `by`
#   (what gives it) and `answer`, whether the account gets it. None where it names a role that is not in the run.
of_account(namespace, name) := array.concat(_annotated(namespace, name), _associated(namespace, name))

_annotated(namespace, name) := [given |
	annotations := data.inventory.namespace[namespace].v1.ServiceAccount[name].metadata.annotations
	arn := annotations["eks.amazonaws.com/role-arn"]
	shown_role.is_arn(arn)
	audiences := shown_role.audiences_of(annotations)
	some role in named(arn)
	admission := shown_role.admits(role, [namespace, name], audiences, issuers)
	answer := iam.all_of({shown_role.is_named(role, arn), admission})
	answer != "no"
	given := {"role": role, "by": "its annotation", "answer": answer}
]

_associated(namespace, name) := [given |
	some association in all_associations
	association.namespace == namespace
	association.account == name
	some role in roles
	answer := iam.all_of({_is_meant(association, role), shown_role.serves(role, namespace, name)})
	answer != "no"
	given := {"role": role, "by": association.title, "answer": answer}
]

_is_meant(association, role) := "yes" if {
	association.file == role.file
	role.id in association.roles
} else := shown_role.is_named(role, association.arn) if {
	shown_role.is_arn(association.arn)
} else := "no"

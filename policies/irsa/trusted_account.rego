# METADATA
# title: Service accounts that roles are made for
# description: |
#   What is wrong between the roles under review and the service accounts of the run. Of a namespace of which the run
#   has nothing, nobody can tell.
package lib.guiderail.trusted_account

import data.lib.guiderail.given_roles
import data.lib.guiderail.iam
import data.lib.guiderail.known_account
import data.lib.guiderail.shown_role

# METADATA
# scope: document
# description: |
#   The offences in the form of `finding`, each with its `account`, as namespace/name.
offences contains {"account": account, "path": found.path, "msg": msg, "is_open": is_open} if {
	some role in shown_role.file.roles
	some found in role.tokens
	some [namespace, name] in shown_role.named_accounts(found)
	account := sprintf("%v/%v", [namespace, name])
	not iam.is_open(account)
	[is_open, how] := _state(namespace, name)
	msg := sprintf("%s: ServiceAccount %s %s", [found.title, account, how])
}

offences contains {"account": account, "path": association.path, "msg": msg, "is_open": is_open} if {
	some association in shown_role.file.associations
	not association.makes_account
	account := sprintf("%v/%v", [association.namespace, association.account])
	not iam.is_open(account)
	[is_open, how] := _absence(association.namespace, association.account)
	msg := sprintf("%s: ServiceAccount %s %s", [association.title, account, how])
}

# What an association gives must be a role for EKS Pod Identity.
offences contains {"account": account, "path": association.path, "msg": msg, "is_open": false} if {
	some association in shown_role.file.associations
	account := sprintf("%v/%v", [association.namespace, association.account])
	some role in shown_role.file.roles
	role.id in association.roles
	shown_role.serves(role, association.namespace, association.account) == "no"
	texts := [association.title, role.title, account]
	msg := sprintf("%s: %s does not let pods.eks.amazonaws.com assume it for ServiceAccount %s", texts)
}

_state(namespace, name) := _absence(namespace, name) if {
	known_account.state(namespace, name) != "present"
} else := [false, "has no annotation eks.amazonaws.com/role-arn, so that its pods do not get the role"] if {
	account := known_account.of(namespace, name)
	account != null
	not account.metadata.annotations["eks.amazonaws.com/role-arn"]
	not _is_associated(namespace, name)
}

_is_associated(namespace, name) if {
	some association in given_roles.all_associations
	association.namespace == namespace
	association.account == name
}

_absence(namespace, name) := [is_open, how] if {
	known_account.state(namespace, name) == "absent"
	name != "default"
	not sprintf("%v/%v", [namespace, name]) in given_roles.accounts
	is_open := _may_be_installed(namespace)
	how := "is not among the given objects of its namespace; correct the name, or remove it"
}

# A chart may bring the account.
_may_be_installed(namespace) if {
	some chart in given_roles.charts
	iam.matches(chart, namespace) != "no"
} else := false

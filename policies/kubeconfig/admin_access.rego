# METADATA
# title: A kubeconfig must not give administrators' access
# description: |
#   Some commands, such as az aks get-credentials --admin, write a kubeconfig with the client certificate of an
#   administrator. It goes past Entra ID and multi-factor authentication, and nobody can tell afterwards who used
#   it. No RBAC rule restricts a member of system:masters.
# related_resources:
#   - https://learn.microsoft.com/azure/aks/control-kubeconfig-access
#   - https://kubernetes.io/docs/setup/best-practices/certificates/#configure-certificates-for-user-accounts
# custom:
#   severity: high
#   requirements: [KUBECFG-04]
#   match: [kubeconfigs]
#   remediation: Get the kubeconfig without --admin and have kubelogin authenticate you, or have a user of your
#     own bound to a role with the permissions that the work needs.
#   parameters:
#     admins: {type: array, items: {type: string}, description: "Names of users that are administrators wherever they
#       appear."}
package guiderail.kubeconfig.admin_access

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.kubeconfigs

defaults := {"admins": ["kubernetes-admin", "kubernetes-super-admin", "system:admin"]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(kubeconfigs.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": path, "msg": msg, "is_open": false} if {
	some user in kubeconfigs.users
	reason := _reason(user)
	path := kubeconfigs.path(user, _steps(user))
	msg := sprintf("%s %s", [user.title, reason])
}

# A file may name a user that another file has.
_offences contains {"path": path, "msg": msg, "is_open": false} if {
	some context in kubeconfigs.contexts
	_leads_to_admin(context)
	path := kubeconfigs.path(context, ["user"])
	msg := sprintf("%s is that of az aks get-credentials --admin; get it without --admin", [context.title])
}

_offences contains {"path": path, "msg": msg, "is_open": false} if {
	some user in kubeconfigs.users
	groups := user.values["as-groups"]
	some i, group in groups
	group in {"system:masters", "kubeadm:cluster-admins"}
	path := kubeconfigs.path(user, ["as-groups", i])
	msg := sprintf("%s: as-groups must not have %s, whose members are administrators", [user.title, group])
}

_offences contains {"path": path, "msg": msg, "is_open": is_open} if {
	some user in kubeconfigs.users
	impersonated := user.values.as
	is_string(impersonated)
	impersonated != ""
	is_open := object.get({true: false}, impersonated in parameters.admins, true)
	path := kubeconfigs.path(user, ["as"])
	msg := sprintf("%s: as %s", [user.title, _impersonates(is_open, impersonated)])
}

_impersonates(false, name) := sprintf("must not be %s, who is an administrator", [name])

_impersonates(true, name) := sprintf("is %s; whether that is an administrator no kubeconfig shows", [name])

_reason(user) := "has a client certificate of the group system:masters, which no RBAC rule restricts" if {
	_has_certificate_of(user, "system:masters")
} else := "has a client certificate of the group kubeadm:cluster-admins, which is bound to cluster-admin" if {
	_has_certificate_of(user, "kubeadm:cluster-admins")
} else := "is the administrator of az aks get-credentials --admin; get the kubeconfig without --admin" if {
	_is_of_azure(user.name, "clusterAdmin_")
} else := "has a client certificate of AKS, which is an administrator's; let kubelogin authenticate the user" if {
	_is_of_azure(user.name, "clusterUser_")
	some field in ["client-certificate-data", "client-certificate"]
	is_string(user.values[field])
} else := "is an administrator by its name; use one with the permissions that the work needs" if {
	user.name in parameters.admins
}

_steps(user) := ["client-certificate-data"] if {
	some group in ["system:masters", "kubeadm:cluster-admins"]
	_has_certificate_of(user, group)
} else := []

# The name of a group stands in a certificate as it is.
_has_certificate_of(user, group) if {
	text := user.values["client-certificate-data"]
	base64.is_valid(text)
	digits := concat("", regex.split(`-----[^-]*-----|\s+`, base64.decode(text)))
	base64.is_valid(digits)
	contains(base64.decode(digits), group)
}

_leads_to_admin(context) if {
	name := context.values.user
	_is_of_azure(name, "clusterAdmin_")
	names := _names(context.config)
	not name in names
}

_leads_to_admin(context) if {
	is_string(context.values.cluster)
	context.name == sprintf("%s-admin", [context.values.cluster])
	user := object.get(context.values, "user", "")
	not _is_of_azure(user, "clusterAdmin_")
}

_is_of_azure(name, beginning) if {
	is_string(name)
	startswith(name, beginning)
}

_names(config) := {user.name |
	some user in kubeconfigs.users
	user.config == config
}

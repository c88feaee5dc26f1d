# METADATA
# title: Roles that administer AKS clusters must go to groups, for one cluster
# description: |
#   Who may administer a cluster through Azure RBAC is reviewed by groups: who joins or leaves a team changes one group,
#   and nobody keeps a role by oversight. A role given on a whole subscription covers every cluster in it, also those
#   that are yet to come. Owners and contributors of a cluster can get its administrator's credentials.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/manage-azure-rbac
#   - https://learn.microsoft.com/en-us/azure/role-based-access-control/best-practices
# custom:
#   severity: high
#   requirements: [RBAC-16]
#   match: [role_assignments]
#   remediation: Assign the role to a group of Entra ID, on the cluster or one of its namespaces.
#   parameters:
#     cluster_roles: {type: array, items: {type: string}, description: "The roles that administer clusters and nothing
#       else. On a subscription they are too wide for anyone."}
#     general_roles: {type: array, items: {type: string}, description: "The roles that administer clusters among other
#       things. They are judged where their scope is a cluster or more than a resource group."}
package guiderail.rbac.aks_role_assignments

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.role_assignments

defaults := {
	"cluster_roles": [
		"Azure Kubernetes Service Cluster Admin Role", "Azure Kubernetes Service RBAC Cluster Admin",
		"Azure Kubernetes Service Contributor Role",
	],
	"general_roles": ["Owner", "Contributor", "User Access Administrator", "Role Based Access Control Administrator"],
}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(role_assignments.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": assignment.principal.path, "msg": msg, "is_open": is_open} if {
	some assignment in role_assignments.all
	_administers_clusters(assignment)
	_may_be_user(assignment.principal)
	is_open := _all_are_known(_deciding(assignment)) == false
	what := sprintf("%s goes to a user", [_named(assignment.role)])
	msg := sprintf("%s: %s; give it to a group", [assignment.title, _how(what, is_open)])
}

_offences contains {"path": assignment.scope.path, "msg": msg, "is_open": is_open} if {
	some assignment in role_assignments.all
	_is_among(assignment.role, parameters.cluster_roles)
	_may_be(assignment.scope, _wide)
	is_open := _all_are_known([assignment.role, assignment.scope]) == false
	what := sprintf("%s is given on every cluster of a %s", [_named(assignment.role), _kind(assignment.scope)])
	msg := sprintf("%s: %s; give it on one cluster", [assignment.title, _how(what, is_open)])
}

_wide := {"subscription", "management group", "tenant"}

_administers_clusters(assignment) if _is_among(assignment.role, parameters.cluster_roles)

_administers_clusters(assignment) if {
	_is_among(assignment.role, parameters.general_roles)
	_may_be(assignment.scope, _wide | {"cluster"})
}

# Of a role that is not known, only what it may be on a cluster or more matters.
_administers_clusters(assignment) if {
	assignment.role.is_known == false
	assignment.scope.value in (_wide | {"cluster"})
}

_deciding(assignment) := [assignment.role, assignment.principal] if {
	_is_among(assignment.role, parameters.cluster_roles)
} else := [assignment.role, assignment.principal, assignment.scope]

_is_among(role, names) if {
	role.is_known
	some name in names
	lower(name) == lower(role.value)
}

_may_be(fact, _) if fact.is_known == false

_may_be(fact, kinds) if fact.value in kinds

_may_be_user(principal) if principal.is_known == false

_may_be_user(principal) if lower(principal.value) == "user"

_named(role) := role.value if {
	is_string(role.value)
} else := "the role"

_kind(scope) := scope.value if {
	is_string(scope.value)
} else := "subscription"

default _all_are_known(_) := false

_all_are_known(facts) if {
	every fact in facts {
		fact.is_known
	}
}

_how(what, false) := what

_how(what, true) := sprintf("whether %s is not known", [what])

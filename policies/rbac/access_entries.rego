# METADATA
# title: Access entries of EKS must give few permissions
# description: |
#   Access entries decide what an IAM role or user may do in an EKS cluster. The access policy
#   AmazonEKSClusterAdminPolicy for the whole cluster, or the group system:masters, makes an administrator whom no RBAC
#   rule can restrict. Whoever can take that role in IAM then owns the cluster.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# custom:
#   severity: critical
#   requirements: [RBAC-15]
#   match: [access_entries, eks_clusters]
#   remediation: Give an access policy with fewer permissions, limit it to namespaces, or give a group of your own and
#     bind that group to a role with only the permissions that it needs.
#   parameters:
#     admin_policies: {type: array, items: {type: string}, description: "Access policies that must not be given for a
#       whole cluster."}
#     allowed_admins: {type: array, items: {type: string}, description: "ARNs of the IAM roles and users that may
#       administer a cluster."}
#     allow_creator: {type: boolean, description: "Whether who creates a cluster may become its administrator, which EKS
#       does by default."}
package guiderail.rbac.access_entries

import data.lib.guiderail.access_entries
import data.lib.guiderail.ctx
import data.lib.guiderail.eks_clusters
import data.lib.guiderail.finding

defaults := {"admin_policies": ["AmazonEKSClusterAdminPolicy"], "allowed_admins": [], "allow_creator": true}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(array.concat(access_entries.policies, access_entries.groups)) > 0

applies if count(eks_clusters.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": given.policy.path, "msg": msg, "is_open": is_open} if {
	some given in access_entries.policies
	_may_be_admin(given.policy)
	not given.scope.value == "namespace"
	not _is_allowed(given.principal)
	is_open := _depends([given.policy, given.scope, _of_interest(given.principal)])
	what := sprintf("%s may do anything in the whole cluster, by %s", [_named(given.principal), given.policy.field])
	msg := sprintf("%s: %s", [given.title, _said(what, is_open)])
}

_offences contains {"path": given.groups.path, "msg": msg, "is_open": is_open} if {
	some given in access_entries.groups
	_may_have_masters(given.groups)
	not _is_allowed(given.principal)
	is_open := _depends([_of_masters(given.groups), _of_interest(given.principal)])
	what := sprintf("%s may do anything in the whole cluster, by %s", [_named(given.principal), given.groups.field])
	msg := sprintf("%s: %s", [given.title, _said(what, is_open)])
}

_offences contains {"path": entry.path, "msg": msg, "is_open": false} if {
	some entry in access_entries.accounts
	msg := sprintf("%s: %s", [entry.title, _of_accounts])
}

_offences contains {"path": creator.path, "msg": msg, "is_open": creator.is_known == false} if {
	parameters.allow_creator == false
	some cluster in eks_clusters.all
	creator := cluster.creator_is_admin
	creator.value
	what := sprintf("%s makes who creates the cluster its administrator", [creator.field])
	msg := sprintf("%s: %s", [cluster.title, _said(what, creator.is_known == false)])
}

_of_accounts := "every IAM role and user of the AWS account may enter the cluster; map only the roles that need access"

_is_allowed(principal) if principal.value in parameters.allowed_admins

_may_be_admin(policy) if policy.is_known == false

_may_be_admin(policy) if {
	is_string(policy.value)
	some name in parameters.admin_policies
	endswith(policy.value, concat("", ["/", name]))
}

_may_have_masters(groups) if "system:masters" in groups.value

_may_have_masters(groups) if groups.is_known == false

# One group that is known is enough.
_of_masters(groups) := object.union(groups, {"is_known": true}) if {
	"system:masters" in groups.value
} else := groups

# Who it is matters only where someone may be an administrator.
_of_interest(principal) := principal if {
	count(parameters.allowed_admins) > 0
} else := object.union(principal, {"is_known": true})

_named(principal) := principal.value if {
	is_string(principal.value)
} else := "the principal"

_said(what, false) := what

_said(what, true) := sprintf("it is not known whether %s", [what])

default _depends(_) := false

_depends(facts) if {
	some fact in facts
	fact.is_known == false
}

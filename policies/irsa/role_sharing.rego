# METADATA
# title: An IAM role must belong to one service account, and never to default
# description: |
#   A role shared by several service accounts needs the rights of all of them, so each has more than it
#   needs, and CloudTrail does not show which one used them. A role of the default service account
#   belongs to every pod in the namespace that does not name a service account.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
# custom:
#   severity: medium
#   requirements: [IRSA-10]
#   match: [{groups: [""], kinds: [ServiceAccount]}, {groups: [eks.services.k8s.aws], kinds: [PodIdentityAssociation]}]
#   remediation: Give each service account a role of its own with only the rights that its pods need, and use a service
#     account other than default for pods that call AWS.
#   parameters:
#     shared_roles: {type: array, items: {type: string}, description: "Exact ARNs of roles that several service accounts
#       may share, such as those of one application in several namespaces."}
package guiderail.irsa.role_sharing

import data.lib.guiderail.ctx

defaults := {"shared_roles": []}

parameters := object.union(defaults, ctx.parameters)

applies if _role

applies if _associated

violation contains {"msg": msg, "details": {"path": ["metadata", "annotations", _key]}} if {
	not _role in parameters.shared_roles
	others := sort([sprintf("%s/%s", [namespace, name]) | some [namespace, name] in _accounts; [namespace, name] != _own])
	count(others) > 0
	what := sprintf("annotation %s: role %s is also used by ServiceAccount %s", [_key, _role, concat(", ", others)])
	msg := sprintf("%s; give each its own role", [what])
}

violation contains {"msg": msg, "details": {"path": ["metadata", "annotations", _key]}} if {
	_role
	ctx.name == "default"
	what := sprintf("annotation %s gives a role to service account default", [_key])
	msg := sprintf("%s, %s", [what, _advice])
}

violation contains {"msg": msg, "details": {"path": ["spec", "serviceAccount"]}} if {
	_associated == "default"
	what := "spec.serviceAccount gives a role to service account default"
	msg := sprintf("%s, %s", [what, _advice])
}

# The account that an association of EKS Pod Identity gives a role.
_associated := ctx.resource.spec.serviceAccount if {
	ctx.kind == "PodIdentityAssociation"
	ctx.group == "eks.services.k8s.aws"
	is_string(ctx.resource.spec.serviceAccount)
}

_advice := "which every pod that names no service account uses; use another service account"

_key := "eks.amazonaws.com/role-arn"

_role := arn if {
	ctx.kind == "ServiceAccount"
	ctx.group == ""
	arn := ctx.resource.metadata.annotations[_key]
	is_string(arn)
	arn != ""
}

_accounts contains [namespace, name] if {
	role := _role
	some namespace, name
	data.inventory.namespace[namespace].v1.ServiceAccount[name].metadata.annotations[_key] == role
}

_own := [ctx.namespace_or_default, ctx.name]

# METADATA
# title: The role of nodes must have no more than nodes need
# description: |
#   Every pod that gets at the credentials of its node may do all that the node's role allows, and so may whoever takes
#   over any of the pods. What one program needs of AWS belongs to the role of its service account.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# custom:
#   severity: medium
#   requirements: [IRSA-11]
#   match: [node_roles]
#   remediation: Attach the policy to a role for the service account of the program that needs it, through IRSA or EKS
#     Pod Identity, and detach it from the role of the nodes.
#   parameters:
#     allowed: {type: array, items: {type: string}, description: "The managed policies of AWS that nodes may have. Take
#       out AmazonEKS_CNI_Policy where the CNI plugin has a role of its own."}
#     allow_own_policies: {type: boolean, description: "Whether nodes may have policies that are not AWS's."}
package guiderail.irsa.node_role_policies

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.node_roles

defaults := {
	"allowed": [
		"AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryReadOnly", "AmazonEKS_CNI_Policy",
		"AmazonEKSWorkerNodeMinimalPolicy", "AmazonEKSWorkerNodePolicy", "AmazonSSMManagedInstanceCore",
	],
	"allow_own_policies": false,
}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(node_roles.policies) > 0

applies if count(node_roles.unread) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": policy.path, "msg": msg, "is_open": policy.is_known == false} if {
	some policy in node_roles.policies
	not _is_allowed(policy)
	msg := sprintf("%s: %s", [policy.title, _said(policy)])
}

_offences contains {"path": role.path, "msg": msg, "is_open": true} if {
	some role in node_roles.unread
	msg := sprintf("%s: what the role in %s may do is not known", [role.title, role.field])
}

_is_allowed(policy) if policy.name in parameters.allowed

_is_allowed(policy) if {
	parameters.allow_own_policies
	policy.is_known
	policy.name == null
}

_said(policy) := sprintf("which policy %s gives the nodes is not known", [policy.field]) if {
	not policy.is_known
} else := sprintf("%s gives %s to every pod that gets at the node's credentials", [policy.field, policy.name]) if {
	policy.name != null
} else := sprintf("%s gives more than nodes need to every pod that gets at the node's credentials", [policy.field])

# METADATA
# title: Roles must not change admission control, permissions and isolation
# description: |
#   Webhooks, admission policies, roles and bindings, network policies and the labels of namespaces are
#   what keeps everyone else within bounds. Whoever changes one of them switches off the guard and then
#   does what it forbade; a webhook even sees and alters every Secret on its way.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#control-admission-webhooks
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#namespace-modification
# custom:
#   severity: high
#   requirements: [RBAC-09]
#   match: [rbac]
#   remediation: Leave these to the cluster administrators; an operator that keeps its own webhook needs only update and
#     patch with resourceNames.
#   parameters:
#     allowed_roles:
#       type: array
#       items: {type: string}
#       description: Roles that may do this, by their exact names; a ClusterRole as name, a Role as namespace/name.
package guiderail.rbac.admission_and_rbac_write

import data.lib.guiderail.ctx
import data.lib.guiderail.powers
import data.lib.guiderail.rbac

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": grant.path}} if {
	some grant in rbac.grants(powers.guards, parameters.allowed_roles)
	msg := sprintf("%s: whoever is bound to this %s can %s; %s", [grant.title, ctx.kind, grant.can, rbac.advice(grant, "drop it or name its own objects in resourceNames")])
}

unknown contains {"msg": msg, "details": {"path": gap.path}} if {
	some gap in rbac.gaps(powers.guards, parameters.allowed_roles)
	msg := sprintf("%s: %s is still to be filled in", [gap.title, gap.text])
}

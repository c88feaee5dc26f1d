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
#     allowed_roles: {type: array, items: {type: string}, description: "Roles that may do this, by their exact names; a
#       ClusterRole as name, a Role as namespace/name."}
package guiderail.rbac.admission_and_rbac_write

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.powers
import data.lib.guiderail.role_finding

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences := role_finding.nameable_offences(powers.guards, parameters.allowed_roles, _advice)

_advice := "drop it or name its own objects in resourceNames"

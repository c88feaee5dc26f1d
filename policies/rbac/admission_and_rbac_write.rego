# METADATA
# title: Roles must not allow changes to admission control, permissions or isolation
# description: |
#   Webhooks, admission policies, roles and bindings, network policies and namespace labels keep
#   everyone else within bounds. Whoever can change one of them can switch the guard off and then do
#   what it forbade. A webhook even sees and can alter every Secret that passes through it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#control-admission-webhooks
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#namespace-modification
# custom:
#   severity: high
#   requirements: [RBAC-09]
#   match: [rbac]
#   remediation: Leave these permissions to the cluster administrators. An operator that maintains its own webhook needs
#     only update and patch with resourceNames.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of roles that may grant this. A
#       ClusterRole is written as name, a Role as namespace/name."}
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

_advice := "remove it or limit it with resourceNames"

# METADATA
# title: Roles that can run workloads must be known
# description: |
#   Whoever may create or change a workload can use every service account and mount every Secret in its
#   namespace, whatever else the role says. This is the daily work of deployers and operators, so the
#   roles that allow it must be few and listed by name.
# related_resources: [https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation]
# custom:
#   severity: medium
#   requirements: [RBAC-08]
#   match: [rbac]
#   remediation: Remove the permission, or review the role and add it to allowed_roles.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of roles that may grant this. A
#       ClusterRole is written as name, a Role as namespace/name."}
#     resources: {type: array, items: {type: string}, description: "Resources whose objects create pods, as kubectl
#       names them (plural.group)."}
package guiderail.rbac.workload_creation

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.powers
import data.lib.guiderail.role_finding

defaults := {"allowed_roles": [], "resources": powers.workload_resources}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences := role_finding.offences(_powers, parameters.allowed_roles, "remove it or add the role to allowed_roles")

_powers := powers.workloads(parameters.resources)

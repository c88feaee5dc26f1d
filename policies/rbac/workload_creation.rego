# METADATA
# title: Roles that run workloads must be known
# description: |
#   Whoever may create or change a workload may use every service account and mount every Secret of its
#   namespace, whatever else the role says. That is the daily work of deployers and operators, so the
#   roles that may do it are to be few and known by name.
# related_resources: [https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation]
# custom:
#   severity: medium
#   requirements: [RBAC-08]
#   match: [rbac]
#   remediation: Drop the permission, or add the role to allowed_roles once it is reviewed.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Roles that may do this, by their exact names; a
#       ClusterRole as name, a Role as namespace/name."}
#     resources: {type: array, items: {type: string}, description: "The resources whose objects make pods, as kubectl
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

_offences := role_finding.offences(_powers, parameters.allowed_roles, "drop it or add the role to allowed_roles")

_powers := powers.workloads(parameters.resources)

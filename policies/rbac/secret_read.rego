# METADATA
# title: Roles must not read Secrets beyond those they name
# description: |
#   Secrets hold the passwords, keys and tokens of everything that runs in a namespace; whoever reads
#   all of them is as powerful as all of it. To list or to watch is to read, and so is to patch, since
#   the answer carries the object. For the X-Road sidecar the Secrets hold the token PIN
#   and the keys of the database.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets
#   - https://kubernetes.io/docs/concepts/configuration/secret/#information-security-for-secrets
# custom:
#   severity: high
#   requirements: [RBAC-05]
#   match: [rbac]
#   remediation: Grant get alone and name the Secrets in resourceNames, or mount them into the pods that need them.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Roles that may do this, by their exact names; a
#       ClusterRole as name, a Role as namespace/name."}
package guiderail.rbac.secret_read

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.powers
import data.lib.guiderail.role_finding

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences := role_finding.nameable_offences(powers.secret_read, parameters.allowed_roles, _advice)

_advice := "name the Secrets in resourceNames"

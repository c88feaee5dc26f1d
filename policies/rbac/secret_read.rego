# METADATA
# title: Roles must not read Secrets other than those that they name
# description: |
#   Secrets hold the passwords, keys and tokens of everything that runs in a namespace, so whoever can
#   read all of them is as powerful as all of it together. The verbs list and watch also return their
#   contents, and so does patch, because its response contains the object. For the X-Road sidecar,
#   Secrets hold the token PIN and the credentials of the database.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets
#   - https://kubernetes.io/docs/concepts/configuration/secret/#information-security-for-secrets
# custom:
#   severity: high
#   requirements: [RBAC-05]
#   match: [rbac]
#   remediation: Grant only the verb get, with the names of the Secrets in resourceNames, or mount the Secrets into the
#     pods that need them.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of roles that may grant this. A
#       ClusterRole is written as name, a Role as namespace/name."}
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

_advice := "list the Secrets in resourceNames"

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
#     allowed_roles:
#       type: array
#       items: {type: string}
#       description: Roles that may do this, by their exact names; a ClusterRole as name, a Role as namespace/name.
package guiderail.rbac.secret_read

import data.lib.guiderail.ctx
import data.lib.guiderail.powers
import data.lib.guiderail.rbac

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": grant.path}} if {
	some grant in rbac.grants(powers.secret_read, parameters.allowed_roles)
	msg := sprintf("%s: whoever is bound to this %s can %s; %s", [grant.title, ctx.kind, grant.can, rbac.advice(grant, "name the Secrets in resourceNames")])
}

unknown contains {"msg": msg, "details": {"path": gap.path}} if {
	some gap in rbac.gaps(powers.secret_read, parameters.allowed_roles)
	msg := sprintf("%s: %s is still to be filled in", [gap.title, gap.text])
}

# METADATA
# title: Roles must not reach nodes and service accounts by detours
# description: |
#   Whoever may create a PersistentVolume may have any directory of a node mounted, past every check of
#   pods, and whoever may create a Secret may have Kubernetes fill it with a token of any service account
#   of the namespace, which does not end. Whoever may use OpenShift's constraints named privileged or anyuid
#   runs such pods. Storage drivers and certificate controllers need this; few others do.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#persistent-volume-creation
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#token-request
# custom:
#   severity: medium
#   requirements: [RBAC-06]
#   match: [rbac]
#   remediation: Let a storage class provision volumes, and leave creating volumes and Secrets to the operators that
#     need it; add their roles to allowed_roles once they are reviewed.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Roles that may do this, by their exact names; a
#       ClusterRole as name, a Role as namespace/name."}
package guiderail.rbac.indirect_access

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.powers
import data.lib.guiderail.rbac
import data.lib.guiderail.role_finding

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences := role_finding.offences(_powers, parameters.allowed_roles, "drop it or add the role to allowed_roles")

# Who reads every Secret reads the tokens that are there; rbac.secret_read tells of that.
_powers := object.union(powers.detours, {"": others}) if {
	others := [power | some power in powers.detours[""]; not "secrets" in power.resources]
	count(rbac.grants({"": powers.secret_read[""]}, parameters.allowed_roles)) > 0
} else := powers.detours

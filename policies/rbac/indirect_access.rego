# METADATA
# title: Roles must not give indirect access to nodes and service accounts
# description: |
#   Whoever may create a PersistentVolume can mount any directory of a node, past every check of pods.
#   Whoever may create a Secret can have Kubernetes fill it with a non-expiring token of any service
#   account in the namespace. Whoever may use OpenShift's SecurityContextConstraints named privileged or
#   anyuid can run such pods. Storage drivers and certificate controllers need this; few others do.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#persistent-volume-creation
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#token-request
# custom:
#   severity: medium
#   requirements: [RBAC-06]
#   match: [rbac]
#   remediation: Let a StorageClass provision volumes, and leave creating PersistentVolumes and Secrets to the operators
#     that need it. Review their roles and add them to allowed_roles.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of roles that may grant this. A
#       ClusterRole is written as name, a Role as namespace/name."}
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

_offences := role_finding.offences(_powers, parameters.allowed_roles, "remove it or add the role to allowed_roles")

# Who reads every Secret reads the tokens that are there; rbac.secret_read tells of that.
_powers := object.union(powers.detours, {"": others}) if {
	count(rbac.grants({"": powers.secret_read[""]}, parameters.allowed_roles)) > 0
	others := [power | some power in powers.detours[""]; not "secrets" in power.resources]
} else := powers.detours

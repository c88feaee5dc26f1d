# METADATA
# title: Roles must not be able to change the aws-auth ConfigMap
# description: |
#   In Amazon EKS, the ConfigMap aws-auth in kube-system maps IAM identities to Kubernetes users and groups, including
#   system:masters. Whoever can change it is a cluster administrator, even through a rule for all ConfigMaps.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html
# custom:
#   severity: critical
#   requirements: [RBAC-20]
#   match: [rbac]
#   namespaces: [kube-system]
#   remediation: List the ConfigMaps in resourceNames, or use a Role outside kube-system. Better still, switch the
#     cluster to access entries (authentication mode API).
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of roles that may grant this. A
#       ClusterRole is written as name, a Role as namespace/name."}
#     authentication_mode: {type: string, enum: ["", CONFIG_MAP, API_AND_CONFIG_MAP, API], description: "The
#       authentication mode of the EKS cluster. With API, nothing reads aws-auth and there are no findings. Empty if it
#       is unknown whether the cluster runs on EKS; then only rules that name aws-auth are findings."}
package guiderail.rbac.aws_auth_write

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.granted
import data.lib.guiderail.powers
import data.lib.guiderail.rbac
import data.lib.guiderail.role_finding

defaults := {"allowed_roles": [], "authentication_mode": ""}

parameters := object.union(defaults, ctx.parameters)

applies if {
	parameters.authentication_mode != "API"
	_is_in_reach
}

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": grant.path, "msg": msg, "is_open": is_open} if {
	applies
	some grant in rbac.grants(powers.aws_auth, parameters.allowed_roles)
	[is_open, how] := _judged(grant, sprintf("anyone bound to this %s can %s", [ctx.kind, grant.can]))
	msg := sprintf("%s: %s", [grant.title, how])
}

_offences contains gap if {
	applies
	some gap in role_finding.gaps(powers.aws_auth, parameters.allowed_roles)
}

_judged(grant, what) := [true, sprintf("%s; on EKS %s", [open, what])] if {
	parameters.authentication_mode == ""
	not "aws-auth" in grant.names
	open := "whether the cluster has a ConfigMap aws-auth is not known"
} else := [false, sprintf("%s; %s", [what, granted.advice(grant, "list the ConfigMaps in resourceNames")])]

_is_in_reach if ctx.kind == "ClusterRole"

_is_in_reach if ctx.namespace == "kube-system"

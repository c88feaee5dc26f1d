# METADATA
# title: Roles must not let anyone into running pods and nodes
# description: |
#   Whoever can exec into a pod, attach to it or forward its ports has everything that the pod has,
#   including its Secrets, its service account and its network access. For the X-Road sidecar that means
#   root, the signing keys and the ability to restore a backup. nodes/proxy reaches the kubelet, which
#   runs commands in every pod without an audit log entry.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes
#   - https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/
# custom:
#   severity: high
#   requirements: [RBAC-07, BACKUP-05]
#   match: [rbac]
#   remediation: Remove the subresource. For node metrics, grant nodes/metrics or nodes/stats instead of nodes/proxy,
#     and keep commands in pods for an emergency role.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of roles that may grant this. A
#       ClusterRole is written as name, a Role as namespace/name."}
package guiderail.rbac.dangerous_subresources

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.powers
import data.lib.guiderail.role_finding

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences := role_finding.offences(powers.subresources, parameters.allowed_roles, "remove it")

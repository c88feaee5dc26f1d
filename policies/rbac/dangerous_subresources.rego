# METADATA
# title: Roles must not let anyone into running pods and nodes
# description: |
#   Whoever may exec into a pod, attach to it or forward its ports has all that the pod has: its
#   Secrets, its service account and its place in the network. For the X-Road sidecar that is root, the
#   signing keys and the right to restore a backup. nodes/proxy reaches the kubelet, which runs commands
#   in every pod and writes no audit log of it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes
#   - https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/
# custom:
#   severity: high
#   requirements: [RBAC-07, BACKUP-05]
#   match: [rbac]
#   remediation: Drop the subresource; for metrics of nodes grant nodes/metrics or nodes/stats instead of nodes/proxy,
#     and keep commands in pods for an emergency role.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Roles that may do this, by their exact names; a
#       ClusterRole as name, a Role as namespace/name."}
package guiderail.rbac.dangerous_subresources

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.powers
import data.lib.guiderail.role_finding

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences := role_finding.offences(powers.subresources, parameters.allowed_roles, "drop it")

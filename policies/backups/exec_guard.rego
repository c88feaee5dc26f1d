# METADATA
# title: Commands in the X-Road primary must be run only by named principals
# description: |
#   The script that restores a backup runs as root in the primary's container. Whoever can open a shell there can
#   restore a backup of their own making, and can read the keys and the database. RBAC grants exec for all pods of a
#   namespace; this control singles out the primary.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_security_user_guide.md
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac-good-practices/
# custom:
#   severity: medium
#   requirements: [BACKUP-05]
#   match: [{groups: [""], kinds: [PodExecOptions, PodAttachOptions]}]
#   operations: [CONNECT]
#   remediation: Have one of the allowed users or groups run the command, or extend allowed_users or allowed_groups.
#   parameters:
#     allowed_users: {type: array, items: {type: string}, description: "Exact names of users that may run commands in
#       the primary. A service account is written as system:serviceaccount:<namespace>:<name>."}
#     allowed_groups: {type: array, items: {type: string}, description: "Exact names of groups whose members may run
#       commands in the primary."}
package guiderail.backups.exec_guard

import data.lib.guiderail.ctx
import data.lib.guiderail.principal
import data.lib.guiderail.xroad

defaults := {"allowed_users": [], "allowed_groups": ["system:masters"]}

parameters := object.union(defaults, ctx.parameters)

applies if _deed

violation contains {"msg": msg, "details": {"path": []}} if {
	not principal.is_allowed(parameters)
	xroad.is_primary(_pod)
	msg := principal.refusal(sprintf("%s %s, an X-Road primary", [_deed, _title]))
}

unknown contains {"msg": msg, "details": {"path": []}} if {
	not principal.is_allowed(parameters)
	not _pod
	what := sprintf("whether %s is allowed to %s %s is not known", [principal.title, _deed, _title])
	msg := sprintf("%s: it is not among the given objects and may be an X-Road primary", [what])
}

_deed := {"PodExecOptions": "run a command in", "PodAttachOptions": "attach to"}[ctx.kind] if {
	ctx.operation == "CONNECT"
	ctx.group == ""
}

_pod := data.inventory.namespace[ctx.namespace].v1.Pod[ctx.name]

default _title := "a pod that the request does not name"

_title := sprintf("pod %s/%s", [ctx.namespace, ctx.name])

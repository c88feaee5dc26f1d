# METADATA
# title: Commands in the X-Road primary must be run only by named principals
# description: |
#   The script that restores a backup runs as root in the primary's container. Whoever can open a shell
#   there can restore a backup of their own making, and can read the keys and the database. RBAC grants
#   exec for all pods of a namespace; this control singles out the primary.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_security_user_guide.md
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac-good-practices/
# custom:
#   severity: medium
#   requirements: [BACKUP-05]
#   match: [{groups: [""], kinds: [PodExecOptions, PodAttachOptions]}]
#   operations: [CONNECT]
#   remediation: Have one of the allowed users or groups run the command, or add the user to allowed_users or a group to
#     allowed_groups.
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
	_is_guarded
	xroad.is_primary(_pod)
	what := sprintf("%s %s %s, an X-Road primary, and is not among those that may", [principal.title, _deed, _title])
	msg := sprintf("%s; have one of them do it", [what])
}

unknown contains {"msg": msg, "details": {"path": []}} if {
	_is_guarded
	not _pod
	what := sprintf("%s %s %s, which is not among the objects that are given", [principal.title, _deed, _title])
	msg := sprintf("%s, so that it may be an X-Road primary", [what])
}

_is_guarded if {
	_deed
	not principal.is_among(parameters.allowed_users, parameters.allowed_groups)
}

_deed := {"PodExecOptions": "runs a command in", "PodAttachOptions": "attaches to"}[ctx.kind] if {
	ctx.operation == "CONNECT"
	ctx.group == ""
}

_pod := data.inventory.namespace[ctx.namespace].v1.Pod[ctx.name]

default _title := "a pod that the request does not name"

_title := sprintf("pod %s/%s", [ctx.namespace, ctx.name]) if {
	ctx.namespace
	ctx.name
}

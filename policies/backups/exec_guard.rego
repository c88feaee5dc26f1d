# METADATA
# title: Only named principals may run commands in the X-Road primary
# description: |
#   A backup is restored by a script that runs as root in the container of the primary. Whoever may open a
#   shell there can restore one of their own making, and reads the keys and the database besides. The
#   right to exec is given for all pods of a namespace; here it is told apart for this one.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_security_user_guide.md
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac-good-practices/
# custom:
#   severity: medium
#   requirements: [BACKUP-05]
#   match: [{groups: [""], kinds: [PodExecOptions, PodAttachOptions]}]
#   operations: [CONNECT]
#   remediation: Have one of the named users or groups do it, or name the user or group in the parameters.
#   parameters:
#     allowed_users: {type: array, items: {type: string}, description: "Exact names of users that may run commands in
#       the primary; system:serviceaccount:<namespace>:<name> is a service account."}
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

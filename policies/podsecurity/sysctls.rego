# METADATA
# title: Pods must set none but the safe kernel parameters
# description: |
#   Most sysctls belong to the node and not to the pod that sets them: it can starve the other pods of
#   memory or switch off protections of the kernel for all of them. The safe ones have a value for each
#   pod.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
# custom:
#   severity: high
#   requirements: [PSA-20]
#   match: [workload]
#   remediation: Remove the sysctl, or have it set for the nodes that need it; write its name with dots.
#   parameters:
#     version:
#       type: string
#       pattern: '^(latest|v1\.(0|[1-9][0-9]*))$'
#       description: The version of the Pod Security Standards to judge by, latest or one such as v1.36, since the list
#         of safe parameters grows.
#     allowed:
#       type: array
#       items: {type: string}
#       description: Exact names of further sysctls, those that the kubelets allow and that are known to stay within the
#         pod.
package guiderail.podsecurity.sysctls

import data.lib.guiderail.ctx
import data.lib.guiderail.podsecurity

defaults := {
	"version": "latest",
	"allowed": [],
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": sysctl.path}} if {
	some sysctl in _forbidden
	not podsecurity.is_open(sysctl.name)
	msg := sprintf("pod: the name of sysctl #%d is %s; use only %s", [sysctl.place, podsecurity.shown(sysctl.name), concat(", ", _allowed)])
}

unknown contains {"msg": msg, "details": {"path": sysctl.path}} if {
	some sysctl in _forbidden
	podsecurity.is_open(sysctl.name)
	msg := sprintf("pod: the name of sysctl #%d is %s, which is still to be filled in", [sysctl.place, sysctl.name])
}

_forbidden contains {"place": i, "path": path, "name": name} if {
	some pod in podsecurity.pods
	some i, sysctl in pod.spec.sysctls
	name := podsecurity.member(sysctl, "name")
	not name in _allowed
	path := array.concat(pod.path, ["sysctls", i, "name"])
}

_allowed := array.concat(parameters.allowed, [name |
	some [since, name] in _safe
	podsecurity.minor(parameters.version) >= since
])

_safe := [
	[0, "kernel.shm_rmid_forced"],
	[0, "net.ipv4.ip_local_port_range"],
	[0, "net.ipv4.tcp_syncookies"],
	[0, "net.ipv4.ping_group_range"],
	[0, "net.ipv4.ip_unprivileged_port_start"],
	[27, "net.ipv4.ip_local_reserved_ports"],
	[29, "net.ipv4.tcp_keepalive_time"],
	[29, "net.ipv4.tcp_fin_timeout"],
	[29, "net.ipv4.tcp_keepalive_intvl"],
	[29, "net.ipv4.tcp_keepalive_probes"],
	[32, "net.ipv4.tcp_rmem"],
	[32, "net.ipv4.tcp_wmem"],
	[37, "net.ipv4.tcp_slow_start_after_idle"],
	[37, "net.ipv4.tcp_notsent_lowat"],
]

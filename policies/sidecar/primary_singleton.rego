# METADATA
# title: There must never be two primary sidecars at once
# description: |
#   The primary owns the volume with the keys and the configuration, and the secondaries copy from it.
#   Two primaries write the same files and the same database. A rolling update of a Deployment starts
#   the new pod before the old one has stopped.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
#   - https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
# custom:
#   severity: medium
#   requirements: [XR-10]
#   match: [workload]
#   remediation: Set replicas to 1 and strategy.type to Recreate in the primary's Deployment, or use a StatefulSet with
#     one replica.
#   fix:
#     - {at: [replicas], set: {value: 1}}
#     - {at: [strategy], set: {path: [type], value: Recreate}, remove: {path: [rollingUpdate]}}
package guiderail.sidecar.primary_singleton

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.xroad

applies if count(_primaries) > 0

violation contains {"msg": msg, "details": {"path": ["spec", "replicas"]}} if {
	_has_replicas
	replicas := object.get(ctx.resource, ["spec", "replicas"], 1)
	is_number(replicas)
	replicas > 1
	some container in _primaries
	msg := sprintf("%s: replicas is %v, but there must be only one primary; set it to 1", [container.title, replicas])
}

violation contains {"msg": msg, "details": {"path": ["spec", "strategy"]}} if {
	ctx.kind in {"Deployment", "DeploymentConfig"}
	type := object.get(ctx.resource, ["spec", "strategy", "type"], null)
	type != "Recreate"
	not placeholder.is_in(type)
	some container in _primaries
	what := sprintf("%s: strategy.type %s", [container.title, _shown(type)])
	msg := sprintf("%s, so a second primary starts before the first one stops; set it to Recreate", [what])
}

violation contains {"msg": msg, "details": {"path": ["kind"]}} if {
	why := _unfit[ctx.group][ctx.kind]
	some container in _primaries
	msg := sprintf("%s: %s; use a Deployment or a StatefulSet with one replica", [container.title, why])
}

unknown contains {"msg": msg, "details": {"path": path}} if {
	some field in [["replicas"], ["strategy", "type"]]
	path := array.concat(["spec"], field)
	placeholder.is_in(object.get(ctx.resource, path, null))
	some container in _primaries
	msg := sprintf("%s: %s is still to be filled in", [container.title, concat(".", field)])
}

_primaries := [container |
	some container in xroad.servers
	container.role == "primary"
]

_has_replicas if ctx.kind in {
	"Deployment", "ReplicaSet", "StatefulSet", "ReplicationController", "Rollout", "DeploymentConfig",
}

_unfit := {
	"apps": {"DaemonSet": "a DaemonSet starts a primary on every node"},
	"extensions": {"DaemonSet": "a DaemonSet starts a primary on every node"},
	"argoproj.io": {"Rollout": "a Rollout starts a second primary alongside the first"},
}

_shown(type) := "is not set" if {
	type == null
} else := sprintf("is %v", [type])

# METADATA
# title: Autoscalers must wait before they scale down
# description: |
#   Without a stabilization window, the number of pods follows every dip of the load: pods are stopped
#   and started again, connections break, and slow starters such as an X-Road Security Server are never
#   ready when they are needed. Kubernetes waits 5 minutes by default; a shorter window gives that
#   protection away.
# related_resources: [https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window]
# custom:
#   severity: medium
#   requirements: [HPA-04]
#   match: [autoscaler]
#   remediation: Remove behavior.scaleDown.stabilizationWindowSeconds, or set it to 300 or more.
#   parameters:
#     min_seconds: {type: integer, description: "The shortest window allowed, in seconds."}
package guiderail.autoscaling.scale_down_stabilization

import data.lib.guiderail.autoscaler
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder

defaults := {"min_seconds": 300}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": _path}} if {
	defect := _defect(_seconds)
	msg := sprintf("scaleDown.stabilizationWindowSeconds %s", [defect])
}

unknown contains {"msg": msg, "details": {"path": _path}} if {
	_is_placeholder(_seconds)
	msg := sprintf("scaleDown.stabilizationWindowSeconds %s is still to be filled in", [_seconds])
}

_seconds := seconds if {
	seconds := autoscaler.scale_down.spec.stabilizationWindowSeconds
	seconds != null

	# What never scales down needs no pause.
	object.get(autoscaler.scale_down.spec, "selectPolicy", null) != "Disabled"
}

_path := array.concat(autoscaler.scale_down.path, ["stabilizationWindowSeconds"]) if {
	autoscaler.scale_down.fields
} else := autoscaler.scale_down.path

_defect(seconds) := sprintf("%s is not a whole number from 0 to 3600; set %d or more", [
	json.marshal(seconds), parameters.min_seconds,
]) if {
	not _is_valid(seconds)
	not _is_placeholder(seconds)
} else := sprintf("is %v, so pods are removed at every dip of the load; set %d or more, or leave it out", [
	seconds, parameters.min_seconds,
]) if {
	is_number(seconds)
	seconds < parameters.min_seconds
}

_is_valid(seconds) if {
	is_number(seconds)
	seconds >= 0
	seconds <= 3600
	floor(seconds) == seconds
}

_is_placeholder(seconds) if {
	is_string(seconds)
	placeholder.is_in(seconds)
}

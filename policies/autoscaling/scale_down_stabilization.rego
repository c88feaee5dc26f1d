# METADATA
# title: Autoscalers must wait before they scale down
# description: |
#   Kubernetes waits 5 minutes by default before it scales down. With a shorter window, the number of pods
#   follows every dip of the load: pods are stopped and started again, connections break, and slow
#   starters such as an X-Road Security Server are never ready when they are needed.
# related_resources: [https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window]
# custom:
#   severity: medium
#   requirements: [HPA-04]
#   match: [autoscaler]
#   remediation: Remove behavior.scaleDown.stabilizationWindowSeconds, or set it to 300 or more.
#   fix:
#     - {at: [stabilizationWindowSeconds], remove: {}}
#   parameters:
#     min_seconds: {type: integer, description: "The shortest window allowed, in seconds."}
package guiderail.autoscaling.scale_down_stabilization

import data.lib.guiderail.autoscaler
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

defaults := {"min_seconds": 300}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_value(_path, "scaleDown.stabilizationWindowSeconds", seconds, _defect(seconds)) if {
	seconds := autoscaler.scale_down.spec.stabilizationWindowSeconds
	seconds != null

	# What never scales down needs no pause.
	object.get(autoscaler.scale_down.spec, "selectPolicy", null) != "Disabled"
}

_path := array.concat(autoscaler.scale_down.path, ["stabilizationWindowSeconds"]) if {
	autoscaler.scale_down.fields
} else := autoscaler.scale_down.path

_defect(seconds) := sprintf("%s is not a whole number from 0 to 3600; set it to %d or more", shown) if {
	not _is_valid(seconds)
	shown := [json.marshal(seconds), parameters.min_seconds]
} else := sprintf("is %v, so every dip in load removes pods; set it to %d or more, or remove it", shown) if {
	seconds < parameters.min_seconds
	shown := [seconds, parameters.min_seconds]
}

_is_valid(seconds) if {
	is_number(seconds)
	seconds >= 0
	seconds <= 3600
	floor(seconds) == seconds
}

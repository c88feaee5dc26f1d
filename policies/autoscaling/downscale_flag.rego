# METADATA
# title: The controller manager must let autoscalers wait before they scale down
# description: |
#   Kubernetes waits 5 minutes by default before it scales down. A shorter window of the controller manager is
#   that of every HorizontalPodAutoscaler without a window of its own, so that pods are stopped and started with
#   every dip of the load.
# related_resources:
#   - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window
# custom:
#   severity: medium
#   requirements: [HPA-05]
#   match: [control_plane]
#   namespaces: [kube-system]
#   remediation: Remove --horizontal-pod-autoscaler-downscale-stabilization, or set it to 5m0s or more.
#   parameters:
#     min_minutes: {type: integer, description: "The shortest window allowed, in minutes."}
package guiderail.autoscaling.downscale_flag

import data.lib.guiderail.control_plane
import data.lib.guiderail.ctx
import data.lib.guiderail.duration
import data.lib.guiderail.finding

defaults := {"min_minutes": 5}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(control_plane.controller_managers) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": window.path, "msg": msg, "is_open": is_open} if {
	some manager in control_plane.controller_managers
	control_plane.is_given(manager, "horizontal-pod-autoscaler-downscale-stabilization")
	window := control_plane.flag(manager, "horizontal-pod-autoscaler-downscale-stabilization")
	not _is_enough(window)
	is_open := object.get({true: false}, window.is_known, true)
	msg := sprintf("%s: --horizontal-pod-autoscaler-downscale-stabilization %s", [manager.title, _how(is_open)])
}

_offences contains {"path": delay.path, "msg": msg, "is_open": false} if {
	wanted := "has no effect; set --horizontal-pod-autoscaler-downscale-stabilization"
	some manager in control_plane.controller_managers
	control_plane.is_given(manager, "horizontal-pod-autoscaler-downscale-delay")
	delay := control_plane.flag(manager, "horizontal-pod-autoscaler-downscale-delay")
	msg := sprintf("%s: --horizontal-pod-autoscaler-downscale-delay %s", [manager.title, wanted])
}

_is_enough(window) if duration.hours(window.value) * 60 >= parameters.min_minutes

_how(false) := sprintf("must be %dm or more", [parameters.min_minutes])

_how(true) := "is not known"

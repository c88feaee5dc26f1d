# METADATA
# title: Horizontal and vertical autoscalers must not share a target
# description: |
#   A horizontal autoscaler adds pods when they use much of what they request; a vertical autoscaler
#   changes what they request. On the same pods each undoes the work of the other, and pods are started
#   and stopped again and again.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/autoscaling/
#   - https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md
# custom:
#   severity: medium
#   requirements: [HPA-06]
#   match:
#     - {groups: [autoscaling], kinds: [HorizontalPodAutoscaler]}
#     - {groups: [autoscaling.k8s.io], kinds: [VerticalPodAutoscaler]}
#   remediation: Keep one of the two autoscalers, or point them at different workloads.
#   parameters:
#     allow_vpa_off: {type: boolean, description: 'Whether a vertical autoscaler may share a target while its updateMode
#       is "Off", which makes it only recommend.'}
package guiderail.autoscaling.hpa_vpa_tandem

import data.lib.guiderail.ctx
import data.lib.guiderail.neighbour
import data.lib.guiderail.placeholder

defaults := {"allow_vpa_off": true}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": ["spec", neighbour.field]}} if {
	some other in _rivals
	other.name == _target.name
	what := sprintf("%s: %s %q is also %s", [neighbour.field, _target.kind, _target.name, other.title])
	msg := sprintf("%s; keep one of the two", [what])
}

unknown contains {"msg": msg, "details": {"path": ["spec", neighbour.field]}} if {
	some other in _rivals
	other.name != _target.name
	some name in [_target.name, other.name]
	placeholder.is_in(name)
	what := sprintf("whether %s %q is also %s depends on", [_target.kind, _target.name, other.title])
	msg := sprintf("%s: %s %s, which is still to be filled in", [neighbour.field, what, name])
}

_target := neighbour.target

_rivals contains rival if {
	some rival in neighbour.rivals
	not _is_off(rival.mode)
}

_is_off("Off") if parameters.allow_vpa_off

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
#     - groups: [autoscaling]
#       kinds: [HorizontalPodAutoscaler]
#     - groups: [autoscaling.k8s.io]
#       kinds: [VerticalPodAutoscaler]
#   remediation: Keep one of the two autoscalers, or point them at different workloads.
#   parameters:
#     allow_vpa_off: {type: boolean, description: 'Whether a vertical autoscaler may share a target while its updateMode
#       is "Off", which makes it only recommend.'}
package guiderail.autoscaling.hpa_vpa_tandem

import data.lib.guiderail.autoscaler
import data.lib.guiderail.ctx
import data.lib.guiderail.neighbour
import data.lib.guiderail.placeholder

defaults := {"allow_vpa_off": true}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": ["spec", _field]}} if {
	some other in _rivals
	other.target.name == _target.name
	msg := sprintf("%s: %s %q is %s as well; keep one of the two", [_field, _target.kind, _target.name, other.title])
}

unknown contains {"msg": msg, "details": {"path": ["spec", _field]}} if {
	some other in _rivals
	other.target.name != _target.name
	some name in [_target.name, other.target.name]
	placeholder.is_in(name)
	what := sprintf("%s: whether %s %q is %s as well depends on", [_field, _target.kind, _target.name, other.title])
	msg := sprintf("%s %s, which is still to be filled in", [what, name])
}

_field := "scaleTargetRef" if autoscaler.is_autoscaler

_field := "targetRef" if {
	ctx.group == "autoscaling.k8s.io"
	ctx.kind == "VerticalPodAutoscaler"
}

_target := neighbour.target_of(ctx.resource.spec[_field])

# The autoscalers of the other sort in this namespace whose target may be of the same kind.
_rivals contains rival if {
	some rival in _others
	lower(rival.target.kind) == lower(_target.kind)
	neighbour.is_maybe_equal(rival.target.group, _target.group)
}

_others contains {"title": title, "target": neighbour.target_of(spec.targetRef)} if {
	autoscaler.is_autoscaler
	some [name, spec] in neighbour.vertical
	not _is_off(spec)
	title := sprintf("resized by VerticalPodAutoscaler %q", [name])
}

_others contains {"title": title, "target": neighbour.target_of(spec.scaleTargetRef)} if {
	_field == "targetRef"
	not _is_off(object.get(ctx.resource, "spec", null))
	some [name, spec] in neighbour.horizontal
	title := sprintf("scaled by HorizontalPodAutoscaler %q", [name])
}

_is_off(spec) if {
	parameters.allow_vpa_off
	spec.updatePolicy.updateMode == "Off"
}

# METADATA
# title: The other autoscalers of a namespace
# description: |
#   The autoscalers of the other sort, horizontal or vertical, in the namespace of the one under review, and
#   their targets.
package lib.guiderail.neighbour

import data.lib.guiderail.autoscaler
import data.lib.guiderail.ctx

# METADATA
# scope: document
# description: The field of the autoscaler under review that refers to its target.
field := "scaleTargetRef" if autoscaler.is_autoscaler

field := "targetRef" if {
	ctx.group == "autoscaling.k8s.io"
	ctx.kind == "VerticalPodAutoscaler"
}

# METADATA
# description: |
#   The target of the autoscaler under review: `group`, `kind` and `name`. Undefined if kind or name is not a string.
target := _target_of(ctx.resource.spec[field])

# METADATA
# description: |
#   The autoscalers of the other sort whose target may be of the same kind: `title` (what they do to it), the `name` of
#   the target, and `mode`, the updateMode of the vertical one of the two ("" when it is not set).
rivals contains {"title": other.title, "name": rival.name, "mode": _mode(other.vertical)} if {
	some other in _others
	rival := _target_of(other.reference)
	lower(rival.kind) == lower(target.kind)
	_is_maybe_equal(rival.group, target.group)
}

_mode(spec) := mode if {
	mode := spec.updatePolicy.updateMode
} else := ""

_others contains {"title": title, "reference": spec.targetRef, "vertical": spec} if {
	field == "scaleTargetRef"
	some [name, spec] in _vertical
	title := sprintf("resized by VerticalPodAutoscaler %q", [name])
}

_others contains {"title": title, "reference": spec.scaleTargetRef, "vertical": ctx.resource.spec} if {
	field == "targetRef"
	some [name, spec] in _horizontal
	title := sprintf("scaled by HorizontalPodAutoscaler %q", [name])
}

_vertical contains [name, spec] if {
	some name
	spec := data.inventory.namespace[ctx.namespace_or_default]["autoscaling.k8s.io/v1"].VerticalPodAutoscaler[name].spec
}

_vertical contains [name, spec] if {
	some name
	spec := data.inventory.namespace[ctx.namespace_or_default]["autoscaling.k8s.io/v1beta2"].VerticalPodAutoscaler[name].spec
}

_horizontal contains [name, spec] if {
	some name
	spec := data.inventory.namespace[ctx.namespace_or_default]["autoscaling/v2"].HorizontalPodAutoscaler[name].spec
}

_horizontal contains [name, spec] if {
	some name
	spec := data.inventory.namespace[ctx.namespace_or_default]["autoscaling/v1"].HorizontalPodAutoscaler[name].spec
}

_target_of(reference) := {"group": _group(reference), "kind": reference.kind, "name": reference.name} if {
	is_string(reference.kind)
	is_string(reference.name)
}

# Both autoscalers accept a reference without apiVersion, which leaves its group open.
_group(reference) := group if {
	is_string(reference.apiVersion)
	contains(reference.apiVersion, "/")
	group := split(reference.apiVersion, "/")[0]
} else := "" if {
	reference.apiVersion == "v1"
} else := null

# Null stands for a group that is not set.
_is_maybe_equal(group, other) if group == other

_is_maybe_equal(null, _)

_is_maybe_equal(_, null)

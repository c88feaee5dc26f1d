# METADATA
# title: What vertical autoscalers recommend
# description: |
#   The recommendations for the object under review, from VerticalPodAutoscalers that only recommend. One that also
#   changes pods keeps their requests right itself.
# related_resources:
#   - https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/api.md
package lib.guiderail.recommendation

import data.lib.guiderail.ctx
import data.lib.guiderail.quantity
import data.lib.guiderail.resource
import data.lib.guiderail.workload

# METADATA
# description: |
#   The autoscalers in the mode Off whose target is the object under review: `title`, `recommended` (as written, by
#   container), `has_any` and `doubt`, why it counts for little ("" for none).
autoscalers contains autoscaler if {
	count(workload.pods) > 0
	some [name, written] in _written
	written.spec.updatePolicy.updateMode == "Off"
	_is_target(written.spec.targetRef)
	recommended := [found | some found in written.status.recommendation.containerRecommendations]
	autoscaler := {
		"title": sprintf("VerticalPodAutoscaler %q", [name]),
		"recommended": recommended,
		"has_any": count(recommended) > 0,
		"doubt": _doubt(written),
	}
}

# METADATA
# description: |
#   What containers request of CPU and memory, be it by their limits, beside what is recommended: `path`, `title` (of
#   the container), `list`, `name`, `written`, `wanted` (as written), `shown` as messages have it, `autoscaler` and its
#   `doubt`.
compared contains {
	"path": array.concat(container.path, ["resources", list, name]), "title": container.title,
	"list": list, "name": name, "written": written,
	"wanted": wanted, "shown": _shown(name, wanted),
	"autoscaler": autoscaler.title, "doubt": autoscaler.doubt,
} if {
	some autoscaler in autoscalers
	some found in autoscaler.recommended
	some container in resource.consumers
	container.spec.name == found.containerName
	some name in ["cpu", "memory"]
	wanted := found.target[name]
	[list, written] := _request(container.spec.resources, name)
}

_written contains [name, written] if {
	some name
	written := data.inventory.namespace[ctx.namespace_or_default]["autoscaling.k8s.io/v1"].VerticalPodAutoscaler[name]
}

_written contains [name, written] if {
	some name
	written := data.inventory.namespace[ctx.namespace_or_default]["autoscaling.k8s.io/v1beta2"].VerticalPodAutoscaler[name]
}

_is_target(reference) if {
	reference.kind == ctx.kind
	reference.name == ctx.name
	_is_group(reference)
}

_is_group(reference) if ctx.group_of(reference) == ctx.group

# A reference without a version leaves its group open.
_is_group(reference) if object.get(reference, "apiVersion", null) in {null, ""}

_doubt(written) := "; too little is measured to be sure" if {
	some condition in written.status.conditions
	[condition.type, condition.status] in {["LowConfidence", "True"], ["RecommendationProvided", "False"]}
} else := ""

_request(resources, name) := ["requests", amount] if {
	amount := resources.requests[name]
	amount != null
} else := ["limits", amount] if {
	amount := resources.limits[name]
	amount != null
}

# Autoscalers recommend memory in bytes.
_shown("memory", wanted) := sprintf("%dMi", [ceil(quantity.parse(wanted) / 1048576)])

_shown("cpu", wanted) := wanted

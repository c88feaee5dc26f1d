# METADATA
# title: The other autoscalers of a namespace
# description: |
#   The other horizontal and vertical autoscalers in the namespace of the one under review, and their
#   targets.
package lib.guiderail.neighbour

import data.lib.guiderail.ctx

# METADATA
# scope: document
# description: |
#   The vertical ones: name and specification.
vertical contains [name, spec] if {
	some name
	spec := data.inventory.namespace[ctx.namespace_or_default]["autoscaling.k8s.io/v1"].VerticalPodAutoscaler[name].spec
}

vertical contains [name, spec] if {
	some name
	spec := data.inventory.namespace[ctx.namespace_or_default]["autoscaling.k8s.io/v1beta2"].VerticalPodAutoscaler[name].spec
}

# METADATA
# scope: document
# description: |
#   The horizontal ones: name and specification.
horizontal contains [name, spec] if {
	some name
	spec := data.inventory.namespace[ctx.namespace_or_default]["autoscaling/v2"].HorizontalPodAutoscaler[name].spec
}

horizontal contains [name, spec] if {
	some name
	spec := data.inventory.namespace[ctx.namespace_or_default]["autoscaling/v1"].HorizontalPodAutoscaler[name].spec
}

# METADATA
# description: |
#   The target of a reference: `group`, `kind` and `name`. Undefined where kind or name is not text.
target_of(reference) := {"group": _group(reference), "kind": reference.kind, "name": reference.name} if {
	is_string(reference.kind)
	is_string(reference.name)
}

# Both autoscalers take a reference without apiVersion; which group it means is then not written.
_group(reference) := group if {
	is_string(reference.apiVersion)
	contains(reference.apiVersion, "/")
	group := split(reference.apiVersion, "/")[0]
} else := "" if {
	reference.apiVersion == "v1"
} else := null

# METADATA
# scope: document
# description: Whether two API groups may be the same; null stands for one that is not written.
is_maybe_equal(group, other) if group == other

is_maybe_equal(null, _)

is_maybe_equal(_, null)

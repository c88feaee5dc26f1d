# METADATA
# title: Autoscalers that share a target
# description: |
#   The other autoscalers in the namespace that have the same target as the one under review.
package lib.guiderail.rival

import data.lib.guiderail.ctx
import data.lib.guiderail.scale_target

# METADATA
# scope: document
# description: |
#   The autoscalers (`group`, `kind` and `name`) with what they refer to. The one that KEDA creates for a
#   ScaledObject, or takes over by its name, does not count as another one.
others contains [{"group": "autoscaling", "kind": "HorizontalPodAutoscaler", "name": name}, reference] if {
	own := ctx.resource.spec
	some name
	spec := data.inventory.namespace[scale_target.namespace]["autoscaling/v2"].HorizontalPodAutoscaler[name].spec
	spec.scaleTargetRef.name == scale_target.reference.name
	not _is_made_by_keda(name, ctx.kind, ctx.name, own)
	reference := scale_target.reference_of(spec)
}

others contains [{"group": "autoscaling", "kind": "HorizontalPodAutoscaler", "name": name}, reference] if {
	own := ctx.resource.spec
	some name
	spec := data.inventory.namespace[scale_target.namespace]["autoscaling/v1"].HorizontalPodAutoscaler[name].spec
	spec.scaleTargetRef.name == scale_target.reference.name
	not _is_made_by_keda(name, ctx.kind, ctx.name, own)
	reference := scale_target.reference_of(spec)
}

others contains [{"group": "keda.sh", "kind": "ScaledObject", "name": name}, reference] if {
	some name
	spec := data.inventory.namespace[scale_target.namespace]["keda.sh/v1alpha1"].ScaledObject[name].spec
	spec.scaleTargetRef.name == scale_target.reference.name
	not _is_made_by_keda(ctx.name, "ScaledObject", name, spec)
	reference := scale_target.scaled_object_reference_of(spec)
}

# KEDA creates one autoscaler for each ScaledObject, or takes over the one that has its name.
_is_made_by_keda(hpa, "ScaledObject", name, _) if hpa == sprintf("keda-hpa-%s", [name])

_is_made_by_keda(hpa, "ScaledObject", _, spec) if spec.advanced.horizontalPodAutoscalerConfig.name == hpa

# METADATA
# title: Every autoscaler has a target that exists, and has it for itself
# description: |
#   An autoscaler whose target is not there, or is named under an API group that has no such kind, does
#   nothing and says so only in its own status. Two on one target set its number of pods by turns, each
#   undoing what the other did. The autoscaler that KEDA makes for a ScaledObject is no other.
# related_resources:
#   - https://keda.sh/docs/latest/reference/scaledobject-spec/
#   - https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec
# custom:
#   severity: medium
#   requirements: [HPA-07]
#   match:
#     - groups: [autoscaling]
#       kinds: [HorizontalPodAutoscaler]
#     - groups: [keda.sh]
#       kinds: [ScaledObject]
#   limits:
#     conftest: It sees targets and other autoscalers with --combine in the namespace main, and nowhere else unless they
#       are given as data. Two autoscalers in two files are a finding there.
#   remediation: Name in scaleTargetRef the apiVersion, kind and name of a workload of the same namespace that no other
#     autoscaler scales.
package guiderail.autoscaling.target

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.scale_target

violation contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef"]}} if {
	_is_missing
	not _may_be_there
	msg := sprintf("scaleTargetRef: there is no %s in namespace %s; name a workload that is there", [_reference.title, scale_target.namespace])
}

violation contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef", "apiVersion"]}} if {
	count(_open) == 0
	version := _versions[_reference.kind]
	_is_of_wrong_group
	msg := sprintf("scaleTargetRef: apiVersion %s, under which there is no %s; set %s", [_written_version, _reference.kind, version])
}

violation contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef", "kind"]}} if {
	_reference.kind in _unscalable[_reference.group]
	msg := sprintf("scaleTargetRef: a %s cannot be scaled; name a Deployment or a StatefulSet", [_reference.kind])
}

violation contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef"], "other": other}} if {
	some [other, reference] in _others
	[other.kind, other.name] != [ctx.kind, ctx.name]
	reference == object.remove(_reference, ["title"])
	msg := sprintf("scaleTargetRef: %s is scaled by %s %q as well; keep one of the two", [_reference.title, other.kind, other.name])
}

unknown contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef"]}} if {
	_is_missing
	_may_be_there
	msg := sprintf("scaleTargetRef: whether there is a %s is not known; it is not among the objects that are given", [_reference.title])
}

unknown contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef"]}} if {
	not scale_target.is_known_kind
	not _is_defective
	count(_open) == 0
	msg := sprintf("scaleTargetRef: whether there is a %s is not known, nor whether it can be scaled; nothing here knows its kind", [_reference.title])
}

unknown contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef", field]}} if {
	some field, value in _open
	not scale_target.resource
	msg := sprintf("scaleTargetRef.%s is %s, which is still to be filled in", [field, value])
}

_reference := scale_target.reference

_is_missing if {
	_reference
	scale_target.is_known_kind
	not scale_target.resource
	count(_open) == 0
}

# Files of autoscalers alone say nothing of what they scale.
_may_be_there if not scale_target.exist

_may_be_there if ctx.operation

_may_be_there if placeholder.is_in(scale_target.namespace)

# What has no namespace lands where the client says: the autoscaler, or what it scales.
_may_be_there if {
	count(scale_target.elsewhere) > 0
	not ctx.namespace
}

_may_be_there if {
	some other in scale_target.elsewhere
	not other.is_written
}

_may_be_there if {
	some other in scale_target.elsewhere
	placeholder.is_in(other.namespace)
}

_is_defective if _is_of_wrong_group

_is_defective if _reference.kind in _unscalable[_reference.group]

# Of the groups that Kubernetes itself has, or once had, these kinds in.
_is_of_wrong_group if {
	version := _versions[_reference.kind]
	_reference.group in {null, "", "apps", "extensions"}
	_reference.group != _group(version)
}

_group("apps/v1") := "apps"

_group("v1") := ""

_versions := {"Deployment": "apps/v1", "StatefulSet": "apps/v1", "ReplicaSet": "apps/v1", "ReplicationController": "v1"}

_unscalable := {"apps": {"DaemonSet"}, "batch": {"Job", "CronJob"}, "": {"Pod", "Service"}}

_written_version := sprintf("is %v", [version]) if {
	version := ctx.resource.spec.scaleTargetRef.apiVersion
	not version in {"", null}
} else := "is not set"

_open[field] := value if {
	some field in ["apiVersion", "kind", "name"]
	_reference
	value := ctx.resource.spec.scaleTargetRef[field]
	is_string(value)
	placeholder.is_in(value)
}

_others contains [{"group": "autoscaling", "kind": "HorizontalPodAutoscaler", "name": name}, reference] if {
	some name
	spec := data.inventory.namespace[scale_target.namespace]["autoscaling/v2"].HorizontalPodAutoscaler[name].spec
	spec.scaleTargetRef.name == _reference.name
	own := ctx.resource.spec
	not _is_made_by_keda(name, ctx.kind, ctx.name, own)
	reference := scale_target.reference_of(spec)
}

_others contains [{"group": "autoscaling", "kind": "HorizontalPodAutoscaler", "name": name}, reference] if {
	some name
	spec := data.inventory.namespace[scale_target.namespace]["autoscaling/v1"].HorizontalPodAutoscaler[name].spec
	spec.scaleTargetRef.name == _reference.name
	own := ctx.resource.spec
	not _is_made_by_keda(name, ctx.kind, ctx.name, own)
	reference := scale_target.reference_of(spec)
}

_others contains [{"group": "keda.sh", "kind": "ScaledObject", "name": name}, reference] if {
	some name
	spec := data.inventory.namespace[scale_target.namespace]["keda.sh/v1alpha1"].ScaledObject[name].spec
	spec.scaleTargetRef.name == _reference.name
	not _is_made_by_keda(ctx.name, "ScaledObject", name, spec)
	reference := scale_target.scaled_object_reference_of(spec)
}

# KEDA makes one autoscaler for each ScaledObject, or takes over the one that has its name.
_is_made_by_keda(hpa, "ScaledObject", name, _) if hpa == sprintf("keda-hpa-%s", [name])

_is_made_by_keda(hpa, "ScaledObject", _, spec) if spec.advanced.horizontalPodAutoscalerConfig.name == hpa

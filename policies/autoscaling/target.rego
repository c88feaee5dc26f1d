# METADATA
# title: Every autoscaler must have an existing target that no other autoscaler scales
# description: |
#   An autoscaler does nothing when its target does not exist, or when scaleTargetRef names an API group
#   that lacks that kind, and only its own status says so. Two autoscalers on one target set its number
#   of pods in turn, each undoing what the other did. The HorizontalPodAutoscaler that KEDA creates for
#   a ScaledObject does not count as a second one.
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
#     conftest: Targets and other autoscalers are visible only with --combine in the namespace main, or when they are
#       supplied as data. There, two autoscalers in two files are a finding.
#   remediation: Set apiVersion, kind and name in scaleTargetRef to those of a workload in the same namespace that no
#     other autoscaler scales.
package guiderail.autoscaling.target

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.rival
import data.lib.guiderail.scale_target
import data.lib.guiderail.target_presence

violation contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef"]}} if {
	_is_missing
	not target_presence.may_be_there
	what := sprintf("scaleTargetRef: there is no %s in namespace", [scale_target.reference.title])
	msg := sprintf("%s %s; name a workload that exists", [what, scale_target.namespace])
}

violation contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef", "apiVersion"]}} if {
	count(_open) == 0
	_is_of_wrong_group
	version := _versions[scale_target.reference.kind]
	what := sprintf("scaleTargetRef: apiVersion %s", [_written_version])
	msg := sprintf("%s; set %s, which has kind %s", [what, version, scale_target.reference.kind])
}

violation contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef", "kind"]}} if {
	scale_target.reference.kind in _unscalable[scale_target.reference.group]
	what := sprintf("scaleTargetRef: a %s cannot be scaled", [scale_target.reference.kind])
	msg := sprintf("%s; name a Deployment or a StatefulSet", [what])
}

violation contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef"], "other": other}} if {
	some [other, reference] in rival.others
	[other.kind, other.name] != [ctx.kind, ctx.name]
	reference == object.remove(scale_target.reference, ["title"])
	what := sprintf("scaleTargetRef: %s is also scaled by %s %q", [scale_target.reference.title, other.kind, other.name])
	msg := sprintf("%s; keep one of the two", [what])
}

unknown contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef"]}} if {
	_is_missing
	target_presence.may_be_there
	what := sprintf("scaleTargetRef: whether %s exists is not known", [scale_target.reference.title])
	msg := sprintf("%s; it is not among the given objects", [what])
}

unknown contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef"]}} if {
	not scale_target.is_known_kind
	not _is_defective
	count(_open) == 0
	what := sprintf("scaleTargetRef: whether %s exists and can be scaled is not known", [scale_target.reference.title])
	msg := sprintf("%s; this control does not know its kind", [what])
}

unknown contains {"msg": msg, "details": {"path": ["spec", "scaleTargetRef", field]}} if {
	not scale_target.resource
	some field, value in _open
	msg := sprintf("scaleTargetRef.%s is %s, which is still to be filled in", [field, value])
}

_is_missing if {
	scale_target.reference
	scale_target.is_known_kind
	not scale_target.resource
	count(_open) == 0
}

_is_defective if _is_of_wrong_group

_is_defective if scale_target.reference.kind in _unscalable[scale_target.reference.group]

# Of the groups that Kubernetes itself has, or once had, these kinds in.
_is_of_wrong_group if {
	scale_target.reference.group in {null, "", "apps", "extensions"}
	version := _versions[scale_target.reference.kind]
	scale_target.reference.group != ctx.group_of({"apiVersion": version})
}

_versions := {"Deployment": "apps/v1", "StatefulSet": "apps/v1", "ReplicaSet": "apps/v1", "ReplicationController": "v1"}

_unscalable := {"apps": {"DaemonSet"}, "batch": {"Job", "CronJob"}, "": {"Pod", "Service"}}

default _written_version := "is not set"

_written_version := sprintf("is %v", [version]) if {
	version := ctx.resource.spec.scaleTargetRef.apiVersion
	not version in {"", null}
}

_open[field] := value if {
	scale_target.reference
	some field in ["apiVersion", "kind", "name"]
	value := ctx.resource.spec.scaleTargetRef[field]
	is_string(value)
	placeholder.is_in(value)
}

# METADATA
# title: What a horizontal autoscaler scales
# description: |
#   The object that the scaleTargetRef of an autoscaler leads to, among those that are given beside it.
#   Yields nothing for any other kind than HorizontalPodAutoscaler and KEDA's ScaledObject.
# related_resources:
#   - https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
package lib.guiderail.scale_target

import data.lib.guiderail.autoscaler
import data.lib.guiderail.ctx

# METADATA
# description: |
#   What the autoscaler refers to, as `reference_of` gives it, with `title` (how messages name it).
reference := object.union(found, {"title": title}) if {
	autoscaler.is_autoscaler
	found := reference_of(ctx.resource.spec)
	title := sprintf("%s %q", [found.kind, found.name])
} else := object.union(found, {"title": title}) if {
	autoscaler.is_scaled_object
	found := scaled_object_reference_of(ctx.resource.spec)
	title := sprintf("%s %q", [found.kind, found.name])
}

_said(written, field, otherwise) := value if {
	value := written[field]
	is_string(value)
	value != ""
} else := otherwise

# METADATA
# description: |
#   What the specification of an autoscaler refers to, as far as it says so in text: `group` (null when
#   no version is written), `kind` and `name`.
reference_of(spec) := {"group": _group(written), "kind": written.kind, "name": written.name} if {
	written := spec.scaleTargetRef
	is_string(written.kind)
	is_string(written.name)
}

# METADATA
# description: The same of KEDA's ScaledObject, which takes what is not said for a Deployment.
scaled_object_reference_of(spec) := {"group": group, "kind": kind, "name": written.name} if {
	written := spec.scaleTargetRef
	is_string(written.name)
	kind := _said(written, "kind", "Deployment")
	group := _group({"apiVersion": _said(written, "apiVersion", "apps/v1")})
}

# METADATA
# description: The namespace of the autoscaler and so of what it scales.
namespace := ctx.namespace_or_default

# METADATA
# description: |
#   Whether the reference is to a kind that `resource` can be. Of others nothing is known here: what
#   scales besides is defined by whoever installs it.
is_known_kind if [reference.group, reference.kind] in _known_kinds

# METADATA
# description: The object that is scaled; undefined when it is not among those that are given.
resource := found if {
	_is("apps", "Deployment")
	found := data.inventory.namespace[namespace]["apps/v1"].Deployment[reference.name]
} else := found if {
	_is("apps", "StatefulSet")
	found := data.inventory.namespace[namespace]["apps/v1"].StatefulSet[reference.name]
} else := found if {
	_is("apps", "ReplicaSet")
	found := data.inventory.namespace[namespace]["apps/v1"].ReplicaSet[reference.name]
} else := found if {
	_is("", "ReplicationController")
	found := data.inventory.namespace[namespace].v1.ReplicationController[reference.name]
} else := found if {
	_is("argoproj.io", "Rollout")
	found := data.inventory.namespace[namespace]["argoproj.io/v1alpha1"].Rollout[reference.name]
}

# METADATA
# description: |
#   The object whose template the pods of what is scaled are made from: that itself, or the Deployment that a
#   Rollout refers to instead of having a template of its own.
maker := found if {
	_is("argoproj.io", "Rollout")
	resource.spec.workloadRef.kind == "Deployment"
	found := data.inventory.namespace[namespace]["apps/v1"].Deployment[resource.spec.workloadRef.name]
} else := resource

# METADATA
# scope: document
# description: Whether there is anything that scales among the objects that are given, in whichever namespace.
exist if data.inventory.namespace[_]["apps/v1"].Deployment[_]

exist if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

exist if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

exist if data.inventory.namespace[_].v1.ReplicationController[_]

exist if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

# METADATA
# description: |
#   The objects that the reference would lead to if they were in its namespace: `namespace`, and whether that
#   `is_written`. What has none lands where the client says.
elsewhere contains {"namespace": other, "is_written": is_written} if {
	some [other, metadata] in _namesakes
	is_written := object.get(metadata, "namespace", "") == other
}

_namesakes contains [other, object.get(found, "metadata", {})] if {
	_is("apps", "Deployment")
	found := data.inventory.namespace[other]["apps/v1"].Deployment[reference.name]
}

_namesakes contains [other, object.get(found, "metadata", {})] if {
	_is("apps", "StatefulSet")
	found := data.inventory.namespace[other]["apps/v1"].StatefulSet[reference.name]
}

_namesakes contains [other, object.get(found, "metadata", {})] if {
	_is("apps", "ReplicaSet")
	found := data.inventory.namespace[other]["apps/v1"].ReplicaSet[reference.name]
}

_namesakes contains [other, object.get(found, "metadata", {})] if {
	_is("", "ReplicationController")
	found := data.inventory.namespace[other].v1.ReplicationController[reference.name]
}

_namesakes contains [other, object.get(found, "metadata", {})] if {
	_is("argoproj.io", "Rollout")
	found := data.inventory.namespace[other]["argoproj.io/v1alpha1"].Rollout[reference.name]
}

_is(group, kind) if {
	reference.group == group
	reference.kind == kind
}

_group(written) := null if {
	object.get(written, "apiVersion", null) in {null, ""}
} else := substring(written.apiVersion, 0, max([0, indexof(written.apiVersion, "/")])) if {
	is_string(written.apiVersion)
} else := null

_known_kinds := {
	["apps", "Deployment"],
	["apps", "StatefulSet"],
	["apps", "ReplicaSet"],
	["", "ReplicationController"],
	["argoproj.io", "Rollout"],
}

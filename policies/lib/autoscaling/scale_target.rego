# METADATA
# title: What a horizontal autoscaler scales
# description: |
#   The object to which the scaleTargetRef of an autoscaler refers, among those that are given with it.
#   Yields nothing for kinds other than HorizontalPodAutoscaler and KEDA's ScaledObject.
# related_resources:
#   - https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
package lib.guiderail.scale_target

import data.lib.guiderail.autoscaler
import data.lib.guiderail.ctx

# METADATA
# description: |
#   What the autoscaler refers to, as `reference_of` returns it, with `title` (how messages name it).
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
#   What the specification of an autoscaler refers to: `group` (null if apiVersion is not set), `kind` and
#   `name`. Undefined if kind or name is not a string.
reference_of(spec) := {"group": _group(written), "kind": written.kind, "name": written.name} if {
	written := spec.scaleTargetRef
	is_string(written.kind)
	is_string(written.name)
}

# METADATA
# description: The same for KEDA's ScaledObject, whose kind is Deployment if it is not set.
scaled_object_reference_of(spec) := {"group": group, "kind": kind, "name": written.name} if {
	written := spec.scaleTargetRef
	is_string(written.name)
	kind := _said(written, "kind", "Deployment")
	group := _group({"apiVersion": _said(written, "apiVersion", "apps/v1")})
}

# METADATA
# description: The namespace of the autoscaler, and so of its target.
namespace := ctx.namespace_or_default

# METADATA
# description: |
#   Whether the reference is to a kind that `resource` can be. Other kinds that can be scaled are custom
#   resources, of which nothing is known here.
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
#   The object with the template of the target's pods: the target itself, or the Deployment to which a Rollout
#   without a template refers.
maker := found if {
	_is("argoproj.io", "Rollout")
	resource.spec.workloadRef.kind == "Deployment"
	found := data.inventory.namespace[namespace]["apps/v1"].Deployment[resource.spec.workloadRef.name]
} else := resource

# METADATA
# scope: document
# description: Whether the objects that are given include anything that can be scaled, in any namespace.
exist if data.inventory.namespace[_]["apps/v1"].Deployment[_]

exist if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

exist if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

exist if data.inventory.namespace[_].v1.ReplicationController[_]

exist if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

# METADATA
# description: |
#   The objects to which the reference would lead if they were in its namespace: `namespace`, and whether that
#   `is_written`. An object without a namespace is created where the client says.
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
	written.apiVersion == ""
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

# METADATA
# title: Objects must be in a namespace other than default
# description: |
#   Access rights, quotas and network policies apply per namespace. An object in default shares it with
#   everything else that nobody assigned a namespace, and an object without a namespace goes wherever
#   the client's current context points, which may be another team's namespace.
# related_resources: [https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/]
# custom:
#   severity: medium
#   requirements: [NS-01]
#   match: [{groups: ["*"], kinds: ["*"]}]
#   remediation: Give the application its own namespace and set metadata.namespace, or let the tool that renders the
#     manifest set it.
package guiderail.namespaces.default_namespace

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.scope

applies if _scope in {"Namespaced", "Unknown"}

# An API server tells it in a request.
unknown contains {"msg": msg, "details": {"path": ["metadata", "namespace"]}} if {
	_scope == "Namespaced"
	_is_left_out
	msg := "metadata.namespace is not set, so the namespace is the one that the client happens to use"
}

violation contains {"msg": msg, "details": {"path": ["metadata", "namespace"]}} if {
	_scope in {"Namespaced", "Unknown"}
	ctx.namespace == "default"
	not _is_in_every_cluster
	msg := "metadata.namespace is default; give the application a namespace of its own"
}

unknown contains {"msg": msg, "details": {"path": ["metadata", "namespace"]}} if {
	_scope == "Unknown"
	_is_left_out
	msg := sprintf("metadata.namespace is not set, and whether %v is a namespaced kind is not known", [ctx.kind])
}

unknown contains {"msg": msg, "details": {"path": ["metadata", "namespace"]}} if {
	_scope in {"Namespaced", "Unknown"}
	placeholder.is_in(ctx.namespace)
	msg := sprintf("metadata.namespace %s is still to be filled in", [ctx.namespace])
}

# What is not text is for others to say.
_is_left_out if {
	not ctx.namespace
	object.get(ctx.resource, ["metadata", "namespace"], null) in {"", null}
}

# Kustomize's own transformers have an apiVersion without a group.
_scope := "None" if {
	ctx.resource.apiVersion == "builtin"
} else := scope.of(ctx.group, ctx.kind) if {
	ctx.kind
} else := "Unknown" if {
	ctx.kind
}

_is_in_every_cluster if ctx.resource.metadata.name in _furniture[ctx.group][ctx.kind]

# What Kubernetes itself puts into default.
_furniture := {
	"": {
		"ConfigMap": {"kube-root-ca.crt"},
		"Endpoints": {"kubernetes"},
		"Service": {"kubernetes"},
		"ServiceAccount": {"default"},
	},
	"discovery.k8s.io": {"EndpointSlice": {"kubernetes"}},
}

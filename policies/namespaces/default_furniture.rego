# METADATA
# title: What every cluster has in its namespace default
# description: |
#   The objects that Kubernetes itself puts into the namespace default, by their names.
package lib.guiderail.default_furniture

import data.lib.guiderail.ctx

# METADATA
# description: Whether the object under review is one of them.
is_part if {
	ctx.namespace == "default"
	ctx.resource.metadata.name in _names[ctx.group][ctx.kind]
}

_names := {
	"": {
		"ConfigMap": {"kube-root-ca.crt"},
		"Endpoints": {"kubernetes"},
		"Service": {"kubernetes"},
		"ServiceAccount": {"default"},
	},
	"discovery.k8s.io": {"EndpointSlice": {"kubernetes"}},
}

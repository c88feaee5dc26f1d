# METADATA
# title: Host names of Services
# description: |
#   Whether a host name refers to a Service in the namespace under review.
package lib.guiderail.service_host

import data.lib.guiderail.ctx

# METADATA
# description: The Service that a host name refers to. Undefined if it is not among the supplied objects.
service(host) := data.inventory.namespace[ctx.namespace_or_default].v1.Service[_parts(host)[0]]

# METADATA
# scope: document
# description: |
#   Whether a host name refers to a Service in this namespace: <service>, <service>.<namespace> or
#   <service>.<namespace>.svc, with the domain of any cluster.
is_here(host) if {
	[name] := _parts(host)
	regex.match(`^[a-z]([a-z0-9-]*[a-z0-9])?$`, name)
}

is_here(host) if _parts(host)[1] == ctx.namespace_or_default

# The namespace is chosen when the objects are applied.
is_here(host) if {
	not ctx.namespace
	count(_parts(host)) > 1
}

_parts(host) := parts if {
	parts := split(trim_suffix(host, "."), ".")
	every part in array.slice(parts, 2, 3) {
		part == "svc"
	}
}

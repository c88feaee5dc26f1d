# METADATA
# title: Ports of sidecars
# description: |
#   What the ports of a sidecar are used for, and which Services lead to a sidecar.
package lib.guiderail.sidecar_port

import data.lib.guiderail.ctx
import data.lib.guiderail.service
import data.lib.guiderail.xroad

# METADATA
# scope: document
# description: Whether the Service under review leads to a sidecar.
is_for_sidecar if xroad.names_sidecar(ctx.resource.metadata.name)

is_for_sidecar if {
	some value in ctx.resource.spec.selector
	xroad.names_sidecar(value)
}

is_for_sidecar if {
	some port in service.ports
	some number in [port.number, port.target]
	number in {5500, 5577}
}

# METADATA
# description: Ports as messages list them.
listed(ports) := concat(", ", [sprintf("%v", [port]) | some port in ports])

# METADATA
# description: What a port is for, in brackets.
use(port) := sprintf(" (%s)", [uses[port]]) if {
	uses[port]
} else := ""

# METADATA
# description: What the ports that nobody outside needs are for.
uses := {
	22: "SSH of the primary",
	4000: "the administration",
	5588: "the health check",
	8080: "HTTP of information systems",
	8443: "HTTPS of information systems",
}

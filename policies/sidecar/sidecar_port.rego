# METADATA
# title: Ports of sidecars
# description: |
#   The purpose of each port of a sidecar, and the Services that lead to a sidecar.
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
# description: A list of ports, for a message.
listed(ports) := concat(", ", [sprintf("%v", [port]) | some port in ports])

# METADATA
# description: The purpose of a port, in parentheses for a message. Empty for other ports.
use(port) := sprintf(" (%s)", [uses[port]]) if {
	uses[port]
} else := ""

# METADATA
# description: The purposes of the ports that nobody outside the cluster needs.
uses := {
	22: "SSH to the primary",
	4000: "administration",
	5588: "health check",
	8080: "HTTP for information systems",
	8443: "HTTPS for information systems",
}

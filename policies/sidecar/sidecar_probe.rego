# METADATA
# title: Probes of sidecars
# description: |
#   What a probe calls, and how long it waits.
package lib.guiderail.sidecar_probe

import data.lib.guiderail.placeholder

# METADATA
# description: Whether a container has a probe.
has_probe(container, probe) if is_object(container.spec[probe])

# METADATA
# description: After how many seconds a probe gives up.
seconds(probe) := sum([
	_number(probe, "initialDelaySeconds", 0),
	_number(probe, "periodSeconds", 10) * _number(probe, "failureThreshold", 3),
])

_number(probe, field, otherwise) := value if {
	value := probe[field]
	is_number(value)
} else := otherwise

# METADATA
# description: Whether a probe is still to be filled in.
is_open(container, probe) if {
	some field in [["initialDelaySeconds"], ["periodSeconds"], ["failureThreshold"], ["httpGet", "port"]]
	has_probe(container, probe)
	value := object.get(container.spec[probe], field, null)
	placeholder.is_in(value)
}

# METADATA
# description: The port that a probe asks, by its number, also where the probe has its name.
port(container, probe) := number if {
	some how in ["httpGet", "tcpSocket"]
	name := container.spec[probe][how].port
	some port in container.spec.ports
	port.name == name
	number := port.containerPort
} else := port if {
	some how in ["httpGet", "tcpSocket"]
	port := container.spec[probe][how].port
}

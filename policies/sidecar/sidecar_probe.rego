# METADATA
# title: Probes of sidecars
# description: |
#   The port that a probe checks, and the time that it allows.
package lib.guiderail.sidecar_probe

import data.lib.guiderail.placeholder

# METADATA
# description: Whether a container has a probe.
has_probe(container, probe) if is_object(container.spec[probe])

# METADATA
# description: The number of seconds after which a probe fails for good.
seconds(probe) := sum([
	_number(probe, "initialDelaySeconds", 0),
	_number(probe, "periodSeconds", 10) * _number(probe, "failureThreshold", 3),
])

_number(probe, field, otherwise) := value if {
	value := probe[field]
	is_number(value)
} else := otherwise

# METADATA
# description: Whether a field of a probe is a placeholder.
is_open(container, probe) if {
	has_probe(container, probe)
	some field in [["initialDelaySeconds"], ["periodSeconds"], ["failureThreshold"], ["httpGet", "port"]]
	placeholder.is_in(object.get(container.spec[probe], field, null))
}

# METADATA
# description: |
#   The number of the port that a probe checks. A name is resolved if the container declares it; of ports with the same
#   name the first one counts, as for the kubelet.
port(container, probe) := declared_ports[0] if {
	asked := _asked(container.spec[probe])
	declared_ports := [declared.containerPort |
		some declared in container.spec.ports
		declared.name == asked
	]
} else := _asked(container.spec[probe])

_asked(probe) := asked if {
	asked := probe.httpGet.port
} else := probe.tcpSocket.port

# METADATA
# title: Containers must not take ports of their node
# description: |
#   A host port is open on the node's own address, past every Service, and on most clusters past
#   NetworkPolicies too. It can stand in for a service of the node, and since a node has the port only
#   once, it keeps a second pod from starting there.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/concepts/configuration/overview/#services
# custom:
#   severity: high
#   requirements: [PSA-14]
#   match: [workload]
#   remediation: Remove hostPort and reach the container through a Service; on the network of the node (hostNetwork)
#     remove that first, since the API server sets hostPort there.
package guiderail.podsecurity.host_ports

import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload

violation contains {"msg": msg, "details": {"path": port.path}} if {
	some port in _host_ports
	not podsecurity.is_open(port.value)
	msg := sprintf("%s: hostPort %s is a port of the node; remove it", [port.title, json.marshal(port.value)])
}

unknown contains {"msg": msg, "details": {"path": port.path}} if {
	some port in _host_ports
	podsecurity.is_open(port.value)
	msg := sprintf("%s: hostPort %s is still to be filled in", [port.title, port.value])
}

_host_ports contains {"title": container.title, "path": path, "value": value} if {
	some container in workload.containers
	some i, port in container.spec.ports
	value := port.hostPort
	not value in {0, null}
	not _is_given(container, port)
	path := array.concat(container.path, ["ports", i, "hostPort"])
}

# On the network of its node, of which podsecurity.host_namespaces speaks, a container has its ports there:
# the API server sets hostPort again where it is removed.
_is_given(container, port) if {
	workload.pods[container.pod].spec.hostNetwork == true
	port.hostPort == port.containerPort
}

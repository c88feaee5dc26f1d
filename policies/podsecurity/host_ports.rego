# METADATA
# title: Containers must not use host ports
# description: |
#   A host port is open on the node's own address. It bypasses every Service and, on most clusters,
#   every NetworkPolicy. It can impersonate a service of the node, and a second pod with the same port
#   cannot start on that node.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/concepts/configuration/overview/#services
# custom:
#   severity: high
#   requirements: [PSA-14]
#   match: [workload]
#   remediation: Remove hostPort and reach the container through a Service. If the pod uses hostNetwork, remove that
#     first, because the API server then sets hostPort.
#   fix:
#     - {remove: {}}
package guiderail.podsecurity.host_ports

import data.lib.guiderail.finding
import data.lib.guiderail.workload

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_value(path, title, port.hostPort, wrong) if {
	some container in workload.containers
	some i, port in container.spec.ports
	not port.hostPort in {0, null}
	not _is_given(container, port)
	path := array.concat(container.path, ["ports", i, "hostPort"])
	title := sprintf("%s: hostPort", [container.title])
	wrong := sprintf("%s is a port of the node; remove it", [json.marshal(port.hostPort)])
}

# On the network of its node, of which podsecurity.host_namespaces speaks, a container has its ports there:
# the API server sets hostPort again where it is removed.
_is_given(container, port) if {
	workload.pods[container.pod].spec.hostNetwork == true
	port.hostPort == port.containerPort
}

# METADATA
# title: Services must not open ports on nodes or claim external IPs
# description: |
#   A Service of type NodePort opens a port on every node, bypassing whatever is in front of the
#   cluster, and cannot restrict who may call. A Service with an external IP takes over traffic to that
#   address, so whoever may create Services can intercept the traffic of others (CVE-2020-8554).
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
#   - https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#denyserviceexternalips
# custom:
#   severity: high
#   requirements: [NETPOL-13]
#   match: [{groups: [""], kinds: [Service]}]
#   remediation: Use type ClusterIP, or a load balancer that lists the callers' networks in
#     spec.loadBalancerSourceRanges, and remove spec.externalIPs.
#   parameters:
#     allow_node_port: {type: boolean, description: "Whether Services may be of type NodePort."}
#     allow_allocated_node_ports: {type: boolean, description: "Whether load balancers may also open a port on every
#       node, which their source ranges do not restrict."}
#     allowed_external_ips: {type: array, items: {type: string}, description: "Addresses that Services may claim in
#       externalIPs."}
#     external_traffic_policy: {type: string, description: "The externalTrafficPolicy that load balancers must have.
#       Local preserves the caller's address for network policies; an empty value allows any."}
package guiderail.network.service_exposure

import data.lib.guiderail.ctx
import data.lib.guiderail.service

defaults := {
	"allow_node_port": false,
	"allow_allocated_node_ports": true,
	"allowed_external_ips": [],
	"external_traffic_policy": "",
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": ["spec", "type"]}} if {
	service.is_exposed
	ctx.resource.spec.type == "NodePort"
	not parameters.allow_node_port
	msg := "type NodePort opens the Service on every node; use ClusterIP, or a load balancer with source ranges"
}

violation contains {"msg": msg, "details": {"path": ["spec", "externalIPs", i]}} if {
	service.is_exposed
	some i, address in ctx.resource.spec.externalIPs
	not address in parameters.allowed_external_ips
	msg := sprintf("externalIPs[%d] %v intercepts traffic to that address; remove it", [i, address])
}

violation contains {"msg": msg, "details": {"path": ["spec", "externalTrafficPolicy"]}} if {
	service.is_load_balancer
	wanted := parameters.external_traffic_policy
	wanted != ""
	not ctx.resource.spec.externalTrafficPolicy == wanted
	msg := sprintf("externalTrafficPolicy is not %s; set it", [wanted])
}

violation contains {"msg": msg, "details": {"path": ["spec", "allocateLoadBalancerNodePorts"]}} if {
	service.is_load_balancer
	not parameters.allow_allocated_node_ports
	not ctx.resource.spec.allocateLoadBalancerNodePorts == false
	msg := "allocateLoadBalancerNodePorts is not false, so every node exposes the Service; set it to false"
}

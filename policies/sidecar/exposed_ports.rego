# METADATA
# title: The sidecar must expose only its messaging and OCSP ports outside the cluster
# description: |
#   Other Security Servers need the ports 5500 and 5577, and nobody outside the cluster needs any other.
#   Port 4000 is for administering the server and its keys, whoever can reach 8080 or 8443 sends
#   messages in the organization's name, and the configuration can be copied over 22.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
#   - https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
# custom:
#   severity: high
#   requirements: [XR-04]
#   match: [workload, {groups: [""], kinds: [Service]}]
#   remediation: Expose only 5500 and 5577 through a LoadBalancer, NodePort, external IP or host port, and reach the
#     other ports through a ClusterIP Service or an internal load balancer.
#   parameters:
#     ports: {type: array, items: {type: integer}, description: "Ports of the sidecar that may be reachable from
#       outside. Add 80 if certificates are ordered over ACME."}
#     internal_ports: {type: array, items: {type: integer}, description: "Further ports that an internal load balancer,
#       inside the organization's own network, may expose."}
#     cloud: {type: string, enum: ["", aws, azure, gcp, openstack, alibaba, oracle, ibm, digitalocean], description:
#       "The cloud whose annotations can make a load balancer internal. If it is empty and an annotation of any cloud
#       would, the verdict is unknown."}
#     port_names: {type: array, items: {type: string}, description: "Names of container ports that may be reachable from
#       outside."}
package guiderail.sidecar.exposed_ports

import data.lib.guiderail.ctx
import data.lib.guiderail.service
import data.lib.guiderail.sidecar_port
import data.lib.guiderail.xroad

defaults := {"ports": [5500, 5577], "internal_ports": [8443, 4000], "cloud": "", "port_names": ["messaging", "ocsp"]}

parameters := object.union(defaults, ctx.parameters)

applies if {
	service.is_exposed
	sidecar_port.is_for_sidecar
}

applies if count(xroad.containers) > 0

violation contains {"msg": msg, "details": {"path": exposure.path}} if {
	some exposure in _exposures
	number := _forbidden(exposure)
	what := sprintf("%s forwards to %v%s", [exposure.title, exposure.target, sidecar_port.use(number)])
	msg := sprintf("%s; expose only %s", [what, sidecar_port.listed(exposure.allowed)])
}

unknown contains {"msg": msg, "details": {"path": exposure.path}} if {
	some exposure in _exposures
	_is_other_name(exposure)
	not _is_given_away(exposure)
	msg := sprintf("%s: which port %s refers to is not known", [exposure.title, exposure.target])
}

unknown contains {"msg": msg, "details": {"path": exposure.path}} if {
	service.reach(parameters.cloud) == "unknown"
	some exposure in _exposures
	exposure.target in parameters.internal_ports
	what := sprintf("%s forwards to %v, and the load balancer is internal only on %s", [
		exposure.title,
		exposure.target,
		concat(" and ", sort(service.internal_clouds(ctx.resource))),
	])
	msg := sprintf("%s; set the parameter cloud", [what])
}

_exposures contains {
	"title": title, "path": port.path, "port": port.number, "target": port.target, "allowed": _allowed,
} if {
	service.is_exposed
	sidecar_port.is_for_sidecar
	some port in service.ports
	title := sprintf("port %v", [port.number])
}

_exposures contains {"title": title, "path": path, "port": null, "target": target, "allowed": parameters.ports} if {
	some container in xroad.containers
	some i, spec in container.spec.ports
	is_object(spec)
	not object.get(spec, "hostPort", 0) in {0, null}
	target := object.get(spec, "containerPort", null)
	title := sprintf("%s: hostPort %v", [container.title, spec.hostPort])
	path := array.concat(container.path, ["ports", i, "hostPort"])
}

_allowed := array.concat(parameters.ports, parameters.internal_ports) if {
	service.reach(parameters.cloud) in {"internal", "unknown"}
} else := parameters.ports

# The pod resolves the name of a port; if the Service's own port shows what it is, that is enough.
_forbidden(exposure) := exposure.target if {
	is_number(exposure.target)
	not exposure.target in exposure.allowed
} else := exposure.port if {
	_is_other_name(exposure)
	_is_given_away(exposure)
}

_is_other_name(exposure) if {
	is_string(exposure.target)
	not exposure.target in parameters.port_names
}

_is_given_away(exposure) if {
	sidecar_port.uses[exposure.port]
	not exposure.port in exposure.allowed
}

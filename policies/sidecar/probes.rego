# METADATA
# title: The sidecar's probes must allow it enough time and use the right port
# description: |
#   The sidecar needs minutes to start. A probe that gives up earlier kills it again and again, and
#   without a liveness probe a server that hangs is never restarted. The health check on port 5588 is
#   for readiness only. It fails if an external OCSP responder fails, so as a liveness probe it would
#   kill the pod.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
#   - https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
# custom:
#   severity: low
#   requirements: [XR-11]
#   match: [workload]
#   remediation: Set startupProbe and livenessProbe to httpGet with path / on port 8080 (periodSeconds 10,
#     failureThreshold 60 and 5), and on secondaries set readinessProbe to httpGet with path / on port 5588.
#   parameters:
#     startup_seconds: {type: integer, description: "The shortest time, in seconds, that the sidecar must be given to
#       start."}
#     health_check_port: {type: integer, description: "The port of the health check, which is for readiness only."}
package guiderail.sidecar.probes

import data.lib.guiderail.ctx
import data.lib.guiderail.sidecar_probe
import data.lib.guiderail.xroad

defaults := {"startup_seconds": 600, "health_check_port": 5588}

parameters := object.union(defaults, ctx.parameters)

applies if count(_servers) > 0

violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["livenessProbe"])}} if {
	some container in _servers
	not sidecar_probe.has_probe(container, "livenessProbe")
	msg := sprintf("%s: %s; set httpGet / on port 8080", [container.title, _absence(container)])
}

# A liveness probe may also wait long enough by itself.
violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["startupProbe"])}} if {
	some container in _servers
	not sidecar_probe.has_probe(container, "startupProbe")
	sidecar_probe.has_probe(container, "livenessProbe")
	not sidecar_probe.is_open(container, "livenessProbe")
	sidecar_probe.seconds(container.spec.livenessProbe) < parameters.startup_seconds
	msg := sprintf("%s: startupProbe is not set; set httpGet / on port 8080 and failureThreshold 60", [container.title])
}

violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["startupProbe"])}} if {
	some container in _servers
	sidecar_probe.has_probe(container, "startupProbe")
	not sidecar_probe.is_open(container, "startupProbe")
	seconds := sidecar_probe.seconds(container.spec.startupProbe)
	seconds < parameters.startup_seconds
	what := sprintf("%s: startupProbe gives up after %v seconds", [container.title, seconds])
	msg := sprintf("%s; allow at least %v", [what, parameters.startup_seconds])
}

violation contains {"msg": msg, "details": {"path": array.concat(container.path, [probe])}} if {
	some container in _servers
	some probe in ["startupProbe", "livenessProbe"]
	sidecar_probe.port(container, probe) == parameters.health_check_port
	what := sprintf("%s: %s checks port %v", [container.title, probe, parameters.health_check_port])
	msg := sprintf("%s, which fails when other systems fail; use port 8080", [what])
}

violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["readinessProbe"])}} if {
	some container in _servers
	container.role == "secondary"
	defect := _readiness_defect(container)
	what := sprintf("%s: readinessProbe %s", [container.title, defect])
	msg := sprintf("%s; set httpGet / on port %v", [what, parameters.health_check_port])
}

violation contains {"msg": msg, "details": {"path": array.concat(container.path, [probe, "httpGet", "scheme"])}} if {
	some container in _servers
	some probe in _kinds
	container.spec[probe].httpGet.scheme == "HTTPS"
	port := sidecar_probe.port(container, probe)
	port in [8080, parameters.health_check_port]
	what := sprintf("%s: %s checks port %v over HTTPS, which the port does not support", [container.title, probe, port])
	msg := sprintf("%s; remove scheme", [what])
}

unknown contains {"msg": msg, "details": {"path": array.concat(container.path, [probe])}} if {
	some container in _servers
	some probe in _kinds
	sidecar_probe.is_open(container, probe)
	msg := sprintf("%s: %s is still to be filled in", [container.title, probe])
}

# A Job's server is not kept alive.
_servers := [container |
	not ctx.kind in {"Job", "CronJob"}
	some container in xroad.servers
]

_kinds := ["startupProbe", "livenessProbe", "readinessProbe"]

_absence(container) := "livenessProbe is not set" if {
	sidecar_probe.has_probe(container, "startupProbe")
} else := "livenessProbe and startupProbe are not set"

_readiness_defect(container) := "is not set" if {
	not sidecar_probe.has_probe(container, "readinessProbe")
} else := "only opens a connection" if {
	is_object(container.spec.readinessProbe.tcpSocket)
} else := sprintf("checks port %v", [port]) if {
	port := sidecar_probe.port(container, "readinessProbe")
	port != parameters.health_check_port
	not sidecar_probe.is_open(container, "readinessProbe")
}

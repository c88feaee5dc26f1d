# METADATA
# title: Probes and lifecycle handlers must not set a host
# description: |
#   The kubelet sends probes and lifecycle requests from the node. With a host of its choice, a pod
#   makes the kubelet call services that only the node can reach, bypassing every NetworkPolicy, and
#   learns the result from its own status.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
# custom:
#   severity: high
#   requirements: [PSA-15]
#   match: [workload]
#   remediation: Remove host, so that the kubelet uses the pod's own address. If the application needs a Host header,
#     set it in httpGet.httpHeaders.
#   fix:
#     - {at: [host], remove: {}}
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to apply, latest or one such as v1.36. Before v1.34 any host is allowed."}
package guiderail.podsecurity.host_probes

import data.lib.guiderail.ctx
import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": array.concat(handler.container.path, field)}} if {
	podsecurity.minor(parameters.version) >= 34
	some handler in _handlers
	some action in ["httpGet", "tcpSocket"]
	host := handler.spec[action].host
	not host in {"", null}
	field := array.concat(handler.field, [action, "host"])
	what := sprintf("%s: %s is %s", [handler.container.title, concat(".", field), json.marshal(host)])
	msg := sprintf("%s; remove it, so that the kubelet connects to the pod", [what])
}

_handlers contains {"container": container, "field": [probe], "spec": spec} if {
	some container in workload.containers
	some probe in ["livenessProbe", "readinessProbe", "startupProbe"]
	spec := container.spec[probe]
}

_handlers contains {"container": container, "field": ["lifecycle", event], "spec": spec} if {
	some container in workload.containers
	some event in ["postStart", "preStop"]
	spec := container.spec.lifecycle[event]
}

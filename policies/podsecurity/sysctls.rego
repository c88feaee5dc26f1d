# METADATA
# title: Pods must set only safe sysctls
# description: |
#   Most sysctls belong to the node and not to the pod that sets them, which can starve other pods of
#   memory or switch off kernel protections for all of them. Safe sysctls have a separate value for each
#   pod.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
# custom:
#   severity: high
#   requirements: [PSA-20]
#   match: [workload]
#   remediation: Remove the sysctl, or have it set on the nodes that need it. Write names of safe sysctls with dots.
#   fix:
#     - {at: [sysctls, "*", name], remove: {path: [..]}}
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to apply, latest or one such as v1.36. The list of safe sysctls grows with each version."}
#     allowed: {type: array, items: {type: string}, description: "Exact names of further sysctls, which the kubelets
#       allow and which are known to affect only the pod."}
package guiderail.podsecurity.sysctls

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity
import data.lib.guiderail.value

defaults := {"version": "latest", "allowed": []}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_stated(path, title, name, wrong) if {
	some pod in podsecurity.pods
	some i, sysctl in pod.spec.sysctls
	name := podsecurity.member(sysctl, "name")
	not name in _allowed
	path := array.concat(pod.path, ["sysctls", i, "name"])
	title := sprintf("pod: securityContext.sysctls[%d].name is", [i])
	wrong := sprintf("%s; use only %s", [value.shown(name), concat(", ", _allowed)])
}

_allowed := array.concat(parameters.allowed, [name |
	some [since, name] in podsecurity.safe_sysctls
	podsecurity.minor(parameters.version) >= since
])

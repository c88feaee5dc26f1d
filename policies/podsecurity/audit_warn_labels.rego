# METADATA
# title: Namespaces must audit and warn at the restricted level
# description: |
#   A namespace that enforces baseline does not show how far its pods are from restricted. With audit
#   and warn set to restricted nothing is refused. kubectl shows a warning to whoever creates such a
#   pod, and the audit log records it, which prepares for enforcing the stricter level.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
# custom:
#   severity: low
#   requirements: [PSA-06]
#   match: [{groups: [""], kinds: [Namespace]}]
#   remediation: Set the namespace labels pod-security.kubernetes.io/audit and pod-security.kubernetes.io/warn to
#     restricted.
#   fix:
#     - {set: {value: restricted}}
#   parameters:
#     exempt_namespaces: {type: array, items: {type: string}, description: "Exact names of namespaces whose pods are
#       known to need more, and of those of the cluster itself."}
package guiderail.podsecurity.audit_warn_labels

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.value

defaults := {"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"]}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_stated(["metadata", "labels", label], title, level, wrong) if {
	ctx.kind == "Namespace"
	ctx.group == ""
	not object.get(ctx.resource, ["metadata", "name"], null) in parameters.exempt_namespaces

	# What is refused needs no warning.
	_level(ctx.resource, "pod-security.kubernetes.io/enforce") != "restricted"
	some label in ["pod-security.kubernetes.io/audit", "pod-security.kubernetes.io/warn"]
	level := _level(ctx.resource, label)
	level != "restricted"
	title := sprintf("label %s is", [label])
	wrong := sprintf("%s; set it to restricted", [value.shown(level)])
}

_level(namespace, label) := object.get(namespace, ["metadata", "labels", label], null)

# METADATA
# title: Namespaces must enforce a Pod Security level
# description: |
#   A namespace without the enforce label accepts any pod, including privileged pods that can take over
#   their node. Pod Security admission is on by default, but acts only where the label is set. A
#   misspelled level is noticed only when it is too late.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-admission/
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   requirements: [PSA-01]
#   match: [{groups: [""], kinds: [Namespace]}]
#   remediation: Set the namespace label pod-security.kubernetes.io/enforce to baseline, or to restricted if its pods
#     allow that.
#   fix:
#     - {set: {value: {parameter: [levels, "0"]}}}
#   parameters:
#     levels: {type: array, items: {type: string}, description: "The levels that are accepted. A namespace must enforce
#       one of them."}
#     exempt_namespaces: {type: array, items: {type: string}, description: "Exact names of namespaces whose pods belong
#       to the cluster itself."}
package guiderail.podsecurity.enforce_label

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.value

defaults := {
	"levels": ["baseline", "restricted"],
	"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"],
}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_stated(path, title, level, wrong) if {
	ctx.kind == "Namespace"
	ctx.group == ""
	not object.get(ctx.resource, ["metadata", "name"], null) in parameters.exempt_namespaces
	path := ["metadata", "labels", "pod-security.kubernetes.io/enforce"]
	level := object.get(ctx.resource, path, null)
	not level in parameters.levels
	title := "label pod-security.kubernetes.io/enforce is"
	wrong := sprintf("%s; set it to %s", [value.shown(level), concat(" or ", parameters.levels)])
}

# METADATA
# title: Namespaces must enforce a Pod Security level
# description: |
#   Without the enforce label a namespace takes pods of every kind, among them privileged ones that own
#   their node. Pod Security admission is on by default, but it only acts where the label is, and a
#   misspelt level is an error that shows when it is too late.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-admission/
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   requirements: [PSA-01]
#   match: [{groups: [""], kinds: [Namespace]}]
#   remediation: Set the label pod-security.kubernetes.io/enforce of the namespace to baseline, or to restricted where
#     its pods allow that.
#   parameters:
#     levels:
#       type: array
#       items: {type: string}
#       description: The levels of which a namespace must enforce one.
#     exempt_namespaces:
#       type: array
#       items: {type: string}
#       description: Exact names of namespaces whose pods belong to the cluster itself.
package guiderail.podsecurity.enforce_label

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder

defaults := {
	"levels": ["baseline", "restricted"],
	"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"],
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": _path}} if {
	not _level in parameters.levels
	not _is_placeholder(_level)
	msg := sprintf("label %s %s; set it to %s", [_label, _shown(_level), concat(" or ", parameters.levels)])
}

unknown contains {"msg": msg, "details": {"path": _path}} if {
	_is_placeholder(_level)
	msg := sprintf("label %s is %s, which is still to be filled in", [_label, _level])
}

# Null when the label is missing; undefined when there is no namespace to judge.
_level := object.get(ctx.resource, _path, null) if {
	ctx.kind == "Namespace"
	ctx.group == ""
	not object.get(ctx.resource, ["metadata", "name"], null) in parameters.exempt_namespaces
}

_shown(level) := "is not set" if {
	level == null
} else := sprintf("is %s", [json.marshal(level)])

_is_placeholder(level) if {
	is_string(level)
	placeholder.is_in(level)
}

_path := ["metadata", "labels", _label]

_label := "pod-security.kubernetes.io/enforce"

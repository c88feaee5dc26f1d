# METADATA
# title: The Pod Security level of a namespace must not be lowered
# description: |
#   Whoever may edit a namespace can remove its Pod Security label, start a privileged pod and put the
#   label back. An older enforce-version does the same less visibly, because it drops the checks that
#   were added later.
# related_resources: [https://kubernetes.io/docs/concepts/security/pod-security-admission/]
# custom:
#   severity: high
#   requirements: [PSA-03]
#   match: [{groups: [""], kinds: [Namespace]}]
#   operations: [UPDATE]
#   remediation: Keep the enforced level and version, or create a new, approved namespace with the level that the pods
#     need.
package guiderail.podsecurity.label_downgrade

import data.lib.guiderail.ctx

applies if _before

violation contains {"msg": msg, "details": {"path": ["metadata", "labels", _level]}} if {
	before := object.get(_before, _level, "privileged")
	after := object.get(_after, _level, "privileged")
	_ranks[after] < _ranks[before]
	msg := sprintf("label %s changes from %s to %s; keep the level or raise it", [_level, before, after])
}

violation contains {"msg": msg, "details": {"path": ["metadata", "labels", _version]}} if {
	before := object.get(_before, _version, "latest")
	after := object.get(_after, _version, "latest")
	_minor(after) < _minor(before)
	msg := sprintf("label %s changes from %s to %s; keep the version or raise it", [_version, before, after])
}

# Values that do not exist are podsecurity.label_values' business.
_ranks := {"privileged": 0, "baseline": 1, "restricted": 2}

_minor("latest") := 1000000

_minor(version) := to_number(trim_prefix(version, "v1.")) if regex.match(`^v1\.(0|[1-9][0-9]{0,4})$`, version)

_before := _labels(ctx.old) if {
	ctx.operation == "UPDATE"
	ctx.kind == "Namespace"
	ctx.group == ""
}

_after := _labels(ctx.resource)

_labels(namespace) := {label: text | some label, text in namespace.metadata.labels; is_string(text)}

_level := "pod-security.kubernetes.io/enforce"

_version := "pod-security.kubernetes.io/enforce-version"

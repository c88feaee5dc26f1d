# METADATA
# title: Pod Security labels must have valid levels and versions
# description: |
#   Pod Security admission accepts most mistakes in its labels silently. A misspelled name, audit level
#   or warn level has no effect, and a misspelled enforce level refuses every pod that is not restricted.
#   An old enforce-version leaves out the checks that were added later.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
# custom:
#   severity: medium
#   requirements: [PSA-02]
#   match: [{groups: [""], kinds: [Namespace]}]
#   remediation: Set the levels of enforce, audit and warn to privileged, baseline or restricted, and enforce-version,
#     audit-version and warn-version to latest or to a version that Kubernetes still supports, such as v1.36.
#   fix:
#     - {replace: {value: [{pattern: '^(1[.][0-9]+)$', with: 'v${1}'}]}}
#     - {at: [pod-security.kubernetes.io/enforce-version], set: {value: latest}}
#   parameters:
#     oldest_version: {type: string, pattern: '^v1\.(0|[1-9][0-9]*)$', description: "The oldest version of the Pod
#       Security Standards that a namespace may enforce, such as that of the oldest Kubernetes that you run."}
package guiderail.podsecurity.label_values

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity

defaults := {"oldest_version": "v1.34"}

parameters := object.union(defaults, ctx.parameters)

applies if count(_labels) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_stated(["metadata", "labels", label], title, setting, wrong) if {
	some label, setting in _labels
	title := sprintf("label %s is", [label])
	wrong := _defect(trim_prefix(label, "pod-security.kubernetes.io/"), setting)
}

_labels[label] := setting if {
	ctx.kind == "Namespace"
	ctx.group == ""
	some label, setting in ctx.resource.metadata.labels
	is_string(label)
	startswith(label, "pod-security.kubernetes.io/")
}

_defect(name, value) := "not one that Kubernetes reads; use enforce, audit or warn, or one of these with -version" if {
	not trim_suffix(name, "-version") in {"enforce", "audit", "warn"}
} else := sprintf("%s; use privileged, baseline or restricted", [json.marshal(value)]) if {
	not endswith(name, "-version")
	not value in {"privileged", "baseline", "restricted"}
} else := sprintf("%s; use latest or a version such as v1.36", [json.marshal(value)]) if {
	endswith(name, "-version")
	not podsecurity.is_version(value)
} else := sprintf("%q, which lacks later checks; use latest or %s or newer", shown) if {
	name == "enforce-version"
	value != "latest"
	podsecurity.minor(value) < podsecurity.minor(parameters.oldest_version)
	shown := [value, parameters.oldest_version]
}

# METADATA
# title: Pod Security labels must have valid levels and versions
# description: |
#   Pod Security admission accepts most mistakes in its labels silently. A misspelled audit or warn
#   level reports nothing, and a label with a misspelled name has no effect. A misspelled enforce level
#   refuses every pod that is not restricted. An old enforce-version leaves out the checks that were
#   added later; restricted at v1.0 has hardly any of them.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
# custom:
#   severity: medium
#   requirements: [PSA-02]
#   match: [{groups: [""], kinds: [Namespace]}]
#   remediation: Set the levels of enforce, audit and warn to privileged, baseline or restricted, and enforce-version,
#     audit-version and warn-version to latest or to a version that Kubernetes still supports, such as v1.36.
#   parameters:
#     oldest_version: {type: string, pattern: '^v1\.(0|[1-9][0-9]*)$', description: "The oldest version of the Pod
#       Security Standards that a namespace may enforce, for example the oldest supported version of Kubernetes or the
#       oldest one that you run."}
package guiderail.podsecurity.label_values

import data.lib.guiderail.ctx
import data.lib.guiderail.finding

defaults := {"oldest_version": "v1.34"}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_stated(["metadata", "labels", label], title, setting, wrong) if {
	ctx.kind == "Namespace"
	ctx.group == ""
	some label, setting in ctx.resource.metadata.labels
	is_string(label)
	startswith(label, "pod-security.kubernetes.io/")
	title := sprintf("label %s is", [label])
	wrong := _defect(trim_prefix(label, "pod-security.kubernetes.io/"), setting)
}

_defect(name, setting) := sprintf("%s; use privileged, baseline or restricted", [json.marshal(setting)]) if {
	name in {"enforce", "audit", "warn"}
	not setting in {"privileged", "baseline", "restricted"}
} else := sprintf("%s; use latest or a version such as v1.36", [json.marshal(setting)]) if {
	name in _versions
	not _is_version(setting)
} else := sprintf("%s, which lacks the checks that came later; use latest or %s or newer", shown) if {
	name == "enforce-version"
	_is_older(setting)
	shown := [json.marshal(setting), parameters.oldest_version]
} else := "none that Kubernetes reads; use enforce, audit or warn, each also with -version" if {
	not name in {"enforce", "audit", "warn"}
	not name in _versions
}

_is_older(version) if {
	version != "latest"
	to_number(trim_prefix(version, "v1.")) < to_number(trim_prefix(parameters.oldest_version, "v1."))
}

_is_version(version) if {
	is_string(version)
	regex.match(`^(latest|v1\.(0|[1-9][0-9]*))$`, version)
}

_versions := {"enforce-version", "audit-version", "warn-version"}

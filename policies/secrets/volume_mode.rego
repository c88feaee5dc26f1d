# METADATA
# title: Files that hold secrets must not be readable by every user
# description: |
#   By default Kubernetes gives the files of a secret volume the mode 0644, so every process in the
#   container can read them under any user. For the X-Road sidecar, one of them is the SSH key with
#   which a secondary copies the primary's whole configuration.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod
# custom:
#   severity: low
#   requirements: [SECRETS-08, XR-02]
#   match: [workload]
#   remediation: Set defaultMode, or the mode of each item, to 0400 or 0440. A process that does not run as root also
#     needs the pod's securityContext.fsGroup, or it cannot read the files.
#   fix:
#     - {set: {value: {octal: {parameter: [max_mode]}}}}
#   parameters:
#     max_mode: {type: integer, description: "The most permissive mode allowed. In JSON, 0440 is written as 288 and 0400
#       as 256."}
package guiderail.secrets.volume_mode

import data.lib.guiderail.ctx
import data.lib.guiderail.file_mode
import data.lib.guiderail.finding
import data.lib.guiderail.secret_volume

defaults := {"max_mode": 288}

parameters := object.union(defaults, ctx.parameters)

applies if count(secret_volume.sources) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# Without items every key becomes a file, and one mode counts for all of them.
_offences contains finding.of_value(source.default_mode_path, title, source.default_mode, wrong) if {
	some source in secret_volume.sources
	count(source.items) == 0
	title := sprintf("%s: defaultMode", [source.title])
	wrong := _wrong(source.default_mode, _pods[source.volume])
}

_offences contains finding.of_value(array.concat(item.path, ["mode"]), title, mode, wrong) if {
	some source in secret_volume.sources
	some item in source.items
	not file_mode.is_public(item.spec)
	mode := _first_set(object.get(item.spec, "mode", null), source.default_mode)
	title := sprintf("%s: mode of key %v", [source.title, object.get(item.spec, "key", "(none)")])
	wrong := _wrong(mode, _pods[source.volume])
}

_wrong(mode, pod) := sprintf("%s; set %s or less%s", [
	defect, file_mode.octal(parameters.max_mode), _condition(pod),
]) if {
	defect := file_mode.defect(mode, parameters.max_mode)
}

# The files belong to root. Whoever is not root reads them by the group that fsGroup gives them.
_condition(pod) := ", and fsGroup in the pod's securityContext, because its processes do not run as root" if {
	not file_mode.has_group(pod)
	file_mode.is_without_root(pod)
} else := ""

# What stands beside the volumes of each.
_pods[source.volume] := pod if {
	some source in secret_volume.sources
	pod := object.get(ctx.resource, array.slice(source.volume, 0, count(source.volume) - 2), {})
}

_first_set(null, fallback) := fallback

_first_set(mode, _) := mode if mode != null

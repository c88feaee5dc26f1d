# METADATA
# title: Files that hold secrets must not be readable by every user
# description: |
#   Kubernetes gives the files of a secret volume the mode 0644 unless it is told otherwise: every
#   process in the container, under any user, reads the private key. For the X-Road sidecar that is
#   the SSH key with which a secondary copies the whole configuration of the primary.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod
# custom:
#   severity: low
#   requirements: [SECRETS-08, XR-02]
#   match: [workload]
#   remediation: Set defaultMode, or mode for each item, to 0400 or 0440. A process that does not run as root also needs
#     the pod's securityContext.fsGroup, or it cannot read the files.
#   parameters:
#     max_mode:
#       type: integer
#       description: The most that group and others may have, as a mode; 0440 is 288 in JSON, 0400 is 256.
package guiderail.secrets.volume_mode

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.secret_volume

defaults := {"max_mode": 288}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": file.path}} if {
	some file in _files
	not _is_open(file.mode)
	msg := sprintf("%s: %s %s; set %s or less%s", [file.title, file.field, _defect(file.mode), _octal(parameters.max_mode), _condition(file.volume)])
}

unknown contains {"msg": msg, "details": {"path": file.path}} if {
	some file in _files
	_is_open(file.mode)
	msg := sprintf("%s: %s %s is still to be filled in", [file.title, file.field, file.mode])
}

# Without items every key becomes a file, and one mode counts for all of them.
_files contains file if {
	some source in secret_volume.sources
	count(source.items) == 0
	file := {"title": source.title, "volume": source.volume, "field": "defaultMode", "path": source.default_mode_path, "mode": source.default_mode}
}

_files contains file if {
	some source in secret_volume.sources
	some item in source.items
	not _is_public(item.spec)
	file := {
		"title": source.title,
		"volume": source.volume,
		"field": sprintf("mode of key %v", [object.get(item.spec, "key", "(none)")]),
		"path": array.concat(item.path, ["mode"]),
		"mode": _first_set(object.get(item.spec, "mode", null), source.default_mode),
	}
}

# The files belong to root. Whoever is not root reads them by the group that fsGroup gives them.
_condition(volume) := ", and fsGroup in the pod's securityContext, since its processes do not run as root" if {
	pod := object.get(ctx.resource, array.slice(volume, 0, count(volume) - 2), {})
	not _has_group(pod)
	_is_without_root(pod)
} else := ""

_has_group(pod) if is_number(pod.securityContext.fsGroup)

_is_without_root(pod) if _demands_another_user(pod.securityContext)

_is_without_root(pod) if {
	some container in pod.containers
	is_object(container)
	_demands_another_user(object.get(container, "securityContext", {}))
}

_demands_another_user(context) if context.runAsNonRoot == true

_demands_another_user(context) if {
	is_number(context.runAsUser)
	context.runAsUser > 0
}

# A private key stays one in a file that is named like a public key.
_is_public(item) if {
	not _is_named_private(item)
	some field in ["key", "path"]
	is_string(item[field])
	secret_volume.is_public(item[field])
}

_is_named_private(item) if {
	is_string(item.key)
	secret_volume.is_private(item.key)
}

_first_set(value, fallback) := value if {
	value != null
} else := fallback

_is_open(mode) if {
	is_string(mode)
	placeholder.is_in(mode)
}

_defect(mode) := sprintf("is not set, which means 0644 and %s", [_excess(_default_mode)]) if {
	mode == null
} else := sprintf("is %s and %s", [_octal(mode), _excess(mode)]) if {
	_is_mode(mode)
} else := sprintf("is %s, which is no number from 0 to 0777", [json.marshal(mode)]) if {
	not _is_mode(mode)
	mode != null
}

_is_mode(mode) if {
	is_number(mode)
	mode >= 0
	mode <= 511
	floor(mode) == mode
}

_excess(mode) := "lets every user of the container read it" if {
	bits.and(_surplus(mode), 4) != 0
} else := "lets its group read it" if {
	bits.and(_surplus(mode), 32) != 0
} else := sprintf("allows more than %s", [_octal(parameters.max_mode)]) if {
	_surplus(mode) != 0
}

# The owner may always read and write (0600): the mount is read-only whatever the mode says.
_surplus(mode) := bits.and(mode, bits.negate(bits.or(parameters.max_mode, 384)))

_octal(mode) := sprintf("%04o", [mode])

_default_mode := 420

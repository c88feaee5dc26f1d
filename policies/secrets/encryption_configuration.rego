# METADATA
# title: The API server must encrypt Secrets before it stores them
# description: |
#   The API server writes with the first provider of the first entry that lists a resource. With identity there,
#   or with secrets in no entry, Secrets are in etcd and in its backups as plain text, whatever else the file
#   says.
# related_resources:
#   - https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/
#   - https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/
# custom:
#   severity: high
#   requirements: [SECRETS-13]
#   match: [control_plane_files]
#   remediation: List secrets in an entry whose first provider is kms with apiVersion v2, or secretbox or aesgcm
#     with a key, and write all Secrets anew.
#   parameters:
#     require_kms: {type: boolean, description: "Whether a key management service has to encrypt, and not a key
#       that stands in the file."}
package guiderail.secrets.encryption_configuration

import data.lib.guiderail.control_plane_files
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.placeholder

defaults := {"require_kms": false}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_files) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_files := control_plane_files.of_kind("EncryptionConfiguration")

_offences contains {"path": path, "msg": msg, "is_open": false} if {
	some file in _files
	document := file.document
	not _entry(document)
	path := control_plane_files.path(file, ["resources"])
	msg := sprintf("%sresources must have an entry for secrets, which are stored as plain text", [file.title])
}

_offences contains {"path": path, "msg": msg, "is_open": wrong.is_open} if {
	some file in _files
	entry := _entry(file.document)
	some wrong in _wrongs(file.document.resources[entry])
	path := control_plane_files.path(file, array.concat(["resources", entry], wrong.steps))
	msg := sprintf("%sresources[%d].%s", [file.title, entry, wrong.msg])
}

# The first entry that lists secrets decides.
_entry(document) := min([i |
	some i, entry in document.resources
	some name in entry.resources
	name in {"secrets", "*.", "*.*"}
]) if {
	is_array(document.resources)
}

_wrongs(entry) := [{"steps": ["providers"], "msg": _nothing, "is_open": false}] if {
	not _first(entry)
} else := [{"steps": ["providers", 0], "msg": _plain_text, "is_open": false}] if {
	"identity" in object.keys(_first(entry))
} else := [{"steps": ["providers", 0], "msg": _no_provider, "is_open": false}] if {
	count(object.keys(_first(entry)) & {"kms", "aescbc", "aesgcm", "secretbox"}) != 1
} else := array.concat(_of_kms(_first(entry)), _of_keys(_first(entry)))

_nothing := "providers must begin with one that encrypts"

_plain_text := "providers[0] must not be identity, with which Secrets are stored as plain text"

_no_provider := "providers[0] must be one of kms, secretbox, aesgcm and aescbc"

_first(entry) := entry.providers[0] if is_object(entry.providers[0])

_of_kms(provider) := array.concat(
	[{"steps": ["providers", 0, "kms", "apiVersion"], "msg": msg, "is_open": false} |
		version := object.get(provider, ["kms", "apiVersion"], "v1")
		version != "v2"
		msg := "providers[0].kms.apiVersion must be v2; API servers from version 1.29 on refuse others"
	],
	[{"steps": ["providers", 0, "kms", field], "msg": msg, "is_open": false} |
		some field in ["name", "endpoint"]
		object.get(provider, ["kms", field], "") in {"", null}
		msg := sprintf("providers[0].kms.%s must be set", [field])
	],
) if {
	"kms" in object.keys(provider)
} else := []

_of_keys(provider) := [{"steps": ["providers", 0], "msg": msg, "is_open": false} |
	some name, _ in provider
	msg := sprintf("providers[0] must be kms, so that no key stands in the file, and not %s", [name])
] if {
	not "kms" in object.keys(provider)
	parameters.require_kms
} else := array.concat(
	[{"steps": ["providers", 0, name], "msg": msg, "is_open": false} |
		some name, settings in provider
		count([key | some key in settings.keys; _has_secret(key)]) == 0
		msg := sprintf("providers[0].%s.keys must have a key with a secret", [name])
	],
	[{"steps": ["providers", 0, name, "keys", i, "secret"], "msg": msg, "is_open": true} |
		some name, settings in provider
		some i, key in settings.keys
		placeholder.is_in(key.secret)
		msg := sprintf("providers[0].%s.keys[%d].secret is still to be filled in", [name, i])
	],
) if {
	not "kms" in object.keys(provider)
} else := []

_has_secret(key) if {
	is_string(key.secret)
	key.secret != ""
}

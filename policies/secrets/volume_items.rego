# METADATA
# title: Secret volumes must list their keys and give each key its own file
# description: |
#   Without items, every key of a Secret becomes a file, including keys that are added later and that
#   the container should never see. Two keys with the same path silently overwrite each other, and a
#   private key in id_rsa.pub is handed out as if it were public.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod
#   - https://kubernetes.io/docs/concepts/storage/projected-volumes/
# custom:
#   severity: low
#   requirements: [SECRETS-09]
#   match: [workload]
#   remediation: List in items the keys that the container needs, each with its own relative path that fits what the key
#     holds.
#   fix:
#     - {at: [secret, items], set: {value: {secret_items: [.., secretName]}}}
#     - {at: [secret, items], set: {value: {secret_items: [.., name]}}}
package guiderail.secrets.volume_items

import data.lib.guiderail.placeholder
import data.lib.guiderail.secret_file
import data.lib.guiderail.secret_volume

applies if count(secret_volume.sources) > 0

violation contains {"msg": msg, "details": {"path": array.concat(source.path, ["items"])}} if {
	some source in secret_volume.sources
	count(source.items) == 0
	what := sprintf("%s: items lists no keys, so every key of the Secret becomes a file", [source.title])
	msg := sprintf("%s; list the keys that are needed", [what])
}

violation contains {"msg": msg, "details": {"path": array.concat(file.item, [field])}} if {
	some file in secret_file.all
	some field in ["key", "path"]
	file[field] == ""
	msg := sprintf("%s: items[%d].%s is not set", [file.title, file.item[count(file.item) - 1], field])
}

violation contains {"msg": msg, "details": {"path": array.concat(file.item, ["path"])}} if {
	some [file, defect] in _defects
	msg := sprintf("%s: path %s of key %s %s", [file.title, file.path, _shown(file.key), defect])
}

unknown contains {"msg": msg, "details": {"path": file.item}} if {
	some file in secret_file.all
	placeholder.is_in(concat(" ", [file.key, file.path]))
	msg := sprintf("%s: path %s of key %s is still to be filled in", [file.title, file.path, _shown(file.key)])
}

_defects contains [file, "is not below the mount; use a relative path without .."] if {
	some file in secret_file.all
	file.path != ""
	_leads_astray(file)
}

_defects contains [file, "looks like a public file, but the key is private; use a name that says so"] if {
	some file in secret_file.all
	secret_volume.is_private(file.key)
	secret_volume.is_public(file.path)
}

# Of two keys with one path Kubernetes mounts the last and says nothing.
_defects contains [file, "is already used by another item; use a different path for each"] if {
	some file in secret_file.all
	some other in secret_file.claims
	other.volume == file.volume
	other.place == file.place
	other.item < file.item
}

_shown(key) := key if {
	key != ""
} else := "(none)"

_leads_astray(file) if file.place == ""

_leads_astray(file) if startswith(file.path, "/")

_leads_astray(file) if ".." in split(file.path, "/")

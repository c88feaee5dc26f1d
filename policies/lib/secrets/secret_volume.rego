# METADATA
# title: Secrets that pods mount as files
# description: |
#   Every Secret that becomes files in a pod, by a secret volume or as a source of a projected one,
#   and what the names of keys and files tell about their contents.
package lib.guiderail.secret_volume

import data.lib.guiderail.workload

# METADATA
# scope: document
# description: |
#   The Secrets mounted: `title` and `volume` (the path) of the volume, `path` (of the source), `spec`
#   (the source as written), `items` (each with its `path` and `spec`), and of the mode that counts
#   where an item has none `default_mode` (null when absent) and `default_mode_path`.
sources contains source if {
	some volume in workload.volumes
	is_object(volume.spec.secret)
	source := _source(volume, ["secret"], volume.spec.secret, ["secret"], volume.spec.secret)
}

sources contains source if {
	some volume in workload.volumes
	some i, projection in volume.spec.projected.sources
	is_object(projection.secret)
	path := ["projected", "sources", i, "secret"]
	source := _source(volume, path, projection.secret, ["projected"], volume.spec.projected)
}

# METADATA
# scope: document
# description: |
#   Whether the name of a key or file tells that a private key is in it. The word public outweighs the
#   word key, and the word private outweighs both.
is_private(name) if regex.match(`(?i)private|privkey|(^|[._-])priv([._-]|$)`, _base(name))

is_private(name) if {
	regex.match(`(?i)^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$|(^|[._-])key(\.(pem|der|p8|txt))?$`, _base(name))
	not _says_public(name)
}

# METADATA
# scope: document
# description: |
#   Whether the name of a key or file tells that everyone may read it: a public key, a certificate,
#   a bundle of authorities.
is_public(name) if {
	_says_public(name)
	not is_private(name)
}

is_public(name) if {
	regex.match(concat("|", _public_names), _base(name))
	not is_private(name)
}

_public_names := [
	`(?i)\.(crt|cer|cert|crl|csr)$`,
	`(?i)(^|[._-])(ca|cacert|cert|certificate|chain|fullchain)s?([._-][a-z0-9]+)*\.pem$`,
	`(?i)(^|[._-])ca[._-]?(bundle|certs?|certificates?|chain)([._-]|$)`,
	`(?i)^(ca|cert|certificate|known_hosts|authorized_keys)$`,
]

_says_public(name) if regex.match(`(?i)public|\.pub$`, _base(name))

_base(name) := components[count(components) - 1] if components := split(name, "/")

_source(volume, path, spec, mode_path, mode_owner) := {
	"title": volume.title,
	"volume": volume.path,
	"path": array.concat(volume.path, path),
	"spec": spec,
	"items": _items(array.concat(volume.path, path), spec),
	"default_mode": object.get(mode_owner, "defaultMode", null),
	"default_mode_path": array.concat(volume.path, array.concat(mode_path, ["defaultMode"])),
}

_items(path, spec) := [{"path": array.concat(path, ["items", i]), "spec": item} |
	some i, item in spec.items
	is_object(item)
]

# METADATA
# title: What a Secret holds in a file
# description: Whether the values of a Secret can be read by whoever has the file.
# related_resources:
#   - https://github.com/getsops/sops#encryption-protocol
package lib.guiderail.secret_payload

import data.lib.guiderail.placeholder

# METADATA
# description: |
#   The keys of data or stringData, sorted, by the way their values are there: `plain`, `to_fill_in`, `without_key`
#   (encrypted, but nothing tells with what), `copied` (from a cluster) and `packed` (as Helm keeps releases). Values
#   that are empty, public or encrypted by SOPS are left out.
by_way(secret, field) := {way: keys |
	is_object(secret[field])
	ways := {key: way | some key, written in secret[field]; way := _way(secret, field, key, written)}
	some way in ways
	keys := sort([key | some key, other in ways; other == way])
}

_way(secret, field, key, written) := way if {
	is_string(key)
	not written in [null, "", {}, []]
	text := _decoded(field, sprintf("%v", [written]))
	trim_space(text) != ""
	not _is_public(secret, key, text)
	not _is_encrypted(secret, text)
	way := _readable(secret, text)
}

_readable(secret, text) := "without_key" if {
	regex.match(_encrypted, text)
} else := "to_fill_in" if {
	placeholder.is_in(text)
} else := "packed" if {
	secret.type == "helm.sh/release.v1"
} else := "copied" if {
	# A file that was written by hand has none.
	is_string(secret.metadata.uid)
} else := "plain"

_is_encrypted(secret, text) if {
	regex.match(_encrypted, text)
	is_string(secret.sops.mac)
	startswith(secret.sops.mac, "ENC[")
	_has_key(secret.sops)
}

_encrypted := `^ENC\[AES256_GCM,data:[^,\]]*,iv:[^,\]]+,tag:[^,\]]+,type:[a-z]+\]$`

# Each key, of KMS, PGP, age or another store, has the data key encrypted with it, also within groups of keys.
_has_key(sops) if {
	some path, found
	walk(sops, [path, found])
	path[count(path) - 1] == "enc"
	is_string(found)
	found != ""
}

# What is meant for base64 and is none was never encoded: it is read as it stands.
_decoded("stringData", text) := text

_decoded("data", text) := decoded if {
	encoded := regex.replace(text, `\s+`, "")
	base64.is_valid(encoded)
	decoded := base64.decode(encoded)
} else := text

# Everyone may have certificates and public keys.
_is_public(_, _, text) if regex.match(_pem, text)

_is_public(_, _, text) if regex.match(`^\s*(ssh-[a-z0-9]+|ecdsa-[a-z0-9-]+) AAAA[A-Za-z0-9+/=]+( [^\r\n]*)?\s*$`, text)

# What the API server puts beside the token.
_is_public(secret, "namespace", _) if secret.type == "kubernetes.io/service-account-token"

_pem := concat("", [
	`^(\s*-----BEGIN (TRUSTED CERTIFICATE|CERTIFICATE|X509 CRL|(RSA )?PUBLIC KEY|PGP PUBLIC KEY BLOCK)-----`,
	`[^-]*-----END [A-Z0-9 ]+-----)+\s*$`,
])

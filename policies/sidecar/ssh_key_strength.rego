# METADATA
# title: The sidecar's SSH keys must be strong
# description: |
#   Whoever has the secondaries' SSH key can copy the primary's whole configuration, including the
#   signing keys. Without a type, ssh-keygen uses the default of its version, which on older systems is
#   an RSA key of 2048 bits. The public key shows the type and length of the pair.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_security_guide.md
#   - https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final
# custom:
#   severity: low
#   requirements: [XR-17]
#   match: [{groups: [""], kinds: [Secret]}]
#   remediation: Create a new key pair with ssh-keygen -t ed25519, or with -t rsa -b 4096, and replace both keys in the
#     Secret.
#   parameters:
#     keys: {type: array, items: {type: string}, description: "Exact names of the keys in the Secret that may hold an
#       OpenSSH public key."}
#     types: {type: array, items: {type: string}, description: "Key types that are strong enough, as OpenSSH spells
#       them."}
#     min_rsa_bits: {type: integer, description: "The minimum length of an RSA key, in bits."}
package guiderail.sidecar.ssh_key_strength

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.ssh_public_key

defaults := {
	"keys": [
		"public-key", "id_rsa.pub", "id_ed25519.pub", "id_ecdsa.pub", "id_dsa.pub", "ssh-publickey",
		"authorized_keys",
	],
	"types": ["ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ssh-rsa"],
	"min_rsa_bits": 3072,
}

parameters := object.union(defaults, ctx.parameters)

applies if {
	some text in _texts
	count(ssh_public_key.blobs(text.text)) > 0
}

applies if count(unknown) > 0

violation contains {"msg": msg, "details": {"path": text.path}} if {
	some text in _texts
	some blob in ssh_public_key.blobs(text.text)
	defect := _defect(blob)
	what := sprintf("%s %s", [concat(".", text.path), defect])
	msg := sprintf("%s; use an Ed25519 key or an RSA key of at least %v bits", [what, parameters.min_rsa_bits])
}

unknown contains {"msg": msg, "details": {"path": ["data", key]}} if {
	_is_secret
	some key in parameters.keys
	written := ctx.resource.data[key]
	is_string(written)
	placeholder.is_in(written)
	msg := sprintf("data.%s is still to be filled in", [key])
}

_is_secret if {
	ctx.kind == "Secret"
	ctx.group == ""
}

# A key in stringData replaces the same key in data.
_texts contains {"path": ["data", key], "text": _decoded(ctx.resource.data[key])} if {
	_is_secret
	some key in parameters.keys
	not is_string(object.get(ctx.resource, ["stringData", key], null))
}

_texts contains {"path": ["stringData", key], "text": ctx.resource.stringData[key]} if {
	_is_secret
	some key in parameters.keys
	is_string(ctx.resource.stringData[key])
}

# Some people encode a value that kubectl then encodes again.
_decoded(value) := base64.decode(base64.decode(value)) if {
	_is_encoded(value)
	_is_encoded(base64.decode(value))
} else := base64.decode(value) if {
	_is_encoded(value)
}

_is_encoded(value) if {
	is_string(value)
	base64.is_valid(value)
}

_defect(blob) := sprintf("is a key of type %s", [ssh_public_key.type(blob)]) if {
	not ssh_public_key.type(blob) in parameters.types
} else := sprintf("is an RSA key of %v bits", [ssh_public_key.rsa_bits(blob)]) if {
	ssh_public_key.type(blob) == "ssh-rsa"
	ssh_public_key.rsa_bits(blob) < parameters.min_rsa_bits
}

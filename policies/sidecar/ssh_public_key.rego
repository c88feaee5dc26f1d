# METADATA
# title: OpenSSH public keys
# description: |
#   The public keys in a text, with their type and length.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc4253#section-6.6
package lib.guiderail.ssh_public_key

# METADATA
# description: |
#   The keys in hexadecimal digits. Each is a sequence of fields, with the length in bytes before each field.
blobs(text) := {blob |
	some match in regex.find_all_string_submatch_n(`(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\w+|sk-[\w-]+@openssh\.com)[ \t]+(AAAA[A-Za-z0-9+/]+={0,2})`, text, -1)
	base64.is_valid(match[1])
	blob := hex.encode(base64.decode(match[1]))
}

# METADATA
# description: The type of a key, as OpenSSH spells it.
type(blob) := hex.decode(_field(blob, 0))

# METADATA
# description: |
#   The number of bits of an RSA key, whose fields are type, exponent and modulus. 0 if there is no modulus.
rsa_bits(blob) := (4 * count(modulus)) - _leading_zeros[substring(modulus, 0, 1)] if {
	exponent := 8 + count(_field(blob, 0))
	modulus := trim_left(_field(blob, (exponent + 8) + count(_field(blob, exponent))), "0")
} else := 0

_leading_zeros := {
	"1": 3, "2": 2, "3": 2, "4": 1, "5": 1, "6": 1, "7": 1,
	"8": 0, "9": 0, "a": 0, "b": 0, "c": 0, "d": 0, "e": 0, "f": 0,
}

_field(blob, at) := substring(blob, at + 8, 2 * _number(substring(blob, at, 8)))

_number(digits) := sum([value |
	some i, digit in split(digits, "")
	value := indexof("0123456789abcdef", digit) * _weights[i]
])

_weights := [268435456, 16777216, 1048576, 65536, 4096, 256, 16, 1]

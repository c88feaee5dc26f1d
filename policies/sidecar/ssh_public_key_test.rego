package lib.guiderail.ssh_public_key_test

import data.lib.guiderail.ssh_public_key

ed25519 := "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILlfumL0bsJYIb+LcfiSs2ebjfJQGtxfV4+X1RZdekO9"

test_ed25519 if {
	[blob] := [b | some b in ssh_public_key.blobs(sprintf("# a comment\n%s ann@example.org\n", [ed25519]))]
	ssh_public_key.type(blob) == "ssh-ed25519"
}

# Four bytes of length before each of the type, the exponent and the modulus.
rsa(modulus) := sprintf("000000077373682d727361%s%s%s", ["00000003010001", length(modulus), modulus])

length(modulus) := sprintf("%08x", [count(modulus) / 2])

test_rsa_bits[modulus] if {
	some modulus, bits in {"ff": 8, "80": 8, "7f": 7, "3f": 6, "10": 5, "00ff": 8, "0080": 8}
	ssh_public_key.type(rsa(modulus)) == "ssh-rsa"
	ssh_public_key.rsa_bits(rsa(modulus)) == bits
}

test_rsa_without_modulus if ssh_public_key.rsa_bits("000000077373682d727361") == 0

test_several_keys if {
	types := {ssh_public_key.type(blob) |
		some blob in ssh_public_key.blobs(sprintf("%s\nssh-rsa %s\n", [ed25519, base64.encode(hex.decode(rsa("ff")))]))
	}
	types == {"ssh-ed25519", "ssh-rsa"}
}

test_no_keys[note] if {
	some note, text in {
		"empty": "",
		"private": "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
		"another form": "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
		"type alone": "ssh-ed25519",
		"not whole": "ssh-rsa AAAAB",
	}
	ssh_public_key.blobs(text) == set()
}

# Every digit that the modulus can begin with.
test_rsa_bits_by_digit[digit] if {
	some i, digit in split("123456789abcdef", "")
	bits := [5, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8][i]
	ssh_public_key.rsa_bits(rsa(sprintf("%s0", [digit]))) == bits
}

# A length that takes each of its digits, and more after the field.
test_length_of_a_field[digits] if {
	some digits, bytes in {"00000010": 16, "00000100": 256, "00001000": 4096, "00010000": 65536}
	modulus := concat("", ["ff" | some _ in numbers.range(1, bytes + 2)])
	ssh_public_key.rsa_bits(concat("", ["000000077373682d727361", "00000003010001", digits, modulus])) == 8 * bytes
}

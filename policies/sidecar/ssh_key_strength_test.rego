package guiderail.sidecar.ssh_key_strength_test

import data.guiderail.sidecar.ssh_key_strength

ed25519 := "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILlfumL0bsJYIb+LcfiSs2ebjfJQGtxfV4+X1RZdekO9"

rsa_3072 := "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC/7kerjXFGd3vdk0/z48yM2Rww7Um8kTeZqVtYbrrOUPwCyqeit3pxbAKKFKiPYY8FJPLP/0JfeVVOIYalXBM2lY527GVXBInrsiQv3nm0uR57rQdnFWfm7tzSn7dbSE6M/FYucsMs0sCkDFF7a0subPkCIHnHSvGWHZq3Nl5ZMJUZuUHgJLSVLpB1qU69zz9FkqyxXojxaph6UhsCcQUBXTHQuNaE609ewdKJ1IHFH7WMWbKRrTmpXTsM9wC8DgKAamWcedOUdCic7VTzEfbWK5kdHxXm3ByLawuT2fR25yIVW4UznsXWY4S58o0Jtys/0zl9INFaZ/pTpZNdCXzbVI0ROLPy+1mcdCAtnIKVCyNLyTv1ZD+1s9IHucm9+OZWu4cBGlcz1pW+7uvFKriVKL8E2Y4iM57EaM7CRaiy8JxSgK6MuF1k8Xl8rtjDZkFQmjDt2V97PMHOxilJtSl+nFbxTr2IpwZXKn1HT+B4dF5TbdNyrTw2fJnh525RsX8="

rsa_2048 := "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCtAS9ExrgJE8cx8OQWhsd0/L+p5Oc105hpqFQzcwDZvQZPWcBm63qbUmfw/bxY0zhHMX9xSF4nIGE5ak1oIpvnI0LXdsQcNGJCBaBnQavRjDgJo8AUG8nMtckgpvV3Xxpos7R3MT9TcU2jlI7FaPcE0zhEkzvzvScNkKc3fh4so+vi3/ArE9NJCDNLTE5WRU4mvrubOEtEjWI7D1uIkecp4yAx3RoKI42r40tkNlb8f+UM4W8ZOe+21XeSt4b/EASImhRiND/wK4qc3pVOcD70JwmHtGUhzYfOrdqd/OrSxLvIE3zl2ra6A6/UGmp7XTF48t+MKGTLHaPWVAk2J6pl"

ecdsa := "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEYRn7w+JcGkLvFt4B7SSth0Rcl1bpzcG1pMzI6aiY5acAAA9K6q4P2f3GNgAtJto1jlpqM04Lb0ldaDz6GCIoU="

test_denied[note][field] if {
	some note, case in {
		"RSA, as older ssh-keygen makes it": {"text": rsa_2048, "how": "is an RSA key of 2048 bits"},
		"with a comment and a line break": {"text": sprintf("%s xroad@example.org\n", [rsa_2048]), "how": "is an RSA key of 2048 bits"},
		"with options before it": {"text": sprintf(`from="10.0.0.0/8" %s x`, [rsa_2048]), "how": "is an RSA key of 2048 bits"},
		"one bit too short": {"text": rsa("7", 3072), "how": "is an RSA key of 3071 bits"},
		"two": {"text": rsa("3", 3072), "how": "is an RSA key of 3070 bits"},
		"three": {"text": rsa("1", 3072), "how": "is an RSA key of 3069 bits"},
		"DSA": {"text": sprintf("ssh-dss %s", [blob(["ssh-dss"])]), "how": "is a key of type ssh-dss"},
		"ECDSA": {"text": ecdsa, "how": "is a key of type ecdsa-sha2-nistp256"},
		"another type within": {"text": sprintf("ssh-ed25519 %s", [split(ecdsa, " ")[1]]), "how": "is a key of type ecdsa-sha2-nistp256"},
		"cut off": {"text": sprintf("ssh-rsa %s", [blob(["ssh-rsa"])]), "how": "is an RSA key of 0 bits"},
	}
	some field, value in {"data": base64.encode(case.text), "stringData": case.text}
	ssh_key_strength.violation == {finding(field, "public-key", case.how)} with input as secret(field, {"public-key": value})
	ssh_key_strength.applies with input as secret(field, {"public-key": value})
}

test_denied_encoded_twice if {
	review := secret("data", {"public-key": base64.encode(base64.encode(rsa_2048))})
	ssh_key_strength.violation == {finding("data", "public-key", "is an RSA key of 2048 bits")} with input as review
}

test_denied_each_of_several if {
	keys := concat("\n", [ed25519, rsa_2048, ecdsa])
	ssh_key_strength.violation == {
		finding("stringData", "authorized_keys", "is an RSA key of 2048 bits"),
		finding("stringData", "authorized_keys", "is a key of type ecdsa-sha2-nistp256"),
	} with input as secret("stringData", {"authorized_keys": keys})
}

test_denied_what_replaces_the_other if {
	review := {"review": {"object": {
		"apiVersion": "v1", "kind": "Secret",
		"data": {"public-key": base64.encode(rsa_2048), "id_rsa.pub": base64.encode(rsa_2048)},
		"stringData": {"public-key": ed25519},
	}}}
	ssh_key_strength.violation == {finding("data", "id_rsa.pub", "is an RSA key of 2048 bits")} with input as review
}

test_allowed[note] if {
	some note, text in {
		"Ed25519": ed25519,
		"with a comment": sprintf("%s xroad@example.org", [ed25519]),
		"RSA of 3072 bits": rsa_3072,
		"and of 4096": rsa("8", 4096),
		"more by one bit": rsa("1", 3076),
	}
	ssh_key_strength.violation == set() with input as secret("stringData", {"public-key": text})
	ssh_key_strength.violation == set() with input as secret("data", {"public-key": base64.encode(text)})
	ssh_key_strength.applies with input as secret("stringData", {"public-key": text})
}

test_allowed_by_parameter if {
	review := object.union(secret("stringData", {"deploy.pub": ecdsa, "public-key": rsa_2048}), {"parameters": {
		"keys": ["deploy.pub", "public-key"],
		"types": ["ecdsa-sha2-nistp256", "ssh-rsa"],
		"min_rsa_bits": 2048,
	}})
	ssh_key_strength.violation == set() with input as review
	ssh_key_strength.applies with input as review
}

test_unknown[value] if {
	some value in ["<public key base64>", "{{PUBLIC_KEY}}"]
	ssh_key_strength.violation == set() with input as secret("data", {"public-key": value})
	ssh_key_strength.unknown == {{
		"msg": "data.public-key is still to be filled in",
		"details": {"path": ["data", "public-key"]},
	}} with input as secret("data", {"public-key": value})
	ssh_key_strength.applies with input as secret("data", {"public-key": value})
}

test_not_applicable[note] if {
	some note, review in {
		"a key of another form": secret("stringData", {"public-key": "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----"}),
		"not to be decoded": secret("data", {"public-key": "?"}),
		"no text": secret("data", {"public-key": 7}),
		"not a whole key": secret("stringData", {"public-key": "ssh-rsa AAAAB"}),
		"null": secret("data", null),
		"another name": secret("stringData", {"deploy.pub": rsa_2048}),
		"another kind": {"review": {"object": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"public-key": rsa_2048}}}},
		"another group": {"review": {"object": {"apiVersion": "example.org/v1", "kind": "Secret", "stringData": {"public-key": rsa_2048}}}},
	}
	not ssh_key_strength.applies with input as review
	ssh_key_strength.violation == set() with input as review
	ssh_key_strength.unknown == set() with input as review
}

finding(field, key, how) := {
	"msg": sprintf("%s.%s %s; use an Ed25519 key or an RSA key of at least 3072 bits", [field, key, how]),
	"details": {"path": [field, key]},
}

secret(field, entries) := {"review": {"object": {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, field: entries}}}

# A modulus of so many bits, rounded up to bytes, whose first digit is given.
rsa(digit, bits) := sprintf("ssh-rsa %s", [blob(["ssh-rsa", hex.decode("010001"), hex.decode(modulus)])]) if {
	whole := concat("", [digit, concat("", ["5" | some _ in numbers.range(2, bits / 4)])])
	modulus := concat("", [{0: "00", 1: "0"}[count(whole) % 2], whole])
}

blob(fields) := base64.encode(hex.decode(concat("", [sprintf("%08x%s", [count(digits) / 2, digits]) |
	some field in fields
	digits := hex.encode(field)
])))

test_denied_under_every_name[name] if {
	some name in ["public-key", "id_rsa.pub", "id_ed25519.pub", "id_ecdsa.pub", "id_dsa.pub", "ssh-publickey", "authorized_keys"]
	ssh_key_strength.violation == {finding("stringData", name, "is an RSA key of 2048 bits")} with input as secret("stringData", {name: rsa_2048})
}

test_allowed_of_a_hardware_token if {
	text := sprintf("sk-ssh-ed25519@openssh.com %s", [blob(["sk-ssh-ed25519@openssh.com"])])
	ssh_key_strength.violation == set() with input as secret("stringData", {"public-key": text})
	ssh_key_strength.applies with input as secret("stringData", {"public-key": text})
}

test_silent_of_another_name if {
	ssh_key_strength.violation == set() with input as secret("stringData", {"other": rsa_2048})
	ssh_key_strength.unknown == set() with input as secret("data", {"other": "{{KEY}}"})
}

test_silent_of_another_kind[kind][field] if {
	some kind, version in {"ConfigMap": "v1", "Secret": "example.org/v1"}
	some field in ["data", "stringData"]
	review := {"review": {"object": {"apiVersion": version, "kind": kind, field: {"public-key": rsa_2048, "id_rsa.pub": "{{KEY}}"}}}}
	ssh_key_strength.violation == set() with input as review
	ssh_key_strength.unknown == set() with input as review
}

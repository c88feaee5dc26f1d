package guiderail.secrets.repository_payload_test

import data.guiderail.secrets.repository_payload

plain := "%s: whoever has the file can read %s; encrypt it with SOPS, or use an ExternalSecret"

to_fill_in := "%s: still to be filled in: %s; whether that happens in the file is not known"

without_key := "%s: what decrypts %s is not known; the object has no sops section with a key and a mac"

encrypted := "ENC[AES256_GCM,data:c2VjcmV0,iv:eHh4eA==,tag:eHh4eA==,type:str]"

sops := {"sops": {"age": [{"recipient": "age1x", "enc": "-----BEGIN AGE ENCRYPTED FILE-----"}], "mac": encrypted}}

certificate := "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

test_denied[note] if {
	some note, case in {
		"encoded": {"field": "data", "values": {"password": "aHVudGVyMg=="}, "names": "password"},
		"never encoded": {"field": "data", "values": {"password": "hunter2!"}, "names": "password"},
		"text": {"field": "stringData", "values": {"password": "hunter2", "name": "shop"}, "names": "name, password"},
		"a number": {"field": "stringData", "values": {"pin": 4711}, "names": "pin"},
		"an object": {"field": "stringData", "values": {"settings": {"a": "b"}}, "names": "settings"},
		"a private key": {"field": "stringData", "values": {"tls.key": "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----", "tls.crt": certificate}, "names": "tls.key"},
		"a private key beside a certificate": {"field": "stringData", "values": {"pem": concat("", [certificate, "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----"])}, "names": "pem"},
		"what only looks encrypted": {"field": "stringData", "values": {"password": "ENC[hunter2]"}, "names": "password"},
	}
	said(secret({case.field: case.values})) == {
		"violation": {finding(case.field, case.names, plain)}, "unknown": set(), "applies": true,
	}
}

test_denied_in_both_fields if {
	said(secret({"data": {"a": "aHVudGVyMg=="}, "stringData": {"b": "hunter2"}})).violation == {
		finding("data", "a", plain), finding("stringData", "b", plain),
	}
}

test_denied_where_sops_left_a_value if {
	said(object.union(secret({"stringData": {"password": encrypted, "token": "hunter2"}}), sops)).violation == {finding("stringData", "token", plain)}
}

test_denied_with_a_token if {
	token := {"type": "kubernetes.io/service-account-token", "data": {
		"token": "ZXlKaGJHYw==", "namespace": "c2hvcA==", "ca.crt": base64.encode(certificate),
	}}
	said(secret(token)).violation == {finding("data", "token", plain)}
}

test_allowed[note] if {
	some note, changes in {
		"empty values": {"data": {"a": "", "b": null}, "stringData": {"c": "  ", "d": []}},
		"encrypted": object.union(sops, {"data": {"a": encrypted}, "stringData": {"b": encrypted, "c": ""}}),
		"keys in groups": {"stringData": {"b": encrypted}, "sops": {"mac": encrypted, "key_groups": [{"kms": [{"arn": "arn:x", "enc": "AQ=="}]}]}},
		"public": {"data": {"ca.crt": base64.encode(concat("", [certificate, certificate]))}, "stringData": {
			"key.pub": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 admin@example.org\n",
			"public.pem": "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
		}},
	}
	said(secret(changes)) == {"violation": set(), "unknown": set(), "applies": true}
}

test_allowed_by_parameter[note] if {
	some note, parameters in {
		"name": {"fixture_names": ["test-.*"]},
		"namespace": {"fixture_namespaces": ["shop"]},
		"key": {"allowed_keys": ["a"]},
	}
	object_reviewed := object.union(secret({"stringData": {"a": "b"}}), {"metadata": {"name": "test-x", "namespace": "shop"}})
	repository_payload.violation == set() with input as {"review": {"object": object_reviewed}, "parameters": parameters}
	repository_payload.unknown == set() with input as {"review": {"object": object_reviewed}, "parameters": parameters}
}

test_denied_in_spite_of_parameters[note] if {
	some note, parameters in {
		"a part of the name": {"fixture_names": ["sho", "hop", "x|sho"]},
		"another namespace": {"fixture_namespaces": ["shop-test", ""]},
		"another key": {"allowed_keys": ["A"]},
	}
	repository_payload.violation == {finding("stringData", "a", plain)} with input as {"review": {"object": secret({"stringData": {"a": "b"}})}, "parameters": parameters}
}

test_unknown[note] if {
	some note, case in {
		"placeholder": {"changes": {"stringData": {"a": "${PASSWORD}"}}, "field": "stringData", "how": to_fill_in},
		"encoded placeholder": {"changes": {"data": {"a": base64.encode("<password>")}}, "field": "data", "how": to_fill_in},
		"placeholder as it is": {"changes": {"data": {"a": "{{ .Values.password }}"}}, "field": "data", "how": to_fill_in},
		"no section": {"changes": {"data": {"a": encrypted}}, "field": "data", "how": without_key},
		"no mac": {"changes": {"data": {"a": encrypted}, "sops": object.remove(sops.sops, ["mac"])}, "field": "data", "how": without_key},
		"a mac of another type": {"changes": {"data": {"a": encrypted}, "sops": object.union(sops.sops, {"mac": 1})}, "field": "data", "how": without_key},
		"no key": {"changes": {"data": {"a": encrypted}, "sops": {"mac": encrypted, "age": []}}, "field": "data", "how": without_key},
		"empty key": {"changes": {"data": {"a": encrypted}, "sops": {"mac": encrypted, "age": [{"enc": ""}]}}, "field": "data", "how": without_key},
		"a release": {"changes": {"type": "helm.sh/release.v1", "data": {"a": "SDRzSUFB"}}, "field": "data", "how": "%s: whether the Helm release in %s holds secrets is not known"},
		"copied": {"changes": {"metadata": {"name": "shop", "uid": "0f"}, "data": {"a": "SDRzSUFB"}}, "field": "data", "how": "%s: whether the copy of %s from a cluster (metadata.uid) is kept is not known"},
	}
	said(secret(case.changes)) == {"violation": set(), "unknown": {finding(case.field, "a", case.how)}, "applies": true}
}

test_not_applicable[note] if {
	some note, review in {
		"request": {"operation": "CREATE", "object": secret({"stringData": {"a": "b"}})},
		"another kind": {"object": object.union(secret({"data": {"a": "b"}}), {"kind": "ConfigMap"})},
		"another group": {"object": object.union(secret({"data": {"a": "b"}}), {"apiVersion": "example.org/v1"})},
	}
	not repository_payload.applies with input as {"review": review}
	repository_payload.violation == set() with input as {"review": review}
	repository_payload.unknown == set() with input as {"review": review}
}

secret(changes) := object.union({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "shop"}}, changes)

finding(field, names, how) := {"msg": sprintf(how, [field, names]), "details": {"path": [field]}}

said(reviewed) := {"violation": violation, "unknown": unknown, "applies": applies} if {
	violation := repository_payload.violation with input as {"review": {"object": reviewed}}
	unknown := repository_payload.unknown with input as {"review": {"object": reviewed}}
	applies := repository_payload.applies with input as {"review": {"object": reviewed}}
}

test_applies[note] if {
	some note, object in {
		"data": {"apiVersion": "v1", "kind": "Secret", "data": {"a": "Yg=="}},
		"stringData": {"apiVersion": "v1", "kind": "Secret", "stringData": {"a": "b"}},
	}
	repository_payload.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"nothing": {"apiVersion": "v1", "kind": "Secret"},
		"no object": {"apiVersion": "v1", "kind": "Secret", "data": "hunter2"},
		"a token to come": {"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/service-account-token"},
		"null": {"apiVersion": "v1", "kind": "Secret", "data": null, "stringData": {}},
	}
	not repository_payload.applies with input as {"review": {"object": object}}
}

package lib.guiderail.secret_volume_test

import data.lib.guiderail.secret_volume

test_sources if {
	secret_volume.sources == {
		{
			"title": `volume "ssh"`,
			"volume": ["spec", "volumes", 0],
			"path": ["spec", "volumes", 0, "secret"],
			"spec": {"secretName": "keys", "defaultMode": 256, "items": [{"key": "a", "path": "b"}, "c"]},
			"items": [{"path": ["spec", "volumes", 0, "secret", "items", 0], "spec": {"key": "a", "path": "b"}}],
			"default_mode": 256,
			"default_mode_path": ["spec", "volumes", 0, "secret", "defaultMode"],
		},
		{
			"title": `volume "all"`,
			"volume": ["spec", "volumes", 1],
			"path": ["spec", "volumes", 1, "projected", "sources", 1, "secret"],
			"spec": {"name": "keys", "items": null},
			"items": [],
			"default_mode": null,
			"default_mode_path": ["spec", "volumes", 1, "projected", "defaultMode"],
		},
	} with input as {"apiVersion": "v1", "kind": "Pod", "spec": {"volumes": [
		{"name": "ssh", "secret": {"secretName": "keys", "defaultMode": 256, "items": [{"key": "a", "path": "b"}, "c"]}},
		{"name": "all", "projected": {"sources": [
			{"serviceAccountToken": {"path": "token"}},
			{"secret": {"name": "keys", "items": null}},
			{"configMap": {"name": "settings"}},
		]}},
		{"name": "none", "secret": null},
		{"name": "settings", "configMap": {"name": "settings"}},
	]}}
}

test_private[name] if {
	some name in [
		"private-key", "privateKey", "private.pem", "privkey.pem", "tls.key", "server-key.pem", "key.pem", "key",
		"id_rsa", "id_ed25519", "ssh/id_rsa", "private-public-pair", "ca.key", "ca-key.pem", "jwt_priv.pem", "Private.PUB",
	]
	secret_volume.is_private(name)
	not secret_volume.is_public(name)
}

test_public[name] if {
	some name in [
		"public-key", "publicKey", "public.key", "id_rsa.pub", "ssh/id_rsa.pub", "tls.crt", "ca.crt", "CA.CER",
		"ca.pem", "cert.pem", "fullchain.pem", "root-ca.pem", "ca-bundle.pem", "ca-certificates", "ca_bundle", "known_hosts", "ca",
	]
	secret_volume.is_public(name)
	not secret_volume.is_private(name)
}

test_neither[name] if {
	some name in ["password", "config.json", "token", "keystore.p12", "tls.pem", "crt", "cacao", "monkey", "vocal.pem", ""]
	not secret_volume.is_public(name)
	not secret_volume.is_private(name)
}

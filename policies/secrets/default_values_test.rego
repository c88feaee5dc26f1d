package guiderail.secrets.default_values_test

import data.guiderail.secrets.default_values

placeholder := "contains a placeholder; set the real value at deployment"

well_known := "contains a well-known default; set a random value"

test_denied[note] if {
	some note, case in {
		"X-Road template": {"key": "XROAD_TOKEN_PIN", "value": "<token pin>", "how": placeholder},
		"template variable": {"key": "XROAD_DB_HOST", "value": "{{XROAD_DB_HOST}}", "how": placeholder},
		"shell variable": {"key": "host", "value": "${DB_HOST}", "how": placeholder},
		"change me": {"key": "anything", "value": "Change-Me", "how": placeholder},
		"without angle brackets": {"key": "XROAD_DB_PORT", "value": "database port", "how": placeholder},
		"without angle brackets in camel case": {"key": "dbPort", "value": "database port", "how": placeholder},
		"key with spaces": {"key": "XROAD_DATABASE_NAME", "value": "xroad database name", "how": placeholder},
		"key itself": {"key": "username", "value": "username", "how": placeholder},
		"key itself in other letters": {"key": "XROAD_LOG_LEVEL", "value": " xroad_log_level\n", "how": placeholder},
		"part of a URL": {"key": "url", "value": "postgres://app:<password>@db", "how": placeholder},
		"universal": {"key": "anything", "value": "Secret", "how": well_known},
		"X-Road PIN": {"key": "XROAD_TOKEN_PIN", "value": "12345", "how": well_known},
		"X-Road PIN as a number": {"key": "XROAD_TOKEN_PIN", "value": 1234, "how": well_known},
		"X-Road administrator": {"key": "XROAD_ADMIN_USER", "value": "xrd", "how": well_known},
		"password that echoes its key": {"key": "redisCacheToken", "value": "redis-cache-token", "how": well_known},
		"password of a trial": {"key": "DB_PASSWORD", "value": "Admin123!", "how": well_known},
		"settings": {
			"key": "grafana.ini",
			"value": "[security]\nadmin_user = admin\nadmin_password = admin\nsecret_key = <secret>\n",
			"how": "sets admin_password, secret_key to a placeholder or a well-known default; set a random value",
		},
	}
	default_values.violation == {finding("stringData", case.key, case.how)} with input as secret({"stringData": {case.key: case.value}})
	default_values.violation == {finding("data", case.key, case.how)} with input as secret({"data": {case.key: base64.encode(sprintf("%v", [case.value]))}})
}

test_denied_data[note] if {
	some note, case in {
		"placeholder instead of base64": {"key": "public-key", "value": "<public key base64>", "how": placeholder},
		"text that is base64 by chance": {"key": "password", "value": "changeme", "how": placeholder},
		"text instead of base64": {"key": "password", "value": "admin", "how": well_known},
		"base64 over two lines": {"key": "password", "value": "cGFz\nc3dv\ncmQ=\n", "how": placeholder},
		"line feed within": {"key": "DB_PASSWORD", "value": "c2VjcmV0Cg==", "how": well_known},
	}
	default_values.violation == {finding("data", case.key, case.how)} with input as secret({"data": {case.key: case.value}})
}

test_denied_every_key if {
	default_values.violation == {
		finding("stringData", "PIN", well_known),
		finding("data", "host", placeholder),
	} with input as secret({"stringData": {"PIN": "0000", "mode": "x"}, "data": {"host": "PGhvc3Q+"}})
}

test_string_data_wins if {
	default_values.violation == set() with input as secret({"data": {"password": "c2VjcmV0"}, "stringData": {"password": "kJ8s-dd2.Qx"}})
	default_values.violation == {finding("stringData", "password", well_known)} with input as secret({
		"data": {"password": "a0o4cy1kZDIuUXg="},
		"stringData": {"password": "secret"},
	})
}

test_allowed[note] if {
	some note, values in {
		"random": {"password": "kJ8s-dd2.Qx"},
		"port": {"XROAD_DB_PORT": "5432"},
		"provider": {"CRYPTO_KEY_PROVIDER": "secret"},
		"type": {"type": "password", "authMode": "secret"},
		"port with a telling number": {"port": "12345"},
		"log level": {"XROAD_LOG_LEVEL": "INFO"},
		"environment": {"environment": "test"},
		"user name": {"username": "app", "DB_USER": "postgres"},
		"host that is called after its purpose": {"XROAD_DB_HOST": "sidecar-db-host"},
		"database": {"POSTGRES_DB": "todo"},
		"application property": {"url": "jdbc:postgresql://${DB_HOST}/app"},
		"template in a file": {"alertmanager.yaml": "title: '{{ .CommonLabels }}'\nreceivers: []\n"},
		"empty": {"password": ""},
		"certificate": {"tls.crt": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"},
		"key without letters": {"1": "database port"},
	}
	encoded := {key: base64.encode(value) | some key, value in values}
	default_values.violation == set() with input as secret({"stringData": values})
	default_values.violation == set() with input as secret({"data": encoded})
}

test_allowed_fields[note] if {
	some note, fields in {
		"nothing": {},
		"null": {"data": null, "stringData": null},
		"another type": {"data": ["secret"], "stringData": "secret"},
		"null value": {"data": {"password": null}, "stringData": {"token": null}},
		"switch": {"stringData": {"password": true}},
		"encrypted by SOPS": {"data": {"password": "ENC[AES256_GCM,data:c2VjcmV0,type:str]"}},
		"binary": {"data": {"password": "AHNlY3JldA=="}},
		"Helm release": {"type": "helm.sh/release.v1", "data": {"release": "c2VjcmV0"}},
	}
	default_values.violation == set() with input as secret(fields)
}

test_allowed_of_another_kind[note] if {
	some note, object in {
		"ConfigMap": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"password": "secret"}},
		"another group": {"apiVersion": "example.org/v1", "kind": "Secret", "data": {"password": "secret"}, "stringData": {"pin": "1234"}},
	}
	default_values.violation == set() with input as {"review": {"object": object}}
}

test_allowed_by_parameter if {
	default_values.violation == set() with input as object.union(
		secret({"stringData": {"PIN": "1234"}}),
		{"parameters": {"allowed_keys": ["PIN"]}},
	)
}

finding(field, key, how) := {
	"msg": sprintf("%s.%s %s", [field, key, how]),
	"details": {"path": [field, key]},
}

secret(fields) := {"review": {"object": object.union({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}}, fields)}}

test_applies[note] if {
	some note, object in {
		"data": {"apiVersion": "v1", "kind": "Secret", "data": {"a": "Yg=="}},
		"stringData": {"apiVersion": "v1", "kind": "Secret", "stringData": {"a": "b"}},
		"encrypted": {"apiVersion": "v1", "kind": "Secret", "data": {"a": "ENC[x]"}},
	}
	default_values.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"nothing": {"apiVersion": "v1", "kind": "Secret"},
		"null": {"apiVersion": "v1", "kind": "Secret", "data": null, "stringData": {}},
		"a release": {"apiVersion": "v1", "kind": "Secret", "type": "helm.sh/release.v1", "data": {"release": "Yg=="}},
	}
	not default_values.applies with input as {"review": {"object": object}}
}

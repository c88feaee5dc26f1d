package lib.guiderail.sidecar_credential_test

import data.lib.guiderail.sidecar_credential

test_pins[name] if {
	some name in ["XROAD_TOKEN_PIN", "XROAD_TOKEN_0_PIN", "XROAD_TOKEN_softToken_0_PIN"]
	sidecar_credential.is_pin(name)
}

test_no_pins[name] if {
	some name in ["XROAD_TOKEN_PINS", "XROAD_TOKENPIN", "MY_XROAD_TOKEN_PIN", "XROAD_ADMIN_PASSWORD"]
	not sidecar_credential.is_pin(name)
}

test_literals[name] if {
	some name in ["XROAD_TOKEN_PIN", "XROAD_ADMIN_USER", "XROAD_ADMIN_PASSWORD", "XROAD_ADMIN_PWD_HASH", "XROAD_DB_PWD"]
	literals({"name": name, "value": " Canary-7 "}) == [{"name": name, "value": "Canary-7", "path": ["spec", "containers", 0, "env", 0, "value"]}]
}

test_literal_numbers if {
	[literal.value | some literal in literals({"name": "XROAD_TOKEN_PIN", "value": 1234})] == ["1234"]
}

test_defaults_count_though_they_look_like_placeholders if {
	[literal.value | some literal in literals({"name": "XROAD_TOKEN_PIN", "value": "changeme"})] == ["changeme"]
}

test_no_literals[note] if {
	some note, env in {
		"another name": {"name": "XROAD_DB_HOST", "value": "Canary-7"},
		"no text for a name": {"name": 7, "value": "Canary-7"},
		"absent": {"name": "XROAD_TOKEN_PIN"},
		"null": {"name": "XROAD_TOKEN_PIN", "value": null},
		"empty": {"name": "XROAD_TOKEN_PIN", "value": " "},
		"reference": {"name": "XROAD_TOKEN_PIN", "value": "$(PIN)"},
		"placeholder": {"name": "XROAD_TOKEN_PIN", "value": "{{PIN}}"},
		"word for a value": {"name": "XROAD_TOKEN_PIN", "value": "<your pin>"},
		"from a Secret": {"name": "XROAD_TOKEN_PIN", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
	}
	literals(env) == []
}

test_secret_values[note] if {
	some note, case in {
		"encoded": {"fields": {"data": {"XROAD_TOKEN_PIN": base64.encode("Canary-7\n")}}, "path": ["data", "XROAD_TOKEN_PIN"]},
		"plain": {"fields": {"stringData": {"XROAD_DB_PWD": "Canary-7"}}, "path": ["stringData", "XROAD_DB_PWD"]},
		"plain instead of encoded": {
			"fields": {"data": {"XROAD_DB_PWD": base64.encode("other")}, "stringData": {"XROAD_DB_PWD": "Canary-7"}},
			"path": ["stringData", "XROAD_DB_PWD"],
		},
		"plain that is no text": {
			"fields": {"data": {"XROAD_DB_PWD": base64.encode("Canary-7")}, "stringData": {"XROAD_DB_PWD": null}},
			"path": ["data", "XROAD_DB_PWD"],
		},
	}
	secret_values("v1", "Secret", case.fields) == {{"name": case.path[1], "value": "Canary-7", "path": case.path}}
}

test_no_secret_values[note] if {
	some note, case in {
		"another kind": {"version": "v1", "kind": "ConfigMap", "fields": {"data": {"XROAD_TOKEN_PIN": base64.encode("Canary-7")}}},
		"another group": {"version": "example.org/v1", "kind": "Secret", "fields": {"stringData": {"XROAD_TOKEN_PIN": "Canary-7"}}},
		"another key": {"version": "v1", "kind": "Secret", "fields": {"stringData": {"pin": "Canary-7"}}},
		"not encoded": {"version": "v1", "kind": "Secret", "fields": {"data": {"XROAD_TOKEN_PIN": "?"}}},
		"empty": {"version": "v1", "kind": "Secret", "fields": {"stringData": {"XROAD_TOKEN_PIN": ""}}},
		"placeholder": {"version": "v1", "kind": "Secret", "fields": {"stringData": {"XROAD_TOKEN_PIN": "${PIN}"}}},
		"a list": {"version": "v1", "kind": "Secret", "fields": {"stringData": {"XROAD_TOKEN_PIN": ["Canary-7"]}}},
		"null": {"version": "v1", "kind": "Secret", "fields": {"data": null}},
	}
	secret_values(case.version, case.kind, case.fields) == set()
}

literals(env) := sidecar_credential.literals({"path": ["spec", "containers", 0], "spec": {"env": [env]}})

secret_values(version, kind, fields) := found if {
	found := sidecar_credential.secret_values with input as object.union({"apiVersion": version, "kind": kind}, fields)
}

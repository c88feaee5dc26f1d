package guiderail.sidecar.weak_credentials_test

import data.guiderail.sidecar.weak_credentials

strong := "kJ8s-dd2.Qx-71"

everybody := "is a well-known default; use a random value"

digits := "contains only digits; add letters and symbols"

test_denied_variable[note] if {
	some note, case in {
		"PIN of the examples": {"name": "XROAD_TOKEN_PIN", "value": "12345", "how": everybody},
		"no text": {"name": "XROAD_TOKEN_PIN", "value": 12345, "how": everybody},
		"user of the examples": {"name": "XROAD_ADMIN_USER", "value": "xrd", "how": everybody},
		"password of the examples": {"name": "XROAD_ADMIN_PASSWORD", "value": "secret", "how": everybody},
		"password of the pipelines": {"name": "XROAD_DB_PWD", "value": "secret1234", "how": everybody},
		"a default that tells to change it": {"name": "XROAD_DB_PWD", "value": "changeme", "how": everybody},
		"digits": {"name": "XROAD_TOKEN_PIN", "value": "830174659201", "how": digits},
		"digits of another token": {"name": "XROAD_TOKEN_0_PIN", "value": "8301746592 ", "how": digits},
		"short": {"name": "XROAD_TOKEN_PIN", "value": "kJ8s-dd2.", "how": "has fewer than 10 characters"},
	}
	review := pod([{"name": case.name, "value": case.value}])
	weak_credentials.violation == {variable(0, case.name, case.how)} with input as review
	weak_credentials.applies with input as review
}

test_allowed_variable[note] if {
	some note, env in {
		"strong PIN": {"name": "XROAD_TOKEN_PIN", "value": strong},
		"placeholder": {"name": "XROAD_TOKEN_PIN", "value": "<token pin>"},
		"template": {"name": "XROAD_DB_PWD", "value": "{{XROAD_DB_PWD}}"},
		"instruction": {"name": "XROAD_TOKEN_PIN", "value": "your-pin"},
		"from a Secret": {"name": "XROAD_TOKEN_PIN", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
		"another variable's value": {"name": "XROAD_TOKEN_PIN", "value": "$(PIN)"},
		"empty": {"name": "XROAD_TOKEN_PIN", "value": ""},
		"null": {"name": "XROAD_TOKEN_PIN", "value": null},
		"absent": {"name": "XROAD_TOKEN_PIN"},
		"short password that is no default": {"name": "XROAD_DB_PWD", "value": "kJ8s"},
		"no credential": {"name": "XROAD_DB_HOST", "value": "localhost"},
		"no name": {"value": "12345"},
		"name that is not text": {"name": 7, "value": "12345"},
	}
	weak_credentials.violation == set() with input as pod([env])
}

test_denied_pin_that_is_the_password if {
	env := [{"name": "XROAD_TOKEN_PIN", "value": strong}, {"name": "XROAD_ADMIN_PASSWORD", "value": strong}]
	weak_credentials.violation == {variable(0, "XROAD_TOKEN_PIN", "is also the administrator's password; use another value")} with input as pod(env)
}

test_denied_in_every_list[list] if {
	some list, label in {"initContainers": "init container", "ephemeralContainers": "ephemeral container"}
	container := {"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1", "env": [{"name": "XROAD_DB_PWD", "value": "secret"}]}
	review := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {list: [container]}}}}
	weak_credentials.violation == {{
		"msg": sprintf(`%s "server": env XROAD_DB_PWD is a well-known default; use a random value`, [label]),
		"details": {"path": ["spec", list, 0, "env", 0, "value"]},
	}} with input as review
}

test_denied_in_a_secret[note][field] if {
	some note, case in {
		"digits": {"pin": "830174659201", "how": digits},
		"digits and a line's end": {"pin": "830174659201\n", "how": digits},
		"short": {"pin": "kJ8s-dd2.", "how": "has fewer than 10 characters"},
	}
	some field, value in {"stringData": case.pin, "data": base64.encode(case.pin)}
	review := secret({field: {"XROAD_TOKEN_PIN": value, "XROAD_ADMIN_PASSWORD": "kJ8s"}})
	weak_credentials.violation == {entry([field, "XROAD_TOKEN_PIN"], case.how)} with input as review
	weak_credentials.applies with input as review
}

test_denied_number_in_a_secret if {
	weak_credentials.violation == {entry(["stringData", "XROAD_TOKEN_PIN"], digits)} with input as secret({"stringData": {"XROAD_TOKEN_PIN": 8301746592}})
}

test_denied_pin_that_is_the_password_in_a_secret if {
	review := secret({"stringData": {"XROAD_TOKEN_0_PIN": strong}, "data": {"XROAD_ADMIN_PASSWORD": base64.encode(strong)}})
	weak_credentials.violation == {{
		"msg": "XROAD_TOKEN_0_PIN is also the administrator's password; use another value",
		"details": {"path": ["stringData", "XROAD_TOKEN_0_PIN"]},
	}} with input as review
}

test_allowed_secret[note] if {
	some note, fields in {
		"strong PIN": {"stringData": {"XROAD_TOKEN_PIN": strong}},
		"a default, of which another control speaks": {"stringData": {"XROAD_TOKEN_PIN": "12345", "XROAD_ADMIN_PASSWORD": "12345"}},
		"placeholder": {"stringData": {"XROAD_TOKEN_PIN": "<token pin>"}},
		"placeholder in base64": {"data": {"XROAD_TOKEN_PIN": base64.encode("{{PIN}}")}},
		"replaced": {"stringData": {"XROAD_TOKEN_PIN": strong}, "data": {"XROAD_TOKEN_PIN": base64.encode("830174659201")}},
		"not base64": {"data": {"XROAD_TOKEN_PIN": "<pin>"}},
		"null": {"data": {"XROAD_TOKEN_PIN": null}, "stringData": {"XROAD_TOKEN_PIN": null}},
		"empty": {"stringData": {"XROAD_TOKEN_PIN": ""}},
		"no data": {},
		"null data": {"data": null},
		"a list": {"data": ["XROAD_TOKEN_PIN"]},
		"another key": {"stringData": {"PIN_LENGTH": "4"}},
	}
	weak_credentials.violation == set() with input as secret(fields)
}

test_not_applicable[note] if {
	some note, object in {
		"another Secret": {"apiVersion": "v1", "kind": "Secret", "stringData": {"password": "123", "XROAD_ADMIN_PASSWORD": "123"}},
		"a Secret of another group": {"apiVersion": "example.org/v1", "kind": "Secret", "stringData": {"XROAD_TOKEN_PIN": "830174659201"}},
		"another pod": {
			"apiVersion": "v1", "kind": "Pod",
			"spec": {"containers": [{"name": "app", "image": "nginx:1.29", "env": [{"name": "XROAD_TOKEN_PIN", "value": "12345"}]}]},
		},
	}
	weak_credentials.violation == set() with input as {"review": {"object": object}}
	not weak_credentials.applies with input as {"review": {"object": object}}
}

test_parameter if {
	review := object.union(secret({"stringData": {"XROAD_TOKEN_PIN": strong}}), {"parameters": {"min_pin_length": 20}})
	weak_credentials.violation == {entry(["stringData", "XROAD_TOKEN_PIN"], "has fewer than 20 characters")} with input as review
}

variable(i, name, how) := {
	"msg": sprintf(`container "server": env %s %s`, [name, how]),
	"details": {"path": ["spec", "containers", 0, "env", i, "value"]},
}

entry(path, how) := {"msg": sprintf("%s %s", [path[1], how]), "details": {"path": path}}

pod(env) := {"review": {"object": {
	"apiVersion": "v1", "kind": "Pod",
	"spec": {"containers": [{"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1", "env": env}]},
}}}

secret(fields) := {"review": {"object": object.union({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}}, fields)}}

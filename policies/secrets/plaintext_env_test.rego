package guiderail.secrets.plaintext_env_test

import data.guiderail.secrets.plaintext_env

plain_text := "contains a sensitive value in plain text"

looks_secret(what) := sprintf("contains what looks like a secret in plain text (%s)", [what])

test_denied[note] if {
	some note, case in {
		"X-Road token PIN": {
			"env": [{"name": "XROAD_TOKEN_PIN", "value": "12345"}],
			"want": {finding(0, "XROAD_TOKEN_PIN", plain_text)},
		},
		"X-Road PIN of a further token": {
			"env": [{"name": "XROAD_TOKEN_0_PIN", "value": "x"}],
			"want": {finding(0, "XROAD_TOKEN_0_PIN", plain_text)},
		},
		"X-Road administrator's name": {
			"env": [{"name": "XROAD_ADMIN_USER", "value": "xrd"}],
			"want": {finding(0, "XROAD_ADMIN_USER", plain_text)},
		},
		"X-Road password hash": {
			"env": [{"name": "XROAD_ADMIN_PWD_HASH", "value": "$6$x"}],
			"want": {finding(0, "XROAD_ADMIN_PWD_HASH", plain_text)},
		},
		"a value that begins like a path": {
			"env": [{"name": "DB_PASSWORD", "value": "/hunter2"}],
			"want": {finding(0, "DB_PASSWORD", plain_text)},
		},
		"a placeholder that will be filled in": {
			"env": [{"name": "XROAD_DB_PWD", "value": "{{XROAD_DB_PWD}}"}],
			"want": {finding(0, "XROAD_DB_PWD", plain_text)},
		},
		"a number where text is wanted": {
			"env": [{"name": "TOKEN_PIN", "value": 12345}],
			"want": {finding(0, "TOKEN_PIN", plain_text)},
		},
		"camel case": {
			"env": [{"name": "clientSecret", "value": "x"}],
			"want": {finding(0, "clientSecret", plain_text)},
		},
		"one word": {
			"env": [{"name": "PGPASSWORD", "value": "x"}],
			"want": {finding(0, "PGPASSWORD", plain_text)},
		},
		"password in a URL under an innocent name": {
			"env": [{"name": "DATABASE_URL", "value": "postgres://app:hunter2@db/x"}],
			"want": {finding(0, "DATABASE_URL", looks_secret("a password in a URL"))},
		},
		"private key under an innocent name": {
			"env": [{"name": "PEM", "value": "-----BEGIN OPENSSH PRIVATE KEY-----\nx"}],
			"want": {finding(0, "PEM", looks_secret("a private key"))},
		},
		"several in one text": {
			"env": [{"name": "OPTS", "value": "-Ddb.password=hunter2 --token=9f8e7d"}],
			"want": {finding(0, "OPTS", looks_secret("--token, -Ddb.password"))},
		},
		"variable with an innocent name in a text": {
			"env": [{"name": "A", "value": "hunter2"}, {"name": "URL", "value": "amqp://app:$(A)@queue"}],
			"want": {finding(1, "URL", looks_secret("a password in a URL"))},
		},
		"variable that does not exist": {
			"env": [{"name": "DB_PASSWORD", "value": "$(OTHER)"}],
			"want": {finding(0, "DB_PASSWORD", plain_text)},
		},
		"variable that comes later": {
			"env": [{"name": "DB_PASSWORD", "value": "$(LATER)"}, {"name": "LATER", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}],
			"want": {finding(0, "DB_PASSWORD", plain_text)},
		},
		"text beside a variable": {
			"env": [{"name": "FIRST", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}, {"name": "DB_PASSWORD", "value": "hunter2$(FIRST)"}],
			"want": {finding(1, "DB_PASSWORD", plain_text)},
		},
		"text that begins with a dollar": {
			"env": [{"name": "DB_PASSWORD", "value": "$ecret"}],
			"want": {finding(0, "DB_PASSWORD", plain_text)},
		},
		"every one of several, duplicates too": {
			"env": [{"name": "MODE", "value": "x"}, {"name": "DB_PWD", "value": "a"}, {"name": "DB_PWD", "value": "b"}],
			"want": {finding(1, "DB_PWD", plain_text), finding(2, "DB_PWD", plain_text)},
		},
	}
	plaintext_env.violation == case.want with input as pod({"containers": [{"name": "app", "env": case.env}]})
}

test_denied_value_of_another_variable if {
	env := [{"name": "INNOCENT", "value": "hunter2"}, {"name": "DB_PASSWORD", "value": "$(INNOCENT)"}]
	plaintext_env.violation == {finding(1, "DB_PASSWORD", "uses the plain-text value of env INNOCENT")} with input as pod({"containers": [{"name": "app", "env": env}]})
}

test_denied_values_of_several_variables if {
	env := [{"name": "B", "value": "hunter2"}, {"name": "A", "value": "hunter"}, {"name": "DB_PASSWORD", "value": "$(B)$(A)"}]
	plaintext_env.violation == {finding(2, "DB_PASSWORD", "uses the plain-text value of env A, B")} with input as pod({"containers": [{"name": "app", "env": env}]})
}

# The kubelet puts in the value of the last variable of a name.
test_variables_of_one_name if {
	plain := {"name": "INNOCENT", "value": "hunter2"}
	reference := {"name": "INNOCENT", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}
	password := {"name": "DB_PASSWORD", "value": "$(INNOCENT)"}
	plaintext_env.violation == {finding(2, "DB_PASSWORD", "uses the plain-text value of env INNOCENT")} with input as pod({"containers": [{"name": "app", "env": [reference, plain, password]}]})
	plaintext_env.violation == set() with input as pod({"containers": [{"name": "app", "env": [plain, reference, password]}]})
	url := {"name": "DATABASE", "value": "postgres://app:$(INNOCENT)@db/x"}
	plaintext_env.violation == {finding(2, "DATABASE", looks_secret("a password in a URL"))} with input as pod({"containers": [{"name": "app", "env": [{"name": "INNOCENT", "value": "${X}"}, plain, url]}]})
}

test_denied_from_config_map if {
	env := [{"name": "DB_PASSWORD", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}}]
	plaintext_env.violation == {{
		"msg": `container "app": env DB_PASSWORD gets a sensitive value from a ConfigMap; set valueFrom.secretKeyRef`,
		"details": {"path": ["spec", "containers", 0, "env", 0, "valueFrom", "configMapKeyRef"]},
	}} with input as pod({"containers": [{"name": "app", "env": env}]})
}

test_denied_in_every_list[list] if {
	some list, label in {"initContainers": "init container", "ephemeralContainers": "ephemeral container"}
	plaintext_env.violation == {{
		"msg": sprintf(`%s "x": env API_KEY contains a sensitive value in plain text; set valueFrom.secretKeyRef`, [label]),
		"details": {"path": ["spec", list, 0, "env", 0, "value"]},
	}} with input as pod({list: [{"name": "x", "env": [{"name": "API_KEY", "value": "k"}]}]})
}

test_allowed[note] if {
	some note, env in {
		"reference to a Secret": {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
		"no value": {"name": "DB_PASSWORD"},
		"null": {"name": "DB_PASSWORD", "value": null},
		"empty": {"name": "DB_PASSWORD", "value": ""},
		"variable of a Service": {"name": "DB_SECRET", "value": "$(DB_SERVICE_HOST)"},
		"reference to a store": {"name": "DB_PASSWORD", "value": "vault:secret/data/shop#password"},
		"file": {"name": "DB_PASSWORD_FILE", "value": "/run/secrets/db"},
		"length": {"name": "PASSWORD_MIN_LENGTH", "value": "12"},
		"switch": {"name": "MOUNT_TOKEN", "value": "false"},
		"working directory": {"name": "PWD", "value": "/app"},
		"X-Road host": {"name": "XROAD_DB_HOST", "value": "db.example.org"},
		"URL without password": {"name": "DATABASE_URL", "value": "postgres://db:5432/x"},
		"URL with a variable for the password": {"name": "DATABASE_URL", "value": "postgres://app:$(DB_PASSWORD)@db/x"},
		"word that only ends alike": {"name": "COMPASS", "value": "north"},
		"no name": {"value": "x"},
	}
	plaintext_env.violation == set() with input as pod({"containers": [{"name": "app", "env": [env]}]})
}

test_allowed_by_parameter if {
	plaintext_env.violation == set() with input as object.union(
		pod({"containers": [{"name": "app", "env": [{"name": "FEATURE_TOKEN", "value": "blue"}]}]}),
		{"parameters": {"allowed_names": ["FEATURE_TOKEN"]}},
	)
}

test_allowed_values_of_variables[note] if {
	reference := {"valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}
	some note, container in {
		"before": {"env": [object.union({"name": "A"}, reference), {"name": "DB_PASSWORD", "value": "$(A)"}]},
		"two of them": {"env": [object.union({"name": "A"}, reference), object.union({"name": "B"}, reference), {"name": "DB_PASSWORD", "value": "$(A)-$(B)"}]},
		"of a Secret": {"envFrom": [{"secretRef": {"name": "s"}}], "env": [{"name": "DB_PASSWORD", "value": "$(OTHER)"}]},
	}
	plaintext_env.violation == set() with input as pod({"containers": [object.union({"name": "app"}, container)]})
	plaintext_env.unknown == set() with input as pod({"containers": [object.union({"name": "app"}, container)]})
}

test_unknown_variable_of_a_config_map if {
	container := {"name": "app", "envFrom": [{"configMapRef": {"name": "c"}}], "env": [{"name": "DB_PASSWORD", "value": "$(OTHER)"}]}
	plaintext_env.violation == set() with input as pod({"containers": [container]})
	plaintext_env.unknown == {{
		"msg": `container "app": whether env DB_PASSWORD gets its value from a ConfigMap in envFrom is not known`,
		"details": {"path": ["spec", "containers", 0, "env", 0, "value"]},
	}} with input as pod({"containers": [container]})
}

test_unknown_placeholder if {
	env := [{"name": "DB_PASSWORD", "value": "${DB_PASSWORD}"}, {"name": "API_TOKEN", "value": "${ssm:/shop/token}"}, {"name": "MODE", "value": "${MODE}"}]
	plaintext_env.violation == set() with input as pod({"containers": [{"name": "app", "env": env}]})
	plaintext_env.unknown == {{
		"msg": `container "app": the value of env DB_PASSWORD is still to be filled in`,
		"details": {"path": ["spec", "containers", 0, "env", 0, "value"]},
	}} with input as pod({"containers": [{"name": "app", "env": env}]})
}

finding(i, name, how) := {
	"msg": sprintf(`container "app": env %s %s; set valueFrom.secretKeyRef`, [name, how]),
	"details": {"path": ["spec", "containers", 0, "env", i, "value"]},
}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

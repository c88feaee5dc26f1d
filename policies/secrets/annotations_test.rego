package guiderail.secrets.annotations_test

import data.guiderail.secrets.annotations

test_denied[note] if {
	some note, case in {
		"name": {"key": "example.org/db-password", "value": "hunter2", "what": "example.org/db-password"},
		"token": {"key": "token", "value": "9f8e7d", "what": "token"},
		"URL": {"key": "example.org/database", "value": "postgres://app:hunter2@db/x", "what": "a password in a URL"},
		"secret that is no name of one": {"key": "example.org/auth-secret", "value": "Hunter2!", "what": "example.org/auth-secret"},
		"JSON": {"key": "example.org/config", "value": `{"password":"hunter2"}`, "what": "password"},
		"copy of what was": {
			"key": "kubectl.kubernetes.io/last-applied-configuration",
			"value": `{"spec":{"containers":[{"env":[{"name":"DB_PASSWORD","value":"hunter2"}]}]}}`,
			"what": "DB_PASSWORD",
		},
		"copy of a URL that was": {
			"key": "kubectl.kubernetes.io/last-applied-configuration",
			"value": `{"data":{"url":"postgres://app:hunter2@db/x"}}`,
			"what": "a password in a URL",
		},
	}
	annotations.violation == {finding(case.key, case.what, ["metadata", "annotations"])} with input as annotated({case.key: case.value})
}

test_denied_in_templates[note] if {
	some note, root in [
		["template", "metadata", "annotations"],
		["spec", "template", "metadata", "annotations"],
		["spec", "jobTemplate", "metadata", "annotations"],
		["spec", "jobTemplate", "spec", "template", "metadata", "annotations"],
	]
	object := json.patch({"apiVersion": "example.org/v1", "kind": "X"}, array.concat(
		[{"op": "add", "path": array.slice(root, 0, i + 1), "value": {}} | some i, _ in root],
		[{"op": "add", "path": array.concat(root, ["api-key"]), "value": "9f8e7d"}],
	))
	annotations.violation == {finding("api-key", "api-key", root)} with input as {"review": {"object": object}}
	annotations.applies with input as {"review": {"object": object}}
}

test_allowed[note] if {
	some note, fields in {
		"nothing": {},
		"null": null,
		"list": ["password=x"],
		"number": {"password": 1},
		"name of a Secret": {"nginx.ingress.kubernetes.io/auth-secret": "users"},
		"names of Secrets": {"example.org/credentials": "shop/users,admins"},
		"Vault": {"vault.hashicorp.com/agent-inject-secret-db": "database/creds/app"},
		"checksum": {"checksum/db-password": "9f86d081884c7d659a2feaa0c55ad015"},
		"time": {"eks.amazonaws.com/token-expiration": "86400"},
		"template": {"example.org/password": "{{ .password }}"},
		"empty": {"example.org/token": ""},
	}
	annotations.violation == set() with input as annotated(fields)
}

test_allowed_copy_of_what_is if {
	copy := `{"spec":{"containers":[{"env":[{"name":"DB_PASSWORD","value":"hunter2"}]}]}}`
	annotations.violation == set() with input as {"review": {"object": {
		"apiVersion": "v1", "kind": "Pod",
		"metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": copy}},
		"spec": {"containers": [{"env": [{"name": "DB_PASSWORD", "value": "hunter3"}]}]},
	}}}
}

test_allowed_copy_of_a_secret if {
	annotations.violation == set() with input as {"review": {"object": {
		"apiVersion": "v1", "kind": "Secret",
		"metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": `{"stringData":{"password":"hunter2"}}`}},
	}}}
}

test_denied_copy_of_a_secret_of_another_group if {
	key := "kubectl.kubernetes.io/last-applied-configuration"
	annotations.violation == {finding(key, "password", ["metadata", "annotations"])} with input as {"review": {"object": {
		"apiVersion": "example.org/v1", "kind": "Secret",
		"metadata": {"annotations": {key: `{"stringData":{"password":"hunter2"}}`}},
	}}}
}

test_allowed_by_parameter if {
	asked := object.union(annotated({"example.org/token": "blue"}), {"parameters": {"allowed_names": ["example.org/token"]}})
	annotations.violation == set() with input as asked
}

test_applies[note] if {
	some note, object in {
		"object": {"metadata": {"annotations": {"a": "b"}}},
		"template": {"metadata": {"name": "x"}, "spec": {"template": {"metadata": {"annotations": {"a": "b"}}}}},
	}
	annotations.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"nothing": {"kind": "Service"},
		"no annotations": {"kind": "Service", "metadata": {"name": "x"}},
		"none": {"kind": "Service", "metadata": {"annotations": {}}},
		"null": {"kind": "Service", "metadata": {"annotations": null}},
		"another type": {"kind": "Service", "metadata": {"annotations": "x"}},
	}
	not annotations.applies with input as {"review": {"object": object}}
}

annotated(fields) := {"review": {"object": {"apiVersion": "v1", "kind": "Service", "metadata": {"annotations": fields}}}}

finding(key, names, root) := {
	"msg": sprintf("annotation %s contains a secret in plain text (%s); move it to a Secret", [key, names]),
	"details": {"path": array.concat(root, [key])},
}

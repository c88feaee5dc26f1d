package guiderail.secrets.secret_reference_test

import data.guiderail.secrets.secret_reference

test_denied_source[note] if {
	some note, case in {
		"name indented wrongly": {
			"source": {"secretRef": null, "name": "s"},
			"want": finding("envFrom[0] has name next to its reference; indent it under secretRef", ["envFrom", 0, "name"]),
		},
		"name indented wrongly below an empty reference": {
			"source": {"secretRef": {}, "name": "s"},
			"want": finding("envFrom[0] has name next to its reference; indent it under secretRef", ["envFrom", 0, "name"]),
		},
		"name alone": {
			"source": {"name": "s"},
			"want": finding("envFrom[0] has name next to its reference; indent it under secretRef", ["envFrom", 0, "name"]),
		},
		"both": {
			"source": {"secretRef": {"name": "s"}, "configMapRef": {"name": "c"}},
			"want": finding("envFrom[0] has both secretRef and configMapRef; use a separate item for each", ["envFrom", 0]),
		},
		"neither": {
			"source": {"prefix": "X_"},
			"want": finding("envFrom[0] has neither secretRef nor configMapRef; set secretRef.name", ["envFrom", 0]),
		},
		"null reference": {
			"source": {"secretRef": null},
			"want": finding("envFrom[0] has neither secretRef nor configMapRef; set secretRef.name", ["envFrom", 0]),
		},
		"reference that is a text": {
			"source": {"secretRef": "s"},
			"want": finding("envFrom[0] has neither secretRef nor configMapRef; set secretRef.name", ["envFrom", 0]),
		},
		"null": {"source": null, "want": finding("envFrom[0] is empty; set secretRef.name", ["envFrom", 0])},
		"text": {"source": "s", "want": finding("envFrom[0] is empty; set secretRef.name", ["envFrom", 0])},
		"name absent": {
			"source": {"secretRef": {}},
			"want": finding("envFrom[0] has a secretRef without a name; set secretRef.name", ["envFrom", 0, "secretRef", "name"]),
		},
		"name null": {
			"source": {"secretRef": {"name": null}},
			"want": finding("envFrom[0] has a secretRef without a name; set secretRef.name", ["envFrom", 0, "secretRef", "name"]),
		},
		"name blank": {
			"source": {"secretRef": {"name": " "}},
			"want": finding("envFrom[0] has a secretRef without a name; set secretRef.name", ["envFrom", 0, "secretRef", "name"]),
		},
	}
	secret_reference.violation == {case.want} with input as pod({"containers": [{"name": "app", "envFrom": [case.source]}]})
}

test_denied_variable[note] if {
	some note, case in {
		"valueFrom null": {
			"env": {"valueFrom": null},
			"want": {finding("env DB_PWD has no source in valueFrom; set valueFrom.secretKeyRef", ["env", 0, "valueFrom"])},
		},
		"valueFrom empty": {
			"env": {"valueFrom": {}},
			"want": {finding("env DB_PWD has no source in valueFrom; set valueFrom.secretKeyRef", ["env", 0, "valueFrom"])},
		},
		"reference indented wrongly": {
			"env": {"valueFrom": {"secretKeyRef": null, "name": "s", "key": "k"}},
			"want": {finding("env DB_PWD has no source in valueFrom; set valueFrom.secretKeyRef", ["env", 0, "valueFrom"])},
		},
		"secretKeyRef beside valueFrom": {
			"env": {"valueFrom": null, "secretKeyRef": {"name": "s", "key": "k"}},
			"want": {finding("env DB_PWD has secretKeyRef next to valueFrom; indent it under valueFrom", ["env", 0, "secretKeyRef"])},
		},
		"several sources": {
			"env": {"valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}, "configMapKeyRef": {"name": "c", "key": "k"}}},
			"want": {finding("env DB_PWD has several sources in valueFrom; keep one", ["env", 0, "valueFrom"])},
		},
		"value and valueFrom": {
			"env": {"value": "x", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
			"want": {finding("env DB_PWD has both value and valueFrom; keep valueFrom", ["env", 0, "value"])},
		},
		"name and key absent": {
			"env": {"valueFrom": {"secretKeyRef": {}}},
			"want": {
				finding("env DB_PWD has a secretKeyRef without a name; set secretKeyRef.name", ["env", 0, "valueFrom", "secretKeyRef", "name"]),
				finding("env DB_PWD has a secretKeyRef without a key; set secretKeyRef.key", ["env", 0, "valueFrom", "secretKeyRef", "key"]),
			},
		},
		"key null": {
			"env": {"valueFrom": {"secretKeyRef": {"name": "s", "key": null}}},
			"want": {finding("env DB_PWD has a secretKeyRef without a key; set secretKeyRef.key", ["env", 0, "valueFrom", "secretKeyRef", "key"])},
		},
		"key empty": {
			"env": {"valueFrom": {"secretKeyRef": {"name": "s", "key": ""}}},
			"want": {finding("env DB_PWD has a secretKeyRef without a key; set secretKeyRef.key", ["env", 0, "valueFrom", "secretKeyRef", "key"])},
		},
		"optional": {
			"env": {"valueFrom": {"secretKeyRef": {"name": "s", "key": "k", "optional": true}}},
			"want": {finding(
				"env DB_PWD is silently left unset when the Secret or its key is missing; remove optional",
				["env", 0, "valueFrom", "secretKeyRef", "optional"],
			)},
		},
	}
	env := object.union({"name": "DB_PWD"}, case.env)
	secret_reference.violation == case.want with input as pod({"containers": [{"name": "app", "env": [env]}]})
}

test_denied_variable_without_a_name if {
	spec := {"containers": [{"name": "app", "env": [{"valueFrom": {}}]}]}
	secret_reference.violation == {finding("env #0 has no source in valueFrom; set valueFrom.secretKeyRef", ["env", 0, "valueFrom"])} with input as pod(spec)
}

test_denied_in_every_list[list] if {
	some list, label in {"initContainers": "init container", "ephemeralContainers": "ephemeral container"}
	secret_reference.violation == {{
		"msg": sprintf(`%s "x": envFrom[1] has a secretRef without a name; set secretRef.name`, [label]),
		"details": {"path": ["spec", list, 0, "envFrom", 1, "secretRef", "name"]},
	}} with input as pod({list: [{"name": "x", "envFrom": [{"secretRef": {"name": "s"}}, {"secretRef": {}}]}]})
}

test_allowed[note] if {
	some note, container in {
		"neither list": {},
		"null lists": {"env": null, "envFrom": null},
		"lists of another type": {"env": "x", "envFrom": "x"},
		"Secret": {"envFrom": [{"secretRef": {"name": "s"}, "prefix": "X_"}]},
		"optional Secret with further variables": {"envFrom": [{"secretRef": {"name": "s", "optional": true}}]},
		"stray name beside a whole reference, which is a matter of form": {"envFrom": [{"secretRef": {"name": "s"}, "name": "x"}]},
		"ConfigMap": {"envFrom": [{"configMapRef": {"name": "c"}}]},
		"key of a Secret": {"env": [{"name": "PIN", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]},
		"required said in so many words": {"env": [{"name": "PIN", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k", "optional": false}}}]},
		"optional and not sensitive": {"env": [{"name": "LOG_LEVEL", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k", "optional": true}}}]},
		"optional without a name": {"env": [{"valueFrom": {"secretKeyRef": {"name": "s", "key": "k", "optional": true}}}]},
		"empty value as admission shows it": {"env": [{"name": "PIN", "value": "", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]},
		"field": {"env": [{"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}]},
		"value": {"env": [{"name": "MODE", "value": "x"}]},
		"neither value nor valueFrom": {"env": [{"name": "MODE"}]},
		"null variable": {"env": [null]},
	}
	secret_reference.violation == set() with input as pod({"containers": [object.union({"name": "app"}, container)]})
}

test_allowed_by_parameter if {
	env := [{"name": "REDIS_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k", "optional": true}}}]
	secret_reference.violation == set() with input as object.union(
		pod({"containers": [{"name": "app", "env": env}]}),
		{"parameters": {"allowed_optional": ["REDIS_PASSWORD"]}},
	)
}

finding(what, path) := {
	"msg": sprintf(`container "app": %s`, [what]),
	"details": {"path": array.concat(["spec", "containers", 0], path)},
}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

test_applies[note] if {
	some note, object in {
		"variables": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "envFrom": [{"secretRef": {"name": "s"}}]}]}},
		"one variable": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]}]}},
		"a defect": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "envFrom": [{}]}]}},
	}
	secret_reference.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"no reference": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "env": [{"name": "A", "value": "b"}]}]}},
		"a ConfigMap": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "envFrom": [{"configMapRef": {"name": "c"}}]}]}},
	}
	not secret_reference.applies with input as {"review": {"object": object}}
}

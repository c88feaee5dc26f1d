package guiderail.sidecar.log_level_test

import data.guiderail.sidecar.log_level

test_denied[note][name] if {
	some note, case in {
		"lower case": {"value": "info", "how": "is info, which is not an X-Road log level"},
		"of another logger": {"value": "WARNING", "how": "is WARNING, which is not an X-Road log level"},
		"blank": {"value": "INFO ", "how": "is INFO , which is not an X-Road log level"},
		"OFF as YAML 1.1 reads it": {"value": false, "how": "is false, which is not an X-Road log level"},
		"chatty": {"value": "DEBUG", "how": "is DEBUG, which is not suitable for production"},
		"everything": {"value": "ALL", "how": "is ALL, which is not suitable for production"},
		"nothing": {"value": "OFF", "how": "is OFF, which is not suitable for production"},
	}
	some name in ["XROAD_LOG_LEVEL", "XROAD_ROOT_LOG_LEVEL"]
	log_level.violation == {{
		"msg": sprintf(`init container "server": env %s %s; set it to one of INFO, WARN, ERROR`, [name, case.how]),
		"details": {"path": ["spec", "initContainers", 0, "env", 0, "value"]},
	}} with input as pod({"env": [{"name": name, "value": case.value}]})
}

test_allowed[note] if {
	some note, spec in {
		"absent": {},
		"null": {"env": null},
		"no value": {"env": [{"name": "XROAD_LOG_LEVEL"}]},
		"empty": {"env": [{"name": "XROAD_LOG_LEVEL", "value": ""}]},
		"information": {"env": [{"name": "XROAD_LOG_LEVEL", "value": "INFO"}]},
		"warnings": {"env": [{"name": "XROAD_ROOT_LOG_LEVEL", "value": "WARN"}]},
		"errors": {"env": [{"name": "XROAD_LOG_LEVEL", "value": "ERROR"}]},
		"another variable": {"env": [{"name": "LOG_LEVEL", "value": "debug"}]},
		"the last counts": {"env": [{"name": "XROAD_LOG_LEVEL", "value": "ALL"}, {"name": "XROAD_LOG_LEVEL", "value": "INFO"}]},
		"by default, whatever else there is": {"envFrom": [{"secretRef": {"name": "s"}}]},
	}
	log_level.violation == set() with input as pod(spec)
	log_level.unknown == set() with input as pod(spec)
	log_level.applies with input as pod(spec)
}

test_allowed_by_parameter if {
	review := object.union(pod({"env": [{"name": "XROAD_LOG_LEVEL", "value": "DEBUG"}]}), {"parameters": {"levels": ["DEBUG"]}})
	log_level.violation == set() with input as review
}

test_unknown[note][field] if {
	some note, source in {
		"from a Secret": {"valueFrom": {"secretKeyRef": {"name": "s", "key": "XROAD_LOG_LEVEL"}}},
		"from a ConfigMap": {"valueFrom": {"configMapKeyRef": {"name": "c", "key": "level"}}},
		"to be filled in": {"value": "<xroad log level>"},
	}
	env := object.union(source, {"name": "XROAD_LOG_LEVEL"})
	some field, _ in source
	log_level.violation == set() with input as pod({"env": [env]})
	log_level.unknown == {{
		"msg": `init container "server": the value of env XROAD_LOG_LEVEL is not known`,
		"details": {"path": ["spec", "initContainers", 0, "env", 0, field]},
	}} with input as pod({"env": [env]})
}

test_not_applicable if {
	container := {"name": "app", "image": "nginx:1.29", "env": [{"name": "XROAD_LOG_LEVEL", "value": "debug"}]}
	review := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [container]}}}}
	not log_level.applies with input as review
	log_level.violation == set() with input as review
}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {"initContainers": [object.union(spec, {
	"name": "server",
	"image": "niis/xroad-security-server-sidecar:7.8.1-slim",
})]}}}}

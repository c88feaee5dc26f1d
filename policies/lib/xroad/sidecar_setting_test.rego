package lib.guiderail.sidecar_setting_test

import data.lib.guiderail.sidecar_setting
import data.lib.guiderail.workload

path := ["spec", "containers", 0, "env", 0, "valueFrom"]

test_value_of_a_config_map[namespace] if {
	some namespace, metadata in {"sidecar": {"namespace": "sidecar"}, "default": {}}
	found := asked(metadata, {"name": "HOST", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "host"}}}, {namespace: configured})
	found == {"path": path, "value": "127.0.0.1", "is_reference": false}
}

test_reference_stays[note] if {
	some note, source in {
		"another key": {"configMapKeyRef": {"name": "settings", "key": "port"}},
		"another ConfigMap": {"configMapKeyRef": {"name": "other", "key": "host"}},
		"no text": {"configMapKeyRef": {"name": "settings", "key": "number"}},
		"Secret": {"secretKeyRef": {"name": "settings", "key": "host"}},
		"null": {"configMapKeyRef": null},
	}
	found := asked({"namespace": "sidecar"}, {"name": "HOST", "valueFrom": source}, {"sidecar": configured, "default": {}})
	found == {"path": path, "value": "", "is_reference": true}
}

test_value_as_written if {
	found := asked({"namespace": "sidecar"}, {"name": "HOST", "value": "db"}, {})
	found == {"path": ["spec", "containers", 0, "env", 0, "value"], "value": "db", "is_reference": false}
}

test_absent if not asked({}, {"name": "PORT", "value": "1"}, {})

test_open[note] if {
	some note, setting in {
		"reference": {"value": "", "is_reference": true},
		"placeholder": {"value": "{{HOST}}", "is_reference": false},
	}
	sidecar_setting.is_open(setting)
}

test_not_open[note] if {
	some note, value in {"text": "db", "empty": ""}
	not sidecar_setting.is_open({"value": value, "is_reference": false})
}

test_value_of_all_of_a_config_map[note] if {
	some note, case in {
		"one": {"sources": [{"configMapRef": {"name": "settings"}}], "name": "host", "want": {"path": from(0), "value": "127.0.0.1", "is_reference": false}},
		"with a prefix": {"sources": [{"prefix": "XROAD_", "configMapRef": {"name": "settings"}}], "name": "XROAD_host", "want": {"path": from(0), "value": "127.0.0.1", "is_reference": false}},
		"the last of two": {
			"sources": [{"configMapRef": {"name": "settings"}}, {"configMapRef": {"name": "more"}}],
			"name": "host",
			"want": {"path": from(1), "value": "db.example.org", "is_reference": false},
		},
		"before one without it": {
			"sources": [{"configMapRef": {"name": "settings"}}, {"prefix": "X_", "configMapRef": {"name": "more"}}],
			"name": "host",
			"want": {"path": from(0), "value": "127.0.0.1", "is_reference": false},
		},
		"after a Secret": {
			"sources": [{"secretRef": {"name": "s"}}, {"configMapRef": {"name": "more"}}],
			"name": "host",
			"want": {"path": from(1), "value": "db.example.org", "is_reference": false},
		},
	}
	brought(case.sources, case.name) == case.want
}

test_nothing_of_all_of_a_config_map[note] if {
	some note, case in {
		"no such key": {"sources": [{"configMapRef": {"name": "settings"}}], "name": "port"},
		"no text": {"sources": [{"configMapRef": {"name": "settings"}}], "name": "number"},
		"another prefix": {"sources": [{"prefix": "XROAD_", "configMapRef": {"name": "settings"}}], "name": "host"},
		"before a Secret": {"sources": [{"configMapRef": {"name": "more"}}, {"secretRef": {"name": "s"}}], "name": "host"},
		"before one that is not given": {"sources": [{"configMapRef": {"name": "more"}}, {"configMapRef": {"name": "other"}}], "name": "host"},
		"null": {"sources": null, "name": "host"},
	}
	not brought(case.sources, case.name)
}

# What stands in env itself comes before what all of a ConfigMap brings.
test_env_comes_before_env_from if {
	pod := {
		"apiVersion": "v1",
		"kind": "Pod",
		"metadata": {},
		"spec": {"containers": [{
			"name": "server",
			"env": [{"name": "host", "value": "db"}],
			"envFrom": [{"configMapRef": {"name": "settings"}}],
		}]},
	}
	found := of_first("host") with input as pod with data.inventory.namespace as {"default": configured}
	found.value == "db"
}

test_may_have_more_variables if {
	may_have_more([{"secretRef": {"name": "s"}}])
	may_have_more([{"configMapRef": {"name": "settings"}}, {"configMapRef": {"name": "other"}}])
	not may_have_more([{"configMapRef": {"name": "settings"}}, {"configMapRef": {"name": "more"}}])
	not may_have_more([])
	not may_have_more(null)
}

test_variable_that_may_be_missing[note] if {
	some note, case in {
		"set": {"spec": {"env": [{"name": "HOST", "value": "a"}]}, "path": ["env", 0, "value"], "value": "a", "is_reference": false},
		"not set": {"spec": {}, "path": ["env"], "value": "", "is_reference": false},
		"perhaps set": {"spec": {"envFrom": [{"secretRef": {"name": "s"}}]}, "path": ["envFrom"], "value": "", "is_reference": true},
	}
	container := {"path": [], "spec": case.spec}
	sidecar_setting.variable_or_none(container, "HOST") == object.remove(case, ["spec"]) with input as bringing([])
}

from(index) := ["spec", "containers", 0, "envFrom", index]

brought(sources, name) := found if {
	found := of_first(name) with input as bringing(sources) with data.inventory.namespace as {"default": configured}
}

may_have_more(sources) if {
	container := {"path": [], "spec": {"envFrom": sources}}
	sidecar_setting.may_have_more_variables(container) with input as bringing(sources) with data.inventory.namespace as {"default": configured}
}

bringing(sources) := {"apiVersion": "v1", "kind": "Pod", "metadata": {}, "spec": {"containers": [{"name": "server", "envFrom": sources}]}}

configured := {"v1": {"ConfigMap": {"settings": {"data": {"host": "127.0.0.1", "number": 5}}, "more": {"data": {"host": "db.example.org"}}}}}

asked(metadata, env, inventory) := found if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {"containers": [{"name": "server", "env": [env]}]}}
	found := of_first("HOST") with input as pod with data.inventory.namespace as inventory
}

of_first(name) := sidecar_setting.variable(workload.containers[0], name)

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

configured := {"v1": {"ConfigMap": {"settings": {"data": {"host": "127.0.0.1", "number": 5}}}}}

asked(metadata, env, inventory) := found if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {"containers": [{"name": "server", "env": [env]}]}}
	found := of_first("HOST") with input as pod with data.inventory.namespace as inventory
}

of_first(name) := sidecar_setting.variable(workload.containers[0], name)

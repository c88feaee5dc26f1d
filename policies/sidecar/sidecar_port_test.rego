package lib.guiderail.sidecar_port_test

import data.lib.guiderail.sidecar_port

test_for_a_sidecar[note] if {
	some note, fields in {
		"name": {"metadata": {"name": "service-security-server-sidecar"}},
		"selector": {"spec": {"selector": {"run": "security-server-sidecar-primary"}}},
		"port": {"spec": {"ports": [{"port": 5500}]}},
		"target": {"spec": {"ports": [{"port": 443, "targetPort": 5577}]}},
	}
	sidecar_port.is_for_sidecar with input as service(fields)
}

test_for_something_else[note] if {
	some note, fields in {
		"nothing": {},
		"other names": {"metadata": {"name": "shop"}, "spec": {"selector": {"app": "shop"}, "ports": [{"port": 80, "targetPort": 8080}]}},
		"null": {"metadata": null, "spec": {"selector": null, "ports": null}},
	}
	not sidecar_port.is_for_sidecar with input as service(fields)
}

test_listed if {
	sidecar_port.listed([5500, 5577]) == "5500, 5577"
	sidecar_port.listed([]) == ""
}

test_use if {
	sidecar_port.use(4000) == " (administration)"
	sidecar_port.use(5500) == ""
	sidecar_port.use(null) == ""
}

service(fields) := object.union({"apiVersion": "v1", "kind": "Service"}, fields)

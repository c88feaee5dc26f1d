package guiderail.sidecar.probes_test

import data.guiderail.sidecar.probes

startup := {"httpGet": {"path": "/", "port": 8080}, "periodSeconds": 10, "failureThreshold": 60}

liveness := {"httpGet": {"path": "/", "port": 8080}, "periodSeconds": 10, "failureThreshold": 5}

readiness := {"httpGet": {"path": "/", "port": 5588}, "periodSeconds": 10, "timeoutSeconds": 6, "failureThreshold": 1}

test_denied[note] if {
	some note, case in {
		"no probe": {
			"spec": {},
			"want": {finding("livenessProbe", "livenessProbe and startupProbe are not set; set httpGet / on port 8080")},
		},
		"null": {
			"spec": {"startupProbe": null, "livenessProbe": null},
			"want": {finding("livenessProbe", "livenessProbe and startupProbe are not set; set httpGet / on port 8080")},
		},
		"no liveness": {
			"spec": {"startupProbe": startup},
			"want": {finding("livenessProbe", "livenessProbe is not set; set httpGet / on port 8080")},
		},
		"no startup": {
			"spec": {"livenessProbe": liveness},
			"want": {finding("startupProbe", "startupProbe is not set; set httpGet / on port 8080 and failureThreshold 60")},
		},
		"as the guide's manifest has it": {
			"spec": {"livenessProbe": liveness, "startupProbe": object.union(startup, {"failureThreshold": 30})},
			"want": {finding("startupProbe", "startupProbe gives up after 300 seconds; allow at least 600")},
		},
		"the default of Kubernetes": {
			"spec": {"livenessProbe": liveness, "startupProbe": {"httpGet": {"path": "/", "port": 8080}}},
			"want": {finding("startupProbe", "startupProbe gives up after 30 seconds; allow at least 600")},
		},
		"health check as liveness": {
			"spec": {"livenessProbe": object.union(liveness, {"httpGet": {"port": 5588}}), "startupProbe": startup},
			"want": {finding("livenessProbe", "livenessProbe checks port 5588, which fails when other systems fail; use port 8080")},
		},
		"health check as liveness, by the port's name": {
			"spec": {
				"ports": [{"name": "http", "containerPort": 8080}, {"name": "health", "containerPort": 5588}],
				"livenessProbe": {"tcpSocket": {"port": "health"}}, "startupProbe": startup,
			},
			"want": {finding("livenessProbe", "livenessProbe checks port 5588, which fails when other systems fail; use port 8080")},
		},
		"HTTPS": {
			"spec": {"livenessProbe": object.union(liveness, {"httpGet": {"scheme": "HTTPS"}}), "startupProbe": startup},
			"want": {{
				"msg": `container "server": livenessProbe checks port 8080 over HTTPS, which the port does not support; remove scheme`,
				"details": {"path": ["spec", "containers", 0, "livenessProbe", "httpGet", "scheme"]},
			}},
		},
	}
	probes.violation == case.want with input as pod("7.8.1", case.spec)
	probes.applies with input as pod("7.8.1", case.spec)
}

test_denied_readiness[note] if {
	some note, case in {
		"absent": {"probe": null, "how": "is not set"},
		"another port": {"probe": {"httpGet": {"port": 8080}}, "how": "checks port 8080"},
		"a name that no port has": {"probe": {"httpGet": {"port": "web"}}, "how": "checks port web"},
		"a connection": {"probe": {"tcpSocket": {"port": 5588}}, "how": "only opens a connection"},
	}
	probes.violation == {finding(
		"readinessProbe",
		sprintf("readinessProbe %s; set httpGet / on port 5588", [case.how]),
	)} with input as pod("7.8.1-secondary", {"startupProbe": startup, "livenessProbe": liveness, "readinessProbe": case.probe})
}

test_allowed[note] if {
	some note, case in {
		"as the guide has them": {"tag": "7.8.1-secondary", "spec": {"startupProbe": startup, "livenessProbe": liveness, "readinessProbe": readiness}},
		"by the port's name": {"tag": "7.8.1-secondary", "spec": {
			"ports": [{"name": "health", "containerPort": 5588}],
			"startupProbe": startup, "livenessProbe": liveness, "readinessProbe": {"httpGet": {"port": "health"}},
		}},
		"by a command": {"tag": "7.8.1-secondary", "spec": {
			"startupProbe": object.union({"exec": {"command": ["sh", "-c", "test ${A}"]}}, {"failureThreshold": 90}),
			"livenessProbe": {"exec": {"command": ["true"]}}, "readinessProbe": {"exec": {"command": ["true"]}},
		}},
		"a primary is asked by nobody": {"tag": "7.8.1-primary", "spec": {"startupProbe": startup, "livenessProbe": liveness}},
		"liveness that waits": {"tag": "7.8.1-slim", "spec": {"livenessProbe": object.union(liveness, {"initialDelaySeconds": 550})}},
		"startup that waits": {"tag": "7.8.1-slim", "spec": {
			"livenessProbe": liveness,
			"startupProbe": object.union(startup, {"initialDelaySeconds": 300, "failureThreshold": 30}),
		}},
		"the administrator's port": {"tag": "7.8.1", "spec": {
			"livenessProbe": {"httpGet": {"port": 4000, "scheme": "HTTPS"}},
			"startupProbe": object.union(startup, {"httpGet": {"port": 4000, "scheme": "HTTPS"}}),
		}},
	}
	probes.violation == set() with input as pod(case.tag, case.spec)
	probes.unknown == set() with input as pod(case.tag, case.spec)
}

test_allowed_by_parameter if {
	review := object.union(
		pod("7.8.1", {"livenessProbe": liveness, "startupProbe": object.union(startup, {"failureThreshold": 30})}),
		{"parameters": {"startup_seconds": 300}},
	)
	probes.violation == set() with input as review
}

test_unknown if {
	review := pod("7.8.1-secondary", {
		"startupProbe": object.union(startup, {"failureThreshold": "{{STARTUP}}"}),
		"livenessProbe": liveness,
		"readinessProbe": {"httpGet": {"port": "{{HEALTH_PORT}}"}},
	})
	probes.violation == set() with input as review
	probes.unknown == {
		finding("startupProbe", "startupProbe is still to be filled in"),
		finding("readinessProbe", "readinessProbe is still to be filled in"),
	} with input as review
}

test_not_applicable[note] if {
	some note, object in {
		"another image": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "app", "image": "nginx:1.29"}]}},
		"an init container that ends": {"apiVersion": "v1", "kind": "Pod", "spec": {"initContainers": [sidecar("7.8.1", {})]}},
		"a Job": {"apiVersion": "batch/v1", "kind": "Job", "spec": {"template": {"spec": {"containers": [sidecar("7.8.1", {})]}}}},
	}
	not probes.applies with input as {"review": {"object": object}}
	probes.violation == set() with input as {"review": {"object": object}}
}

finding(probe, how) := {
	"msg": sprintf(`container "server": %s`, [how]),
	"details": {"path": ["spec", "containers", 0, probe]},
}

sidecar(tag, spec) := object.union(spec, {"name": "server", "image": sprintf("niis/xroad-security-server-sidecar:%s", [tag])})

pod(tag, spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [sidecar(tag, spec)]}}}}

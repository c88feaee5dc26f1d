package guiderail.podsecurity.host_probes_test

import data.guiderail.podsecurity.host_probes

test_denied[note] if {
	some note, case in {
		"liveness": {"container": {"livenessProbe": {"httpGet": {"host": "10.0.0.1"}}}, "path": ["livenessProbe", "httpGet", "host"], "host": `"10.0.0.1"`},
		"readiness of the pod itself": {
			"container": {"readinessProbe": {"tcpSocket": {"host": "127.0.0.1"}}},
			"path": ["readinessProbe", "tcpSocket", "host"],
			"host": `"127.0.0.1"`,
		},
		"startup": {"container": {"startupProbe": {"httpGet": {"host": "localhost"}}}, "path": ["startupProbe", "httpGet", "host"], "host": `"localhost"`},
		"start": {
			"container": {"lifecycle": {"postStart": {"httpGet": {"host": "169.254.169.254"}}}},
			"path": ["lifecycle", "postStart", "httpGet", "host"],
			"host": `"169.254.169.254"`,
		},
		"stop": {
			"container": {"lifecycle": {"preStop": {"tcpSocket": {"host": "x"}}}},
			"path": ["lifecycle", "preStop", "tcpSocket", "host"],
			"host": `"x"`,
		},
		"placeholder": {"container": {"livenessProbe": {"httpGet": {"host": "${HOST}"}}}, "path": ["livenessProbe", "httpGet", "host"], "host": `"${HOST}"`},
		"number": {"container": {"livenessProbe": {"httpGet": {"host": 1}}}, "path": ["livenessProbe", "httpGet", "host"], "host": "1"},
		"space": {"container": {"livenessProbe": {"httpGet": {"host": " "}}}, "path": ["livenessProbe", "httpGet", "host"], "host": `" "`},
	}
	review := pod({"containers": [object.union({"name": "app"}, case.container)]})
	want := {{
		"msg": sprintf(`container "app": %s is %s; remove it, so that the kubelet connects to the pod`, [concat(".", case.path), case.host]),
		"details": {"path": array.concat(["spec", "containers", 0], case.path)},
	}}
	host_probes.violation == want with input as review
	host_probes.violation == want with input as judged_by("v1.34", review)
	host_probes.violation == set() with input as judged_by("v1.33", review)
}

test_denied_native_sidecar if {
	host_probes.violation == {{
		"msg": `init container "proxy": livenessProbe.httpGet.host is "x"; remove it, so that the kubelet connects to the pod`,
		"details": {"path": ["spec", "initContainers", 0, "livenessProbe", "httpGet", "host"]},
	}} with input as pod({"initContainers": [{"name": "proxy", "restartPolicy": "Always", "livenessProbe": {"httpGet": {"host": "x"}}}]})
}

test_allowed[note] if {
	some note, container in {
		"absent": {"livenessProbe": {"httpGet": {"path": "/", "port": 8080}}},
		"empty": {"livenessProbe": {"httpGet": {"host": ""}}},
		"null": {"livenessProbe": {"tcpSocket": {"host": null}}},
		"null probe": {"livenessProbe": null, "lifecycle": null},
		"header": {"livenessProbe": {"httpGet": {"httpHeaders": [{"name": "Host", "value": "x"}]}}},
		"grpc": {"livenessProbe": {"grpc": {"port": 1, "service": "x"}}},
		"command": {"lifecycle": {"preStop": {"exec": {"command": ["curl", "x"]}}}},
		"text": {"livenessProbe": "x", "lifecycle": "x"},
		"none": {},
	}
	host_probes.violation == set() with input as pod({"containers": [object.union({"name": "app"}, container)]})
}

judged_by(version, review) := object.union(review, {"parameters": {"version": version}})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

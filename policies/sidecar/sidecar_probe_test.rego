package lib.guiderail.sidecar_probe_test

import data.lib.guiderail.sidecar_probe

test_has_probe if {
	sidecar_probe.has_probe(container({}), "livenessProbe")
	not sidecar_probe.has_probe(container({}), "startupProbe")
	not sidecar_probe.has_probe({"spec": {"livenessProbe": null}}, "livenessProbe")
}

test_seconds[note] if {
	some note, case in {
		"as Kubernetes has it by default": {"probe": {}, "want": 30},
		"all fields": {"probe": {"initialDelaySeconds": 60, "periodSeconds": 5, "failureThreshold": 4}, "want": 80},
		"null": {"probe": {"initialDelaySeconds": null, "periodSeconds": null, "failureThreshold": null}, "want": 30},
		"texts": {"probe": {"initialDelaySeconds": "60"}, "want": 30},
	}
	sidecar_probe.seconds(case.probe) == case.want
}

test_open[note] if {
	some note, probe in {
		"delay": {"initialDelaySeconds": "{{N}}"},
		"period": {"periodSeconds": "{{N}}"},
		"threshold": {"failureThreshold": "{{N}}"},
		"port": {"httpGet": {"port": "{{N}}"}},
	}
	sidecar_probe.is_open(container(probe), "livenessProbe")
	not sidecar_probe.is_open(container(probe), "startupProbe")
}

test_not_open if not sidecar_probe.is_open(container({"httpGet": {"port": "health"}, "periodSeconds": 10}), "livenessProbe")

test_port[note] if {
	some note, case in {
		"number": {"probe": {"httpGet": {"port": 8080}}, "want": 8080},
		"name": {"probe": {"tcpSocket": {"port": "health"}}, "want": 5588},
		"both handlers, of which the kubelet takes the first": {"probe": {"httpGet": {"port": 8080}, "tcpSocket": {"port": 4001}}, "want": 8080},
		"name that no port has": {"probe": {"httpGet": {"port": "other"}}, "want": "other"},
	}
	sidecar_probe.port(container(case.probe), "livenessProbe") == case.want
}

# No API server takes it; the kubelet would take the first.
test_ports_of_one_name if {
	spec := {"livenessProbe": {"httpGet": {"port": "health"}}, "ports": [{"name": "health", "containerPort": 5588}, {"name": "health", "containerPort": 8080}]}
	sidecar_probe.port({"spec": spec}, "livenessProbe") == 5588
}

test_no_port if {
	not sidecar_probe.port(container({"exec": {"command": ["true"]}}), "livenessProbe")
	not sidecar_probe.port(container({}), "startupProbe")
}

container(probe) := {"spec": {"livenessProbe": probe, "ports": [{"name": "health", "containerPort": 5588}]}}

package guiderail.podsecurity.host_ports_test

import data.guiderail.podsecurity.host_ports

test_denied[note] if {
	some note, case in {
		"number": {"value": 8080, "shown": "8080"},
		"text": {"value": "8080", "shown": `"8080"`},
		"negative": {"value": -1, "shown": "-1"},
	}
	ports := [{"containerPort": 80}, {"containerPort": 8080, "hostPort": case.value}]
	host_ports.violation == {{
		"msg": sprintf(`container "app": hostPort %s is a port of the node; remove it`, [case.shown]),
		"details": {"path": ["spec", "containers", 0, "ports", 1, "hostPort"]},
	}} with input as pod({"containers": [{"name": "app", "ports": ports}]})
}

test_denied_in_every_list[list] if {
	some list, label in {"initContainers": "init container", "ephemeralContainers": "ephemeral container"}
	host_ports.violation == {{
		"msg": sprintf(`%s "x": hostPort 1 is a port of the node; remove it`, [label]),
		"details": {"path": ["spec", list, 0, "ports", 0, "hostPort"]},
	}} with input as pod({list: [{"name": "x", "ports": [{"hostPort": 1}]}]})
}

test_allowed[note] if {
	some note, ports in {
		"absent": [{"containerPort": 80}],
		"zero": [{"containerPort": 80, "hostPort": 0}],
		"null": [{"containerPort": 80, "hostPort": null}],
		"no ports": null,
		"text": "80:80",
		"text in the list": ["80:80"],
	}
	host_ports.violation == set() with input as pod({"containers": [{"name": "app", "ports": ports}]})
	host_ports.unknown == set() with input as pod({"containers": [{"name": "app", "ports": ports}]})
}

# Of which podsecurity.host_namespaces speaks.
test_on_the_network_of_the_node if {
	ports := [{"containerPort": 80, "hostPort": 80}, {"containerPort": 81, "hostPort": 82}, {"hostPort": 83}]
	found := {port.details.path[4] | some port in host_ports.violation with input as pod({"hostNetwork": true, "containers": [{"name": "app", "ports": ports}]})}
	found == {1, 2}
	every value in [false, null, "true"] {
		count(host_ports.violation) == 3 with input as pod({"hostNetwork": value, "containers": [{"name": "app", "ports": ports}]})
	}
}

test_unknown if {
	spec := {"containers": [{"name": "app", "ports": [{"containerPort": 80, "hostPort": "{{ port }}"}]}]}
	host_ports.violation == set() with input as pod(spec)
	host_ports.unknown == {{
		"msg": `container "app": hostPort {{ port }} is still to be filled in`,
		"details": {"path": ["spec", "containers", 0, "ports", 0, "hostPort"]},
	}} with input as pod(spec)
}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

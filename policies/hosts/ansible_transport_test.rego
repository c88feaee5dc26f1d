package guiderail.hosts.ansible_transport_test

import data.guiderail.hosts.ansible_transport

test_denied if {
	document := [{"hosts": "all", "tasks": [{"get_url": {"url": "https://example.com/a", "dest": "/tmp/a"}}]}]
	found := ansible_transport.violation with input as {"review": {"object": document}}
	found == {{"msg": "the task get_url: get_url must have a checksum", "details": {"path": [0, "tasks", 0, "get_url"]}}}
}

test_allowed[note] if {
	some note, document in {
		"tasks": [{"apt": {"name": "x"}}],
		"ansible.cfg": {"defaults": {"host_key_checking": "True"}},
	}
	ansible_transport.violation == set() with input as {"review": {"object": document}}
	ansible_transport.applies with input as {"review": {"object": document}}
}

test_silent if {
	document := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}
	ansible_transport.violation == set() with input as {"review": {"object": document}}
	not ansible_transport.applies with input as {"review": {"object": document}}
}

package guiderail.podsecurity.host_path_volumes_test

import data.guiderail.podsecurity.host_path_volumes

test_denied[note] if {
	some note, case in {
		"root": {"source": {"path": "/"}, "shown": `"/"`},
		"socket": {"source": {"path": "/run/containerd/containerd.sock", "type": "Socket"}, "shown": `"/run/containerd/containerd.sock"`},
		"placeholder": {"source": {"path": "${DATA}"}, "shown": `"${DATA}"`},
		"no path": {"source": {}, "shown": "not set"},
		"null path": {"source": {"path": null}, "shown": "not set"},
		"text": {"source": "/", "shown": "not set"},
		"false": {"source": false, "shown": "not set"},
	}
	host_path_volumes.violation == {{
		"msg": sprintf(`volume "v": hostPath %s belongs to the node; use another kind of volume`, [case.shown]),
		"details": {"path": ["spec", "volumes", 1, "hostPath"]},
	}} with input as pod({"volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "v", "hostPath": case.source}]})
}

test_allowed[note] if {
	some note, spec in {
		"other kinds": {"volumes": [{"name": "a", "emptyDir": {}}, {"name": "b", "persistentVolumeClaim": {"claimName": "b"}}]},
		"null": {"volumes": [{"name": "a", "hostPath": null, "emptyDir": {}}]},
		"no volumes": {},
		"null volumes": {"volumes": null},
	}
	host_path_volumes.violation == set() with input as pod(spec)
}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

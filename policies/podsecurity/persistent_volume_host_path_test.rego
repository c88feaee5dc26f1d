package guiderail.podsecurity.persistent_volume_host_path_test

import data.guiderail.podsecurity.persistent_volume_host_path

test_denied[field] if {
	some field in ["hostPath", "local"]
	persistent_volume_host_path.violation == {{
		"msg": sprintf(`%s "/" belongs to the node, and a claim brings it into a pod; use another kind of volume`, [field]),
		"details": {"path": ["spec", field]},
	}} with input as volume({field: {"path": "/"}}, {})
}

test_allowed[note] if {
	some note, written in {
		"another source": volume({"nfs": {"path": "/"}}, {}),
		"null": volume({"hostPath": null}, {}),
		"a directory that is set apart": volume({"local": {"path": "/mnt/disks/a"}}, {"allowed_local_paths": ["/mnt/disks/"]}),
		"another kind": {"review": {"object": {"apiVersion": "v1", "kind": "ConfigMap", "spec": {"hostPath": {}}}}},
	}
	persistent_volume_host_path.violation == set() with input as written
}

test_denied_beside_what_is_set_apart[path] if {
	some path in ["/mnt/disks2", "/mnt", "/mnt/disks/../../etc", 7]
	count(persistent_volume_host_path.violation) == 1 with input as volume({"local": {"path": path}}, {"allowed_local_paths": ["/mnt/disks"]})
}

volume(spec, parameters) := {"review": {"object": {"apiVersion": "v1", "kind": "PersistentVolume", "spec": spec}}, "parameters": parameters}

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

test_static_pod if {
	static := json.patch(
		pod({"volumes": [{"name": "b", "hostPath": {"path": "/b"}}, {"name": "a", "hostPath": {"path": "/a"}}, {"name": "c", "emptyDir": {}}]}),
		[{"op": "add", "path": "/review/object/metadata/annotations", "value": {"kubernetes.io/config.mirror": "0123"}}],
	)
	host_path_volumes.violation == {{
		"msg": `static pod: hostPath "/a", "/b" belong to the node; use other kinds of volumes in its manifest there`,
		"details": {"path": ["spec", "volumes"]},
	}} with input as static
	without := json.patch(static, [{"op": "remove", "path": "/review/object/spec/volumes"}])
	host_path_volumes.violation == set() with input as without
}

test_patch if {
	workflow := {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "spec": {"podSpecPatch": "{{inputs.parameters.patch}}", "templates": []}}
	{said.details.path | some said in host_path_volumes.unknown} == {["spec", "podSpecPatch"]} with input.review.object as workflow
}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

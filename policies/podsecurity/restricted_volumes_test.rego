package guiderail.podsecurity.restricted_volumes_test

import data.guiderail.podsecurity.restricted_volumes

test_denied[source] if {
	some source in [
		"awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "fc", "flexVolume", "flocker",
		"gcePersistentDisk", "gitRepo", "glusterfs", "iscsi", "nfs", "photonPersistentDisk",
		"portworxVolume", "quobyte", "rbd", "scaleIO", "storageos", "vsphereVolume",
	]
	restricted_volumes.violation == {finding(source)} with input as pod([{"name": "v", source: {}}])
}

test_denied[note] if {
	some note, case in {
		"null beside": {"volume": {"name": "v", "nfs": {}, "emptyDir": null}, "source": "nfs"},
		"beside the node's": {"volume": {"name": "v", "nfs": {}, "hostPath": {"path": "/"}}, "source": "nfs"},
		"misspelt": {"volume": {"name": "v", "emptydir": {}}, "source": "emptydir"},
	}
	restricted_volumes.violation == {finding(case.source)} with input as pod([case.volume])
}

test_denied_each_of_two_sources if {
	restricted_volumes.violation == {finding("nfs"), finding("iscsi")} with input as pod([{"name": "v", "nfs": {}, "iscsi": {}}])
}

test_allowed[source] if {
	some source in [
		"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret",
	]
	restricted_volumes.violation == set() with input as pod([{"name": "v", source: {}}])
}

test_allowed[note] if {
	some note, volumes in {
		"none": [],
		"null": null,
		"no source means emptyDir": [{"name": "v"}],
		"null source": [{"name": "v", "hostPath": null}],
		"text": ["v"],
		"of the node, of which podsecurity.host_path_volumes tells": [{"name": "v", "hostPath": {"path": "/"}}],
	}
	restricted_volumes.violation == set() with input as pod(volumes)
}

test_parameter_replaces_the_kinds if {
	review := object.union(pod([{"name": "a", "nfs": {}}, {"name": "v", "emptyDir": {}}]), {"parameters": {"allowed": ["nfs"]}})
	restricted_volumes.violation == {{
		"msg": `volume "v": emptyDir is not allowed; use one of nfs`,
		"details": {"path": ["spec", "volumes", 1, "emptyDir"]},
	}} with input as review
}

finding(source) := {
	"msg": sprintf(`volume "v": %s is not allowed; use one of %s`, [source, kinds]),
	"details": {"path": ["spec", "volumes", 0, source]},
}

kinds := "configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret"

pod(volumes) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"volumes": volumes}}}}

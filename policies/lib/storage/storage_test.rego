package lib.guiderail.storage_test

import data.lib.guiderail.storage

test_persistent_volume if {
	volume := {"apiVersion": "v1", "kind": "PersistentVolume", "spec": {
		"mountOptions": ["tls", 7],
		"csi": {"driver": "efs.csi.aws.com", "volumeAttributes": {"EncryptInTransit": false, "path": null}},
		"nfs": {"server": "nfs.example.org"},
		"azureFile": {"shareName": "x"},
	}}
	storage.drivers == {
		{
			"title": "volume",
			"driver": "efs.csi.aws.com",
			"path": ["spec", "csi", "volumeAttributes"],
			"attributes": [{"name": "encryptintransit", "key": "EncryptInTransit", "value": "false"}],
		},
		{"title": "volume", "driver": "kubernetes.io/azure-file", "path": ["spec", "azureFile"], "attributes": []},
	} with input as volume
	storage.nfs_servers == {{"title": "volume", "server": "nfs.example.org", "path": ["spec", "nfs", "server"]}} with input as volume
	storage.mount_options == {{"path": ["spec", "mountOptions", 0], "value": "tls"}} with input as volume
}

test_storage_class if {
	class := {
		"apiVersion": "storage.k8s.io/v1",
		"kind": "StorageClass",
		"provisioner": "nfs.csi.k8s.io",
		"parameters": {"server": "nfs.example.org"},
		"mountOptions": ["vers=4.1"],
	}
	storage.drivers == {{
		"title": "storage class",
		"driver": "nfs.csi.k8s.io",
		"path": ["parameters"],
		"attributes": [{"name": "server", "key": "server", "value": "nfs.example.org"}],
	}} with input as class
	storage.nfs_servers == {{"title": "storage class", "server": "nfs.example.org", "path": ["parameters", "server"]}} with input as class
	storage.mount_options == {{"path": ["mountOptions", 0], "value": "vers=4.1"}} with input as class
}

test_keys_that_differ_only_in_their_letters if {
	class := {
		"apiVersion": "storage.k8s.io/v1",
		"kind": "StorageClass",
		"provisioner": "nfs.csi.k8s.io",
		"parameters": {"server": "a.example.org", "Server": "b.example.org"},
	}
	{[found.server, found.path] | some found in storage.nfs_servers} == {
		["a.example.org", ["parameters", "server"]],
		["b.example.org", ["parameters", "Server"]],
	} with input as class
}

test_volumes_of_a_pod if {
	pod := {"apiVersion": "v1", "kind": "Pod", "spec": {"volumes": [
		{"name": "a", "csi": {"driver": "file.csi.azure.com"}},
		{"name": "b", "nfs": {"server": "nfs.example.org"}},
		{"name": "c", "csi": null, "nfs": {}},
	]}}
	storage.drivers == {{
		"title": `volume "a"`,
		"driver": "file.csi.azure.com",
		"path": ["spec", "volumes", 0, "csi", "volumeAttributes"],
		"attributes": [],
	}} with input as pod
	storage.nfs_servers == {{
		"title": `volume "b"`,
		"server": "nfs.example.org",
		"path": ["spec", "volumes", 1, "nfs", "server"],
	}} with input as pod
	storage.mount_options == set() with input as pod
}

test_nothing_for[note] if {
	some note, object in {
		"another kind": {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": {"csi": {"driver": "x"}, "mountOptions": ["x"]}},
		"another group": {"apiVersion": "example.org/v1", "kind": "PersistentVolume", "spec": {"csi": {"driver": "x"}, "mountOptions": ["x"]}},
		"no spec": {"apiVersion": "v1", "kind": "PersistentVolume"},
		"options that are none": {"apiVersion": "v1", "kind": "PersistentVolume", "spec": {"mountOptions": null, "csi": "x", "nfs": {"server": 7}}},
	}
	[storage.drivers, storage.nfs_servers, storage.mount_options] == [set(), set(), set()] with input as object
}

# What strconv.ParseBool takes.
test_switches[value] if {
	some value, is_on in {
		"1": true, "t": true, "T": true, "true": true, "True": true, "TRUE": true,
		"0": false, "f": false, "F": false, "false": false, "False": false, "FALSE": false,
	}
	{storage.is_on(value) | is_on} == {true | is_on}
	{storage.is_off(value) | not is_on} == {true | not is_on}
}

test_no_switches[value] if {
	some value in ["yes", "no", "", "tRUE", 1]
	not storage.is_on(value)
	not storage.is_off(value)
}

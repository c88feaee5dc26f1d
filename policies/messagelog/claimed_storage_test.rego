package lib.guiderail.claimed_storage_test

import data.lib.guiderail.claimed_storage

_cluster(classes, volumes) := {"cluster": {"storage.k8s.io/v1": {"StorageClass": classes}, "v1": {"PersistentVolume": volumes}}}

_classes := {
	"disks": {"metadata": {}, "provisioner": "ebs.csi.aws.com"},
	"files": {"metadata": {"annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}, "provisioner": "efs.csi.aws.com"},
	"older": {"metadata": {"annotations": {"storageclass.beta.kubernetes.io/is-default-class": "true"}}, "provisioner": "kubernetes.io/azure-file"},
	"other": {"metadata": {"annotations": {"storageclass.kubernetes.io/is-default-class": "false"}}, "provisioner": "x"},
	"by-hand": {"metadata": {"annotations": null}, "provisioner": "kubernetes.io/no-provisioner"},
	"empty": {"metadata": null},
}

_volumes := {
	"a": {"spec": {"capacity": {"storage": "1Gi"}, "storageClassName": "by-hand", "csi": {"driver": "efs.csi.aws.com"}}},
	"b": {"spec": {"claimRef": {"namespace": "shop", "name": "c"}, "nodeAffinity": {}, "local": {"path": "/x"}}},
	"c": {"spec": {"storageClassName": "by-hand", "azureFile": {"shareName": "x"}}},
	"d": {"spec": null},
}

_a := {"title": `PersistentVolume "a"`, "driver": "efs.csi.aws.com"}

_c := {"title": `PersistentVolume "c"`, "driver": "azureFile"}

_files := {"title": `StorageClass "files"`, "driver": "efs.csi.aws.com"}

_older := {"title": `StorageClass "older"`, "driver": "kubernetes.io/azure-file"}

test_origins[note] if {
	some note, case in {
		"bound": {"name": "x", "spec": {"volumeName": "a", "storageClassName": "disks"}, "origins": {_a}},
		"bound to nothing that is given": {"name": "x", "spec": {"volumeName": "gone", "storageClassName": "files"}, "origins": {_files}},
		"bound to what does not say": {"name": "x", "spec": {"volumeName": "d"}, "origins": {{"title": `PersistentVolume "d"`, "driver": ""}}},
		"reserved": {"name": "c", "spec": {"storageClassName": ""}, "origins": {{"title": `PersistentVolume "b"`, "driver": "local"}}},
		"of a class": {"name": "x", "spec": {"storageClassName": "disks"}, "origins": {{"title": `StorageClass "disks"`, "driver": "ebs.csi.aws.com"}}},
		"of a class without provisioner": {"name": "x", "spec": {"storageClassName": "by-hand"}, "origins": {_a, _c}},
		"of a class that says nothing": {"name": "x", "spec": {"storageClassName": "empty"}, "origins": set()},
		"of a class that is not given": {"name": "x", "spec": {"storageClassName": "gone"}, "origins": set()},
		"by default": {"name": "x", "spec": {}, "origins": {_files, _older}},
		"by default, null": {"name": "x", "spec": {"volumeName": null, "storageClassName": null}, "origins": {_files, _older}},
		"of no class": {"name": "x", "spec": {"storageClassName": ""}, "origins": set()},
		"of another type": {"name": "x", "spec": {"storageClassName": 1, "volumeName": 2}, "origins": set()},
	}
	origins := claimed_storage.origins("shop", case.name, case.spec) with data.inventory as _cluster(_classes, _volumes)
	{origin | some origin in origins} == case.origins
}

test_no_origins_without_an_inventory if {
	claimed_storage.origins("shop", "c", {}) == []
	claimed_storage.origins("shop", "c", {"storageClassName": "a", "volumeName": "b"}) == []
}

_claims := {"namespace": {
	"shop": {"v1": {"PersistentVolumeClaim": {"a": {"metadata": {"namespace": "shop"}, "spec": {"volumeName": "x"}}, "b": {"spec": null}}}},
	"default": {"v1": {"PersistentVolumeClaim": {
		"c": {"metadata": {"name": "c"}},
		"d": {"metadata": {"namespace": "default"}},
	}}},
}}

test_claims if {
	claimed_storage.claim("shop", "a") == {"volumeName": "x"} with data.inventory as _claims
	claimed_storage.claim("shop", "b") == {} with data.inventory as _claims
	not claimed_storage.claim("shop", "c") with data.inventory as _claims
	not claimed_storage.claim("till", "a") with data.inventory as _claims
}

test_claims_elsewhere if {
	claimed_storage.is_anywhere("a") with data.inventory as _claims
	not claimed_storage.is_anywhere("x") with data.inventory as _claims
	claimed_storage.is_without_namespace("c") with data.inventory as _claims
	not claimed_storage.is_without_namespace("d") with data.inventory as _claims
	not claimed_storage.is_without_namespace("a") with data.inventory as _claims
}

test_driver[note] if {
	some note, case in {
		"csi": {"volume": {"csi": {"driver": "d"}}, "driver": "d"},
		"csi without driver": {"volume": {"csi": {}}, "driver": ""},
		"nfs": {"volume": {"nfs": {"server": "x"}}, "driver": "nfs"},
		"beside other fields": {
			"volume": {"capacity": {"storage": "1Gi"}, "claimRef": {"name": "a"}, "nodeAffinity": {"required": {}}, "portworxVolume": {"volumeID": "x"}},
			"driver": "portworxVolume",
		},
		"nothing": {"volume": {}, "driver": ""},
		"null": {"volume": {"nfs": null}, "driver": ""},
	}
	claimed_storage.driver_of(case.volume) == case.driver
}

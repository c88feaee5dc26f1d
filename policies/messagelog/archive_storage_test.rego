package lib.guiderail.archive_storage_test

import data.lib.guiderail.archive_storage

parameters := {
	"provisioners": ["efs.csi.aws.com"], "volume_types": ["azureFile"],
	"shared_classes": ["azurefile-csi"], "disk_classes": ["gp3"],
}

test_pass[note] if {
	some note, case in {
		"driver": {"source": {"csi": {"driver": "efs.csi.aws.com"}}, "spec": {}},
		"type of volume": {"source": {"azureFile": {"shareName": "x"}}, "spec": {}},
		"class that AKS makes": {"source": claim("a"), "spec": {"storageClassName": "azurefile-csi"}},
		"class that is given": {"source": claim("a"), "spec": {"storageClassName": "files"}},
	}
	judged(case.source, case.spec) == ["pass", ""]
}

test_violation[note] if {
	some note, case in {
		"disk of its own": {
			"source": {"azureDisk": {"diskName": "x"}}, "spec": {},
			"how": `volume "v" has storage from its own source (azureDisk), which nodes do not share; use Amazon EFS or Azure Files`,
		},
		"class that EKS makes": {
			"source": claim("a"), "spec": {"storageClassName": "gp3"},
			"how": `the storage class gp3 of PersistentVolumeClaim "a" provides disks; use Amazon EFS or Azure Files`,
		},
		"class that is given": {
			"source": claim("a"), "spec": {"storageClassName": "disks"},
			"how": `PersistentVolumeClaim "a" has storage from StorageClass "disks" (ebs.csi.aws.com), which nodes do not share; use Amazon EFS or Azure Files`,
		},
		"claim that is missing": {
			"source": claim("b"), "spec": {},
			"how": `PersistentVolumeClaim "b" does not exist; correct the name or add it`,
		},
	}
	judged(case.source, case.spec) == ["violation", case.how]
}

test_unknown[note] if {
	some note, case in {
		"placeholder for the claim": {"source": claim("{{CLAIM}}"), "spec": {}, "how": "the claim {{CLAIM}} is still to be filled in"},
		"placeholder for the class": {
			"source": claim("a"), "spec": {"storageClassName": "{{CLASS}}"},
			"how": `the storage class {{CLASS}} of PersistentVolumeClaim "a" is still to be filled in`,
		},
		"class that is not given": {
			"source": claim("a"), "spec": {"storageClassName": "other"},
			"how": `what the storage class other of PersistentVolumeClaim "a" provides is not known from the given objects`,
		},
		"no class": {
			"source": claim("a"), "spec": {},
			"how": `PersistentVolumeClaim "a" has no storageClassName, and none of the given objects shows where its storage comes from`,
		},
	}
	judged(case.source, case.spec) == ["unknown", case.how]
}

test_unknown_in_requests if {
	request := {"review": {"object": pod, "operation": "CREATE"}}
	found := archive_storage.judged(pod, volume(claim("b")), parameters) with input as request
	found == ["unknown", `PersistentVolumeClaim "b" is not among the given objects`]
}

claim(name) := {"persistentVolumeClaim": {"claimName": name}}

volume(source) := {"title": `volume "v"`, "path": ["spec", "volumes", 0], "spec": object.union({"name": "v"}, source)}

pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "sidecar"}}

judged(source, spec) := found if {
	found := archive_storage.judged(pod, volume(source), parameters) with input as pod with data.inventory as {
		"namespace": {"sidecar": {"v1": {"PersistentVolumeClaim": {"a": {"metadata": {"namespace": "sidecar"}, "spec": spec}}}}},
		"cluster": {"storage.k8s.io/v1": {"StorageClass": {
			"disks": {"provisioner": "ebs.csi.aws.com"},
			"files": {"provisioner": "efs.csi.aws.com"},
		}}},
	}
}

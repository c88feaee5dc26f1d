package guiderail.messagelog.azure_files_encryption_test

import data.guiderail.messagelog.azure_files_encryption

old := "mount option vers=2.1 selects a version of SMB that does not encrypt; set vers=3.1.1"

test_denied_class[note] if {
	some note, case in {
		"nfs": {"parameters": {"protocol": "nfs"}, "want": {finding(plain("storage class", "protocol"), ["parameters", "protocol"])}},
		"nfs in capitals": {"parameters": {"Protocol": "NFS"}, "want": {finding(plain("storage class", "Protocol"), ["parameters", "Protocol"])}},
		"nfs by its file system": {"parameters": {"fsType": "nfs"}, "want": {finding(plain("storage class", "fsType"), ["parameters", "fsType"])}},
		"nfs, encryption off": {
			"parameters": {"protocol": "nfs", "encryptInTransit": "false"},
			"want": {finding(plain("storage class", "protocol"), ["parameters", "protocol"])},
		},
		"nfs, encryption null": {
			"parameters": {"protocol": "nfs", "encryptInTransit": null},
			"want": {finding(plain("storage class", "protocol"), ["parameters", "protocol"])},
		},
		"http": {
			"parameters": {"enableHttpsTrafficOnly": "false"},
			"want": {finding(
				"storage class: enableHttpsTrafficOnly is false, so the storage account accepts unencrypted traffic; remove it",
				["parameters", "enableHttpsTrafficOnly"],
			)},
		},
		"old SMB": {"parameters": {}, "options": ["dir_mode=0777", "vers=2.1"], "want": {finding(old, ["mountOptions", 1])}},
	}
	azure_files_encryption.violation == case.want with input as class("file.csi.azure.com", case.parameters, object.get(case, "options", []))
	azure_files_encryption.violation == case.want with input as class("kubernetes.io/azure-file", case.parameters, object.get(case, "options", []))
}

test_denied_volume[note] if {
	some note, case in {
		"nfs": {
			"spec": {"csi": {"driver": "file.csi.azure.com", "volumeAttributes": {"protocol": "nfs"}}},
			"want": {finding(plain("volume", "protocol"), ["spec", "csi", "volumeAttributes", "protocol"])},
		},
		"old SMB without a driver": {
			"spec": {"azureFile": {"shareName": "x"}, "mountOptions": ["vers=2.1"]},
			"want": {finding(old, ["spec", "mountOptions", 0])},
		},
		"plain NFS": {
			"spec": {"nfs": {"server": "contoso.file.core.windows.net"}},
			"want": {finding(
				"volume: Azure Files server contoso.file.core.windows.net is mounted over plain NFS, without encryption; use the driver file.csi.azure.com",
				["spec", "nfs", "server"],
			)},
		},
	}
	azure_files_encryption.violation == case.want with input as volume(case.spec)
}

test_denied_in_a_cron_job if {
	template := {"spec": {"volumes": [{"name": "a", "csi": {"driver": "file.csi.azure.com", "volumeAttributes": {"protocol": "nfs"}}}]}}
	azure_files_encryption.violation == {finding(
		plain(`volume "a"`, "protocol"),
		["spec", "jobTemplate", "spec", "template", "spec", "volumes", 0, "csi", "volumeAttributes", "protocol"],
	)} with input as {"review": {"object": {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": template}}}}}}
}

test_allowed[note] if {
	some note, case in {
		"nothing said": {"parameters": null},
		"smb": {"parameters": {"protocol": "smb"}, "options": ["vers=3.1.1", "mfsymlinks"]},
		"nfs with encryption": {"parameters": {"protocol": "nfs", "encryptInTransit": "true"}, "options": ["nconnect=4", "vers=4,minorversion=1"]},
		"https": {"parameters": {"enableHttpsTrafficOnly": "true"}},
	}
	azure_files_encryption.violation == set() with input as class("file.csi.azure.com", case.parameters, object.get(case, "options", null))
	azure_files_encryption.unknown == set() with input as class("file.csi.azure.com", case.parameters, object.get(case, "options", null))
}

test_allowed_of_other_drivers if {
	azure_files_encryption.violation == set() with input as class("blob.csi.azure.com", {"protocol": "nfs"}, ["vers=2.1"])
	not azure_files_encryption.applies with input as class("blob.csi.azure.com", {"protocol": "nfs"}, ["vers=2.1"])
	azure_files_encryption.applies with input as class("file.csi.azure.com", null, null)
	azure_files_encryption.applies with input as volume({"nfs": {"server": "nfs.example.org"}})
	azure_files_encryption.violation == set() with input as volume({"nfs": {"server": "nfs.example.org"}, "mountOptions": ["vers=2.1"]})
}

test_unknown if {
	azure_files_encryption.violation == set() with input as class("file.csi.azure.com", {"protocol": "nfs", "encryptInTransit": "${TLS}"}, [])
	azure_files_encryption.unknown == {finding(
		"storage class: the protocol or encryptInTransit is still to be filled in",
		["parameters"],
	)} with input as class("file.csi.azure.com", {"protocol": "nfs", "encryptInTransit": "${TLS}"}, [])
}

plain(title, field) := sprintf("%s: %s nfs is not encrypted; set encryptInTransit to \"true\" or use smb", [title, field])

finding(msg, path) := {"msg": msg, "details": {"path": path}}

class(provisioner, parameters, options) := {"review": {"object": {
	"apiVersion": "storage.k8s.io/v1",
	"kind": "StorageClass",
	"provisioner": provisioner,
	"parameters": parameters,
	"mountOptions": options,
}}}

volume(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "v"}, "spec": spec}}}

package guiderail.messagelog.efs_in_transit_test

import data.guiderail.messagelog.efs_in_transit

test_denied_switch[note] if {
	some note, case in {
		"text": {"value": "false", "shown": "false"},
		"boolean": {"value": false, "shown": "false"},
		"capital": {"value": "FALSE", "shown": "FALSE"},
		"digit": {"value": "0", "shown": "0"},
		"number": {"value": 0, "shown": "0"},
	}
	attributes := {"encryptInTransit": case.value}
	want := {off(case.shown, "volume", ["spec", "csi", "volumeAttributes", "encryptInTransit"])}
	efs_in_transit.violation == want with input as volume({"csi": {"driver": "efs.csi.aws.com", "volumeAttributes": attributes}})

	# The mount then fails; it is not encrypted all the same.
	efs_in_transit.violation == want with input as volume({"mountOptions": ["tls"], "csi": {"driver": "efs.csi.aws.com", "volumeAttributes": attributes}})
}

test_denied_switch_in_other_letters if {
	attributes := {"EncryptInTransit": "false"}
	want := {off("false", "volume", ["spec", "csi", "volumeAttributes", "EncryptInTransit"])}
	efs_in_transit.violation == want with input as volume({"csi": {"driver": "efs.csi.aws.com", "volumeAttributes": attributes}})
}

test_denied_storage_class if {
	efs_in_transit.violation == {off("false", "storage class", ["parameters", "encryptInTransit"])} with input as {"review": {"object": {
		"apiVersion": "storage.k8s.io/v1",
		"kind": "StorageClass",
		"provisioner": "efs.csi.aws.com",
		"parameters": {"encryptInTransit": "false"},
	}}}
}

test_denied_nfs[server] if {
	some server in [
		"fs-0123456789abcdef0.efs.eu-north-1.amazonaws.com",
		"eu-north-1a.fs-0123456789abcdef0.efs.eu-north-1.amazonaws.com",
		"fs-0123456789abcdef0.efs.cn-north-1.amazonaws.com.cn",
		"FS-0123456789ABCDEF0.EFS.eu-north-1.amazonaws.com.",
		"${FILE_SYSTEM}.efs.<region>.amazonaws.com",
	]
	how := sprintf("EFS server %s is mounted over plain NFS, without encryption; use the driver efs.csi.aws.com", [server])
	efs_in_transit.violation == {finding(sprintf("volume: %s", [how]), ["spec", "nfs", "server"])} with input as volume({"nfs": {"server": server}})
	efs_in_transit.violation == {finding(
		sprintf("volume: %s", [how]),
		["spec", "csi", "volumeAttributes", "server"],
	)} with input as volume({"csi": {"driver": "nfs.csi.k8s.io", "volumeAttributes": {"server": server}}})
	efs_in_transit.violation == {finding(
		sprintf(`volume "archive": %s`, [how]),
		["spec", "jobTemplate", "spec", "template", "spec", "volumes", 0, "nfs", "server"],
	)} with input as {"review": {"object": {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"volumes": [{
		"name": "archive",
		"nfs": {"server": server},
	}]}}}}}}}}
}

test_allowed[note] if {
	some note, spec in {
		"nothing said": {"csi": {"driver": "efs.csi.aws.com", "volumeHandle": "fs-1"}},
		"null": {"csi": {"driver": "efs.csi.aws.com", "volumeAttributes": {"encryptInTransit": null}}},
		"attributes null": {"csi": {"driver": "efs.csi.aws.com", "volumeAttributes": null}},
		"on": {"csi": {"driver": "efs.csi.aws.com", "volumeAttributes": {"encryptInTransit": "true"}}},
		"another driver": {"csi": {"driver": "ebs.csi.aws.com", "volumeAttributes": {"encryptInTransit": "false"}}},
		"another server": {"nfs": {"server": "nfs.efs.example.org"}},
		"a name that only looks alike": {"nfs": {"server": "efs.eu-north-1.amazonaws.com.example.org"}},
		"no spec": null,
	}
	efs_in_transit.violation == set() with input as volume(spec)
	efs_in_transit.unknown == set() with input as volume(spec)
}

# The driver may read any of several keys that differ only in their letters.
test_denied_one_of_two_switches if {
	spec := {"csi": {"driver": "efs.csi.aws.com", "volumeAttributes": {"encryptInTransit": "true", "encryptintransit": "false"}}}
	efs_in_transit.violation == {off("false", "volume", ["spec", "csi", "volumeAttributes", "encryptintransit"])} with input as volume(spec)
}

test_applies if {
	efs_in_transit.applies with input as volume({"csi": {"driver": "efs.csi.aws.com"}})
	efs_in_transit.applies with input as volume({"nfs": {"server": "nfs.example.org"}})
	not efs_in_transit.applies with input as volume({"csi": {"driver": "ebs.csi.aws.com"}})
	not efs_in_transit.applies with input as {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "app"}]}}
}

test_unknown if {
	spec := {"csi": {"driver": "efs.csi.aws.com", "volumeAttributes": {"encryptInTransit": "{{ .Values.tls }}"}}}
	efs_in_transit.violation == set() with input as volume(spec)
	efs_in_transit.unknown == {finding(
		"volume: encryptInTransit {{ .Values.tls }} is still to be filled in",
		["spec", "csi", "volumeAttributes", "encryptInTransit"],
	)} with input as volume(spec)
}

off(value, title, path) := finding(
	sprintf("%s: encryptInTransit is %s, so traffic to EFS is not encrypted; remove it or set it to \"true\"", [title, value]),
	path,
)

finding(msg, path) := {"msg": msg, "details": {"path": path}}

volume(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "v"}, "spec": spec}}}

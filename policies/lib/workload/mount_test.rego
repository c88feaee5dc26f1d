package lib.guiderail.mount_test

import data.lib.guiderail.mount

test_of_a_container if {
	mounted := {"name": "s", "volumeMounts": [
		{"name": "data", "mountPath": "/var//lib/"},
		{"name": "claim", "mountPath": "/etc/xroad", "subPath": "config/"},
		{"name": "unknown", "mountPath": "/srv"},
		{"name": "data", "mountPath": 7},
		{"name": "data"},
		"data",
	]}
	set := {"apiVersion": "apps/v1", "kind": "StatefulSet", "spec": {
		"template": {"spec": {"containers": [mounted], "volumes": [{"name": "data", "emptyDir": {}}, {"name": "claim", "emptyDir": {}}]}},
		"volumeClaimTemplates": [{"metadata": {"name": "claim"}}, {}],
	}}
	container := {"path": ["x"], "spec": mounted}
	data_mount := {"at": "/var/lib", "sub": "", "path": ["x", "volumeMounts", 0], "volume": {
		"title": `volume "data"`, "path": ["spec", "template", "spec", "volumes", 0], "spec": {"name": "data", "emptyDir": {}}, "pod": 0,
	}}
	claim_mount := {"at": "/etc/xroad", "sub": "config", "path": ["x", "volumeMounts", 1], "volume": {
		"title": `volume claim template "claim"`, "path": ["spec", "volumeClaimTemplates", 0],
		"spec": {"name": "claim", "persistentVolumeClaim": {"claimName": "claim"}}, "pod": 0,
	}}

	mount.of(container) == [data_mount, claim_mount] with input as set
	mount.within(container, "/var") == [data_mount] with input as set
	mount.within(container, "/var/lib") == [data_mount] with input as set
	mount.within(container, "/var/lib/xroad") == [] with input as set
	mount.holding(container, "/var/lib") == data_mount with input as set
	mount.holding(container, "/var/lib/xroad") == data_mount with input as set
	not mount.holding(container, "/var/libexec") with input as set
	mount.of({"path": [], "spec": {}}) == [] with input as set
	not mount.holding({"path": [], "spec": {"volumeMounts": null}}, "/etc")
}

test_deepest_mount_counts if {
	spec := {"volumeMounts": [
		{"name": "a", "mountPath": "/var/lib/xroad"},
		{"name": "a", "mountPath": "/var/lib"},
		{"name": "b", "mountPath": "/var/lib/xroad/"},
	]}
	pod := {"apiVersion": "v1", "kind": "Pod", "spec": {"volumes": [{"name": "a"}, {"name": "b"}]}}
	mount.holding({"path": [], "spec": spec}, "/var/lib/xroad").volume.spec.name == "b" with input as pod
}

test_persistent[note] if {
	some note, case in {
		"claim": {"spec": {"persistentVolumeClaim": {"claimName": "x"}}, "want": true},
		"NFS": {"spec": {"nfs": {"server": "x"}}, "want": true},
		"Azure Files by CSI": {"spec": {"csi": {"driver": "file.csi.azure.com"}}, "want": true},
		"secrets by CSI": {"spec": {"csi": {"driver": "secrets-store.csi.k8s.io"}}, "want": false},
		"claim that goes with the pod": {"spec": {"ephemeral": {"volumeClaimTemplate": {}}}, "want": false},
		"directory of the pod": {"spec": {"emptyDir": {}}, "want": false},
		"directory of the node": {"spec": {"hostPath": {"path": "/x"}}, "want": false},
		"nothing": {"spec": {}, "want": false},
		"null": {"spec": {"persistentVolumeClaim": null}, "want": false},
	}
	persistent := [true | mount.is_persistent(case)]
	persistent == [true | case.want]
}

test_secrets_of_a_volume[note] if {
	some note, case in {
		"secret": {"spec": {"secret": {"secretName": "a"}}, "want": [{"path": ["v", "secret"], "spec": {"secretName": "a"}}]},
		"projected": {
			"spec": {"projected": {"sources": [{"configMap": {"name": "c"}}, {"secret": {"name": "a"}}, {"secret": null}]}},
			"want": [{"path": ["v", "projected", "sources", 1, "secret"], "spec": {"name": "a"}}],
		},
		"null": {"spec": {"secret": null}, "want": []},
		"another": {"spec": {"emptyDir": {}}, "want": []},
	}
	mount.secrets({"path": ["v"], "spec": case.spec}) == case.want
}

test_secret_files[note] if {
	items := [{"key": "k", "path": "ssh/id_rsa"}, {"key": "l", "path": "other"}, {"key": "m"}, {"path": "n"}, "o"]
	some note, case in {
		"all of it": {"sub": "", "items": items, "want": [file("/etc/ssh/id_rsa", "k", 0), file("/etc/other", "l", 1)]},
		"a directory of it": {"sub": "ssh", "items": items, "want": [file("/etc/id_rsa", "k", 0)]},
		"a file of it": {"sub": "other", "items": items, "want": [file("/etc", "l", 1)]},
		"one key": {"sub": "k", "items": null, "want": [{"at": "/etc", "key": "k", "path": ["m"]}]},
		"every key": {"sub": "", "items": [], "want": []},
	}
	volume := {"path": ["v"], "spec": {"secret": {"items": case.items}}}
	mount.secret_files({"at": "/etc", "sub": case.sub, "path": ["m"], "volume": volume}) == case.want
}

file(at, key, i) := {"at": at, "key": key, "path": ["v", "secret", "items", i]}

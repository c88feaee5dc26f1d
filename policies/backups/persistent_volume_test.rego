package guiderail.backups.persistent_volume_test

import data.guiderail.backups.persistent_volume

claim := {"persistentVolumeClaim": {"claimName": "c"}}

test_denied_without_volume[tag] if {
	some tag in ["7.8.1-slim", "7.8.1-slim-primary", "7.8.1-slim-fi", "{{TAG}}"]
	persistent_volume.violation == {finding(["volumeMounts"], "not on a volume")} with input as pod(tag, {})
	persistent_volume.violation == {finding(["volumeMounts"], "not on a volume")} with input as pod(tag, {"/etc/xroad": claim})
	persistent_volume.applies with input as pod(tag, {})
}

test_denied_on_a_volume_that_is_lost[source][at] if {
	some source, value in {
		"emptyDir": {},
		"hostPath": {"path": "/srv"},
		"ephemeral": {"volumeClaimTemplate": {}},
		"configMap": {"name": "c"},
		"csi": {"driver": "secrets-store.csi.k8s.io"},
	}
	some at in ["/var/lib/xroad", "/var/lib/xroad/", "/var/lib", "/var/lib/xroad/backup"]
	persistent_volume.violation == {finding(["volumeMounts", 0], sprintf("on volume %q (%s)", [trim_right(at, "/"), source]))} with input as pod("7.8.1-slim", {at: {source: value}})
}

test_denied_within_the_archive_of_a_full_sidecar if {
	mounts := {"/var/lib/xroad": claim, "/var/lib/xroad/backup": {"emptyDir": {}}}
	persistent_volume.violation == {finding(["volumeMounts", 1], `on volume "/var/lib/xroad/backup" (emptyDir)`)} with input as pod("7.8.1", mounts)
}

test_denied_volume_that_is_not_there if {
	container := {
		"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1-slim",
		"volumeMounts": [{"name": "x", "mountPath": "/var/lib/xroad"}],
	}
	review := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [container]}}}}
	persistent_volume.violation == {finding(["volumeMounts"], "not on a volume")} with input as review
}

test_allowed[note] if {
	some note, case in {
		"claim": {"tag": "7.8.1-slim", "mounts": {"/var/lib/xroad": claim}},
		"for the backups alone": {"tag": "7.8.1-slim", "mounts": {"/var/lib/xroad/backup/": claim}},
		"above": {"tag": "7.8.1-slim-primary", "mounts": {"/var/lib": {"csi": {"driver": "efs.csi.aws.com"}}}},
		"network file system": {"tag": "{{TAG}}", "mounts": {"/var/lib/xroad": {"nfs": {"server": "s", "path": "/"}}}},
		"full": {"tag": "7.8.1", "mounts": {"/var/lib/xroad": claim}},
		"full without volume, which sidecar.volumes says": {"tag": "7.8.1", "mounts": {}},
		"full on a volume that is lost, which sidecar.volumes says": {"tag": "7.8.1-primary", "mounts": {"/var/lib/xroad": {"emptyDir": {}}}},
	}
	persistent_volume.violation == set() with input as pod(case.tag, case.mounts)
	persistent_volume.applies with input as pod(case.tag, case.mounts)
}

test_allowed_claim_of_a_stateful_set if {
	container := {
		"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1-slim-primary",
		"volumeMounts": [{"name": "archive", "mountPath": "/var/lib/xroad", "subPath": "server"}],
	}
	set := {"apiVersion": "apps/v1", "kind": "StatefulSet", "spec": {
		"template": {"spec": {"containers": [container]}},
		"volumeClaimTemplates": [{"metadata": {"name": "archive"}}],
	}}
	persistent_volume.violation == set() with input as {"review": {"object": set}}
}

test_not_applicable[note] if {
	some note, spec in {
		"secondary": {"containers": [{"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1-slim-secondary"}]},
		"another image": {"containers": [{"name": "app", "image": "nginx:1.29"}]},
		"an init container that ends": {"initContainers": [{"name": "seed", "image": "niis/xroad-security-server-sidecar:7.8.1-slim"}]},
	}
	review := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": spec}}}
	not persistent_volume.applies with input as review
	persistent_volume.violation == set() with input as review
}

finding(path, medium) := {
	"msg": sprintf(`container "server": /var/lib/xroad/backup is %s; mount a PersistentVolumeClaim`, [medium]),
	"details": {"path": array.concat(["spec", "containers", 0], path)},
}

pod(tag, mounts) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {
	"containers": [{
		"name": "server",
		"image": sprintf("niis/xroad-security-server-sidecar:%s", [tag]),
		"volumeMounts": [{"name": trim_right(at, "/"), "mountPath": at} | some at, _ in mounts],
	}],
	"volumes": [object.union({"name": trim_right(at, "/")}, source) | some at, source in mounts],
}}}}

package guiderail.sidecar.volumes_test

import data.guiderail.sidecar.volumes

external := [{"name": "XROAD_DB_HOST", "value": "db.example.org"}]

claim := {"persistentVolumeClaim": {"claimName": "c"}}

test_configuration[role] if {
	some role, tag in {"single": "7.8.1-slim", "primary": "7.8.1-slim-primary"}
	volumes.violation == {finding(["volumeMounts"], "/etc/xroad is not on a volume; mount a PersistentVolumeClaim")} with input as pod(tag, {"env": external}, {})
	volumes.violation == set() with input as pod(tag, {"env": external}, {"/etc/xroad/": claim})
	volumes.unknown == set() with input as pod(tag, {"env": external}, {})
	volumes.applies with input as pod(tag, {"env": external}, {})
}

test_configuration_that_is_lost[source] if {
	some source, value in {
		"emptyDir": {},
		"hostPath": {"path": "/srv"},
		"ephemeral": {"volumeClaimTemplate": {}},
		"secret": {"secretName": "s"},
		"csi": {"driver": "secrets-store.csi.k8s.io"},
	}
	volumes.violation == {finding(
		["volumeMounts", 0],
		sprintf(`/etc/xroad is on volume "/etc/xroad" (%s); mount a PersistentVolumeClaim`, [source]),
	)} with input as pod("7.8.1-slim", {"env": external}, {"/etc/xroad": {source: value}})
}

test_archives[note] if {
	some note, case in {
		"full": {"tag": "7.8.1", "mounts": {"/etc/xroad": claim}, "want": {finding(["volumeMounts"], "/var/lib/xroad is not on a volume; mount a PersistentVolumeClaim")}},
		"full primary": {
			"tag": "7.8.1-primary-fi", "mounts": {"/etc/xroad": claim, "/var/lib/xroad": {"emptyDir": {}}},
			"want": {finding(["volumeMounts", 1], `/var/lib/xroad is on volume "/var/lib/xroad" (emptyDir); mount a PersistentVolumeClaim`)},
		},
		"kept": {"tag": "7.8.1", "mounts": {"/etc/xroad": claim, "/var/lib/xroad/": {"csi": {"driver": "file.csi.azure.com"}}}, "want": set()},
		"kept above": {"tag": "7.8.1", "mounts": {"/etc/xroad": claim, "/var/lib": {"nfs": {}}}, "want": set()},
		"slim": {"tag": "7.8.1-slim", "mounts": {"/etc/xroad": claim}, "want": set()},
	}
	volumes.violation == case.want with input as pod(case.tag, {"env": external}, case.mounts)
	volumes.unknown == set() with input as pod(case.tag, {"env": external}, case.mounts)
}

test_archives_of_an_unknown_type if {
	review := pod("{{TAG}}", {"env": external}, {"/etc/xroad": claim})
	volumes.violation == set() with input as review
	volumes.unknown == {finding(
		["image"],
		"the image does not show whether the sidecar is slim or full; a full one needs a PersistentVolumeClaim at /var/lib/xroad",
	)} with input as review
	volumes.unknown == set() with input as pod("{{TAG}}", {"env": external}, {"/var/lib/xroad": claim})
}

test_own_database[note][directory] if {
	some note, spec in {
		"no environment": {},
		"null": {"env": null, "envFrom": null},
		"another variable": {"env": [{"name": "XROAD_LOG_LEVEL", "value": "INFO"}], "envFrom": []},
		"loopback": {"env": [{"name": "XROAD_DB_HOST", "value": "127.0.0.1"}]},
		"loopback by name, beside a Secret": {"env": [{"name": "XROAD_DB_HOST", "value": "localhost"}], "envFrom": [{"secretRef": {"name": "s"}}]},
		"loopback by its other name": {"env": [{"name": "XROAD_DB_HOST", "value": "localhost.localdomain"}]},
		"the pod's own address": {"env": [{"name": "XROAD_DB_HOST", "value": "0.0.0.0"}]},
		"IPv6": {"env": [{"name": "XROAD_DB_HOST", "value": "::1"}]},
		"empty": {"env": [{"name": "XROAD_DB_HOST", "value": ""}]},
		"no value": {"env": [{"name": "XROAD_DB_HOST"}]},
		"the last counts": {"env": array.concat(external, [{"name": "XROAD_DB_HOST", "value": "127.0.0.1"}])},
	}
	volumes.violation == {finding(["volumeMounts"], "/var/lib/postgresql/16/main is not on a volume; mount a PersistentVolumeClaim")} with input as pod("7.8.1-slim", spec, {"/etc/xroad": claim})
	some directory in ["/var/lib/postgresql/16/main", "/var/lib/postgresql"]
	volumes.violation == set() with input as pod("7.8.1-slim", spec, {"/etc/xroad": claim, directory: claim})
}

test_database_elsewhere[note] if {
	some note, case in {
		"named": {"tag": "7.8.1-slim", "spec": {"env": external}},
		"from a Secret": {"tag": "7.8.1-slim", "spec": {"env": [{"name": "XROAD_DB_HOST", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]}},
		"perhaps in a Secret": {"tag": "7.8.1-slim", "spec": {"envFrom": [{"secretRef": {"name": "s"}}]}},
		"to be filled in": {"tag": "7.8.1-slim", "spec": {"env": [{"name": "XROAD_DB_HOST", "value": "{{XROAD_DB_HOST}}"}]}},
		"primary": {"tag": "7.8.1-slim-primary", "spec": {}},
	}
	volumes.violation == set() with input as pod(case.tag, case.spec, {"/etc/xroad": claim})
}

test_old_directory_of_the_database if {
	mounts := {"/etc/xroad": claim, "/var/lib/postgresql/12/main": claim}
	volumes.violation == {finding(["volumeMounts"], "/var/lib/postgresql/16/main is not on a volume; mount a PersistentVolumeClaim")} with input as pod("7.8.1-slim", {}, mounts)
	review := object.union(pod("7.8.1-slim", {}, mounts), {"parameters": {"database_directory": "/var/lib/postgresql/12/main"}})
	volumes.violation == set() with input as review
}

test_secondary[note] if {
	some note, case in {
		"shares": {"mounts": {"/etc/xroad": claim}, "want": {finding(
			["volumeMounts", 0],
			`/etc/xroad is on volume "/etc/xroad" (persistentVolumeClaim), but a secondary keeps its own copy; remove the mount`,
		)}},
		"has nothing": {"mounts": {}, "want": set()},
		"has a directory of the pod": {"mounts": {"/etc/xroad": {"emptyDir": {}}}, "want": set()},
		"mounts a file": {"mounts": {"/etc/xroad/conf.d/local.ini": claim}, "want": set()},
	}
	volumes.violation == case.want with input as pod("7.8.1-secondary", {}, case.mounts)
	volumes.unknown == set() with input as pod("{{VERSION}}-secondary", {}, case.mounts)
}

test_claims_of_a_stateful_set if {
	container := {
		"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1-slim-primary",
		"volumeMounts": [{"name": "config", "mountPath": "/etc/xroad"}],
	}
	set := {"apiVersion": "apps/v1", "kind": "StatefulSet", "spec": {
		"template": {"spec": {"containers": [container]}},
		"volumeClaimTemplates": [{"metadata": {"name": "config"}}],
	}}
	volumes.violation == set() with input as {"review": {"object": set}}
}

test_not_applicable[note] if {
	some note, spec in {
		"another image": {"containers": [{"name": "app", "image": "nginx:1.29"}]},
		"an init container that ends": {"initContainers": [{"name": "seed", "image": "niis/xroad-security-server-sidecar:7.8.1"}]},
	}
	review := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": spec}}}
	volumes.violation == set() with input as review
	volumes.unknown == set() with input as review
	not volumes.applies with input as review
}

finding(path, how) := {
	"msg": sprintf(`container "server": %s`, [how]),
	"details": {"path": array.concat(["spec", "containers", 0], path)},
}

pod(tag, spec, mounts) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {
	"containers": [object.union(spec, {
		"name": "server",
		"image": sprintf("niis/xroad-security-server-sidecar:%s", [tag]),
		"volumeMounts": [{"name": trim_right(at, "/"), "mountPath": at} | some at, _ in mounts],
	})],
	"volumes": [object.union({"name": trim_right(at, "/")}, source) | some at, source in mounts],
}}}}

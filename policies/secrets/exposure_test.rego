package guiderail.secrets.exposure_test

import data.guiderail.secrets.exposure

keys := {"name": "keys", "secret": {"secretName": "ssh"}}

test_denied_mount[note] if {
	some note, case in {
		"one file": {"mount": {"subPath": "id_rsa"}, "want": {by("subPath")}},
		"one file by an expression": {"mount": {"subPathExpr": "$(NAME)"}, "want": {by("subPathExpr")}},
		"write access": {"mount": {"readOnly": false}, "want": {writable}},
		"both": {"mount": {"subPath": "id_rsa", "readOnly": false}, "want": {by("subPath"), writable}},
	}
	spec := {"containers": [{"name": "app", "volumeMounts": [object.union({"name": "keys", "mountPath": "/k"}, case.mount)]}], "volumes": [keys]}
	exposure.violation == case.want with input as pod(spec)
}

test_denied_mount_of_a_projected_volume_in_a_cron_job if {
	template := {"spec": {
		"initContainers": [{"name": "app", "volumeMounts": [{"name": "all", "subPath": "a"}]}],
		"volumes": [{"name": "all", "projected": {"sources": [{"configMap": {"name": "c"}}, {"secret": {"name": "s"}}]}}],
	}}
	exposure.violation == {finding(
		`init container "app": secret volume "all" is mounted with subPath, so the container never sees a rotated value; mount the directory`,
		["spec", "jobTemplate", "spec", "template", "spec", "initContainers", 0, "volumeMounts", 0, "subPath"],
	)} with input as {"review": {"object": {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": template}}}}}}
}

test_denied_volume_for_nobody[note] if {
	some note, containers in {
		"no mounts": [{"name": "app"}],
		"null": [{"name": "app", "volumeMounts": null}],
		"another volume": [{"name": "app", "volumeMounts": [{"name": "data"}]}],
		"no containers": [],
	}
	exposure.violation == {finding(`volume "keys" has a Secret that no container mounts; remove it`, ["spec", "volumes", 0])} with input as pod({"containers": containers, "volumes": [keys]})
}

test_denied_shared[note] if {
	some note, case in {
		"sidecar": {
			"spec": {"containers": [taker("app", "shop/app:1"), taker("logs", "fluent/fluent-bit:4")]},
			"want": {shared(`container "logs"`, ["spec", "containers", 1, "envFrom", 0])},
		},
		"init container": {
			"spec": {"initContainers": [taker("wait", "busybox:1")], "containers": [taker("app", "shop/app:1")]},
			"want": {shared(`init container "wait"`, ["spec", "initContainers", 0, "envFrom", 0])},
		},
		"ephemeral container": {
			"spec": {"ephemeralContainers": [taker("wait", "busybox:1")], "containers": [taker("app", "shop/app:1")]},
			"want": {shared(`ephemeral container "wait"`, ["spec", "ephemeralContainers", 0, "envFrom", 0])},
		},
		"image absent": {
			"spec": {"containers": [taker("app", "shop/app:1"), object.remove(taker("logs", ""), ["image"])]},
			"want": {shared(`container "logs"`, ["spec", "containers", 1, "envFrom", 0])},
		},
	}
	exposure.violation == case.want with input as pod(case.spec)
	exposure.unknown == set() with input as pod(case.spec)
}

test_denied_shared_processes[note] if {
	some note, app in {
		"all of a Secret": {"name": "app", "envFrom": [{"secretRef": {"name": "s"}}]},
		"one key": {"name": "app", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "a"}}}]},
	}
	exposure.violation == {finding(
		`shareProcessNamespace exposes the environment of container "app", which comes from a Secret, to every container; remove it`,
		["spec", "shareProcessNamespace"],
	)} with input as pod({"shareProcessNamespace": true, "containers": [{"name": "debug"}, app]})
}

test_allowed[note] if {
	some note, spec in {
		"mount": {"containers": [{"volumeMounts": [{"name": "keys", "readOnly": true}]}], "volumes": [keys]},
		"nothing said of writing": {"containers": [{"volumeMounts": [{"name": "keys", "readOnly": null, "subPath": null}]}], "volumes": [keys]},
		"empty sub path": {"containers": [{"volumeMounts": [{"name": "keys", "subPath": ""}]}], "volumes": [keys]},
		"several containers need the certificate": {
			"containers": [{"volumeMounts": [{"name": "keys"}]}, {"volumeMounts": [{"name": "keys"}]}],
			"volumes": [keys],
		},
		"other volumes": {
			"containers": [{"volumeMounts": [{"name": "data", "subPath": "a"}, {"name": "all", "readOnly": false}]}],
			"volumes": [{"name": "data", "configMap": {"name": "c"}}, {"name": "all", "projected": {"sources": [{"configMap": {"name": "c"}}]}}, {"name": "none", "secret": null}, {"secret": {}}],
		},
		"one image prepares and serves": {
			"initContainers": [taker("migrate", "docker.io/shop/app:1")],
			"containers": [taker("app", "shop/app:2"), taker("worker", "shop/app@sha256:x")],
		},
		"different Secrets": {"containers": [taker("app", "shop/app:1"), {"image": "b", "envFrom": [{"secretRef": {"name": "t"}}, {"configMapRef": {"name": "s"}}]}]},
		"keys by name": {"containers": [taker("app", "shop/app:1"), {"image": "b", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "a"}}}]}]},
		"processes shared without Secrets": {"shareProcessNamespace": true, "containers": [{"name": "a"}, {"name": "b", "envFrom": [{"configMapRef": {"name": "c"}}]}]},
		"processes of one container": {"shareProcessNamespace": true, "containers": [taker("app", "shop/app:1")]},
		"processes apart": {"shareProcessNamespace": false, "containers": [taker("app", "shop/app:1"), {"name": "b"}]},
		"processes null": {"shareProcessNamespace": null, "containers": [taker("app", "shop/app:1"), {"name": "b"}]},
		"wrong types": {"containers": [{"volumeMounts": ["keys"], "envFrom": ["s", {"secretRef": {"name": 7}}]}], "volumes": "keys"},
	}
	exposure.violation == set() with input as pod(spec)
	exposure.unknown == set() with input as pod(spec)
}

test_allowed_volume_for_an_injected_container if {
	object := {
		"apiVersion": "v1",
		"kind": "Pod",
		"metadata": {"annotations": {"sidecar.istio.io/userVolumeMount": `[{"name":"keys","mountPath":"/etc/keys"}]`}},
		"spec": {"containers": [{"name": "app"}], "volumes": [keys]},
	}
	exposure.violation == set() with input as {"review": {"object": object}}
}

test_unknown if {
	spec := {"containers": [taker("app", "shop/app:1"), taker("worker", "{{ .Values.worker.image }}")]}
	exposure.violation == set() with input as pod(spec)
	exposure.unknown == {finding(
		`container "worker": whether it runs the same image as container "app", with which it shares Secret "s", is not known; an image is still to be filled in`,
		["spec", "containers", 1, "envFrom", 0],
	)} with input as pod(spec)
}

test_parameters[note] if {
	some note, case in {
		"sub path allowed": {
			"spec": {"containers": [{"name": "app", "volumeMounts": [{"name": "keys", "subPath": "a"}]}], "volumes": [keys]},
			"given": {"allow_sub_path": true},
			"want": set(),
		},
		"read-only required": {
			"spec": {"containers": [{"name": "app", "volumeMounts": [{"name": "keys"}]}], "volumes": [keys]},
			"given": {"require_read_only": true},
			"want": {writable},
		},
		"shared by name": {
			"spec": {"containers": [taker("app", "shop/app:1"), taker("logs", "fluent/fluent-bit:4")]},
			"given": {"shared_secrets": ["s"]},
			"want": set(),
		},
		"a name that only begins alike": {
			"spec": {"containers": [taker("app", "shop/app:1"), taker("logs", "fluent/fluent-bit:4")]},
			"given": {"shared_secrets": ["s*", "", "ss"]},
			"want": {shared(`container "logs"`, ["spec", "containers", 1, "envFrom", 0])},
		},
	}
	exposure.violation == case.want with input as object.union(pod(case.spec), {"parameters": case.given})
}

by(field) := finding(
	sprintf(`container "app": secret volume "keys" is mounted with %s, so the container never sees a rotated value; mount the directory`, [field]),
	["spec", "containers", 0, "volumeMounts", 0, field],
)

writable := finding(
	`container "app": the mount of secret volume "keys" is not read-only; set readOnly to true`,
	["spec", "containers", 0, "volumeMounts", 0, "readOnly"],
)

shared(title, path) := finding(
	sprintf(`%s: envFrom takes all keys of Secret "s", as does container "app" with another image; use env.valueFrom.secretKeyRef for the keys that are needed`, [title]),
	path,
)

taker(name, image) := {"name": name, "image": image, "envFrom": [{"secretRef": {"name": "s"}}]}

finding(msg, path) := {"msg": msg, "details": {"path": path}}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

test_applies[note] if {
	some note, object in {
		"variables": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "envFrom": [{"secretRef": {"name": "s"}}]}]}},
		"one variable": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]}]}},
		"mounted": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "volumeMounts": [{"name": "keys", "mountPath": "/k"}]}], "volumes": [keys]}},
		"not mounted": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a"}], "volumes": [keys]}},
	}
	exposure.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"no secret": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "envFrom": [{"configMapRef": {"name": "c"}}]}], "volumes": [{"name": "v", "emptyDir": {}}]}},
	}
	not exposure.applies with input as {"review": {"object": object}}
}

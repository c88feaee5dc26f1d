package guiderail.messagelog.offload_test

import data.guiderail.messagelog.offload

alone := {
	"msg": `container "security-server-sidecar": nothing in namespace "sidecar" copies the archives and backups in /var/lib/xroad elsewhere; add a CronJob that copies them to S3 or Blob Storage every day`,
	"details": {"path": ["spec", "containers", 0]},
}

test_denied_alone[note] if {
	some note, inventory in {
		"nothing": {},
		"other namespace": beside("other", "CronJob", "batch/v1", cron_job({})),
		"one that sends other things": beside("sidecar", "CronJob", "batch/v1", cron_job({"args": ["s3", "sync", "/x", "s3://x"], "volumeMounts": []})),
		"a job that ran once": beside("sidecar", "Job", "batch/v1", {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "j"}, "spec": cron_job({}).spec.jobTemplate.spec}),
	}
	said(sidecar("", {}), inventory, {}) == verdict({alone}, set())
}

test_allowed_beside[note] if {
	some note, change in {
		"s3": {},
		"aws in words": {"command": ["aws", "s3api", "put-object"], "args": []},
		"az": {"command": ["az", "storage", "blob", "upload-batch"], "args": []},
		"azcopy": {"command": ["azcopy", "sync"], "args": []},
		"blob": {"command": ["curl", "-T", "x", "https://a.blob.core.windows.net/x"], "args": []},
		"rclone": {"image": "rclone/rclone:1", "args": []},
		"variable": {"args": [], "env": [{"name": "TARGET", "value": "s3://x"}]},
	}
	said(sidecar("", {}), beside("sidecar", "CronJob", "batch/v1", cron_job(change)), {}) == verdict(set(), set())
}

test_allowed_by_a_deployment if {
	deployment := {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, "spec": {"template": {"spec": cron_job({}).spec.jobTemplate.spec.template.spec}}}
	said(sidecar("", {}), beside("sidecar", "Deployment", "apps/v1", deployment), {}) == verdict(set(), set())
}

test_allowed_by_itself if {
	subject := object.union_n([sidecar("", {}), {"spec": {"containers": array.concat(sidecar("", {}).spec.containers, [sender({})])}}])
	said(subject, {}, {}) == verdict(set(), set())
}

test_allowed_by_parameters if {
	said(sidecar("", {}), {}, {"claims_sent_elsewhere": ["archive"]}) == verdict(set(), set())
	count(said(sidecar("", {}), {}, {"claims_sent_elsewhere": ["archives"]}).violation) == 1
	script := cron_job({"args": ["/scripts/send"]})
	said(sidecar("", {}), beside("sidecar", "CronJob", "batch/v1", script), {"senders": ["^x /scripts/send$"]}) == verdict(set(), set())
	count(said(sidecar("", {}), {}, {"directories": ["/srv"]}).violation) == 1
}

configured(volume) := sidecar("", {
	"containers": [{
		"name": "security-server-sidecar", "image": "niis/xroad-security-server-sidecar:7.8.1",
		"volumeMounts": [{"name": "v", "mountPath": "/etc/xroad/conf.d/local.ini", "subPath": "local.ini"}],
	}],
	"volumes": [object.union({"name": "v"}, volume)],
})

config_map(text) := {"namespace": {"sidecar": {"v1": {"ConfigMap": {"local": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "local"}, "data": {"local.ini": text}}}}}}}

test_allowed_by_the_server_itself[note] if {
	some note, volume in {"config map": {"configMap": {"name": "local"}}, "projected": {"projected": {"sources": [{"configMap": {"name": "local"}}]}}}
	said(configured(volume), config_map("[message-log]\narchive-transfer-command = /x https://x\n"), {}) == verdict(set(), set())
}

test_denied_without_a_command[note] if {
	some note, text in {"none": "[message-log]\nx = y\n", "empty": "[message-log]\narchive-transfer-command =\n", "other section": "[proxy]\narchive-transfer-command = x\n"}
	said(configured({"configMap": {"name": "local"}}), config_map(text), {}) == verdict({alone}, set())
}

test_unknown_configuration if {
	msg := `container "security-server-sidecar": whether archives and backups are copied elsewhere is not known; ConfigMap "local", which is not among the given objects, may copy them`
	said(configured({"configMap": {"name": "local"}}), {}, {}) == verdict(set(), {{"msg": msg, "details": alone.details}})
}

test_unknown_scripts if {
	msg := `container "security-server-sidecar": whether archives and backups are copied elsewhere is not known; CronJob "send" may copy them`
	script := cron_job({"args": ["/scripts/send"]})
	said(sidecar("", {}), beside("sidecar", "CronJob", "batch/v1", script), {}) == verdict(set(), {{"msg": msg, "details": alone.details}})
}

test_unknown_in_requests if {
	asked := {"review": {"object": sidecar("", {}), "operation": "UPDATE"}}
	unknown := offload.unknown with input as asked
	unknown == {{"msg": `container "security-server-sidecar": none of the given objects copies the archives and backups in /var/lib/xroad elsewhere`, "details": alone.details}}
	violation := offload.violation with input as asked
	violation == set()
}

test_unknown_images if {
	without := sidecar("-{{TAG}}", {"volumes": [{"name": "archive", "emptyDir": {}}]})
	msg := `container "security-server-sidecar": the image does not show whether the sidecar is slim or full; a full one must have its archives and backups copied elsewhere`
	said(without, {}, {}) == verdict(set(), {{"msg": msg, "details": {"path": ["spec", "containers", 0, "image"]}}})
	said(sidecar("-{{TAG}}", {}), {}, {}) == verdict({alone}, set())
}

test_denied_in_the_namespace_default if {
	violation := said(object.remove(sidecar("", {}), ["metadata"]), {}, {}).violation
	[contains(v.msg, `nothing in namespace "default"`) | some v in violation] == [true]
}

job(change) := object.union(cron_job({}), {"spec": object.union(cron_job({}).spec, change)})

test_denied_schedules[note] if {
	some note, case in {
		"weekly": {"schedule": "@weekly", "how": "schedule @weekly is not daily"},
		"none": {"schedule": "", "how": "schedule is not set"},
		"words": {"schedule": "daily", "how": "schedule daily is not a valid schedule"},
		"number": {"schedule": 5, "how": "schedule 5 is not a valid schedule"},
	}
	msg := sprintf("%s; copy archives and backups elsewhere every day", [case.how])
	said(job({"schedule": case.schedule}), sidecars, {}) == verdict({{"msg": msg, "details": {"path": ["spec", "schedule"]}}}, set())
}

test_denied_without_a_schedule if {
	subject := json.remove(job({}), ["spec/schedule"])
	count(said(subject, sidecars, {}).violation) == 1
}

test_allowed_schedules if {
	said(job({"schedule": "0 4 * * 0"}), sidecars, {"allowed_schedules": ["0 4 * * 0"]}) == verdict(set(), set())
}

test_unknown_schedules if {
	said(job({"schedule": "{{SCHEDULE}}"}), sidecars, {}) == verdict(set(), {{"msg": "schedule {{SCHEDULE}} is still to be filled in", "details": {"path": ["spec", "schedule"]}}})
}

test_denied_suspended if {
	said(job({"suspend": true}), sidecars, {}) == verdict({{"msg": "suspend is true, so nothing is copied; remove it", "details": {"path": ["spec", "suspend"]}}}, set())
}

test_allowed_not_suspended[note] if {
	some note, change in {"absent": {}, "null": {"suspend": null}, "false": {"suspend": false}}
	said(job(change), sidecars, {}) == verdict(set(), set())
}

container_path := ["spec", "jobTemplate", "spec", "template", "spec", "containers", 0]

test_denied_any_server[note] if {
	some note in ["--no-verify-ssl", "--no-check-certificate", "--insecure"]
	msg := sprintf(`container "sender" does not verify the server (%s); remove the option`, [note])
	said(cron_job({"args": ["s3", "sync", note, "/a", "s3://x"]}), sidecars, {}) == verdict({{"msg": msg, "details": {"path": container_path}}}, set())
}

test_denied_http[note] if {
	some note, change in {
		"option": {"args": ["s3", "cp", "--endpoint-url", "http://x.example.org:9000", "s3://x"]},
		"option with a sign": {"args": ["s3", "cp", "--endpoint-url=http://x.example.org/a", "s3://x"]},
		"in quotes": {"command": ["sh", "-c", `aws s3 cp --endpoint-url "http://x.example.org" s3://x`]},
		"rclone": {"args": ["rclone", "copy", "--s3-endpoint", "http://x.example.org"]},
		"variable": {"args": ["s3://x"], "env": [{"name": "AWS_ENDPOINT_URL", "value": "http://x.example.org"}]},
		"with a password": {"args": ["s3://x", "--endpoint-url", "http://user:canary@x.example.org:9000"]},
		"variable of one service": {"args": ["s3://x"], "env": [{"name": "AWS_ENDPOINT_URL_S3", "value": "http://x.example.org"}]},
	}
	msg := `container "sender" sends archives and backups over http to x.example.org; use https`
	said(cron_job(change), sidecars, {}) == verdict({{"msg": msg, "details": {"path": container_path}}}, set())
}

test_denied_http_to_blob_storage if {
	msg := `container "sender" sends archives and backups over http to a.blob.core.windows.net; use https`
	change := {"args": ["azcopy", "sync", "/a", "http://a.blob.core.windows.net/x?sig=canary"]}
	said(cron_job(change), sidecars, {}) == verdict({{"msg": msg, "details": {"path": container_path}}}, set())
}

test_allowed_addresses[note] if {
	some note, change in {
		"https": {"args": ["s3://x", "--endpoint-url", "https://x.example.org"]},
		"this pod": {"args": ["s3://x", "--endpoint-url", "http://localhost:9000"]},
		"loopback": {"args": ["s3://x", "--endpoint-url", "http://127.0.0.1"]},
		"proxy": {"args": ["s3://x"], "env": [{"name": "HTTP_PROXY", "value": "http://proxy.example.org:3128"}]},
	}
	said(cron_job(change), sidecars, {}) == verdict(set(), set())
}

test_allowed_of_other_volumes if {
	bad := job({"suspend": true})
	said(bad, {}, {}) == verdict(set(), set())
	said(bad, beside("other", "Pod", "v1", sidecar("", {})), {}) == verdict(set(), set())
}

test_denied_by_its_directory_alone if {
	subject := cron_job({"args": ["s3", "sync", "--no-verify-ssl", "/var/lib/xroad", "s3://x"], "volumeMounts": []})
	count(said(subject, {}, {}).violation) == 1
}

test_not_applicable[note] if {
	some note, subject in {
		"secondary": sidecar("-secondary", {}),
		"slim": sidecar("-slim", {}),
		"other pod": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "image": "a"}]}},
		"no spec": {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "a"}, "spec": null},
		"other kind": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "/var/lib/xroad s3://x"}},
	}
	said(subject, {}, {}) == verdict(set(), set())
	not offload.applies with input as subject
}

test_applies if {
	offload.applies with input as sidecar("", {})
	offload.applies with input as cron_job({}) with data.inventory as sidecars
}

sidecars := beside("sidecar", "Pod", "v1", sidecar("", {}))

sidecar(tag, spec) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "sidecar"},
	"spec": object.union(
		{
			"containers": [{
				"name": "security-server-sidecar", "image": concat("", ["niis/xroad-security-server-sidecar:7.8.1", tag]),
				"volumeMounts": [{"name": "archive", "mountPath": "/var/lib/xroad"}],
			}],
			"volumes": [{"name": "archive", "persistentVolumeClaim": {"claimName": "archive"}}],
		},
		spec,
	),
}

sender(change) := object.union(
	{"name": "sender", "image": "x", "args": ["s3", "sync", "/a", "s3://x"], "volumeMounts": [{"name": "archive", "mountPath": "/a"}]},
	change,
)

cron_job(change) := {
	"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "send", "namespace": "sidecar"},
	"spec": {"schedule": "15 4 * * *", "jobTemplate": {"spec": {"template": {"spec": {
		"containers": [sender(change)],
		"volumes": [{"name": "archive", "persistentVolumeClaim": {"claimName": "archive"}}],
	}}}}},
}

beside(namespace, kind, version, other) := {"namespace": {namespace: {version: {kind: {other.metadata.name: other}}}}}

verdict(violation, unknown) := {"violation": violation, "unknown": unknown}

said(subject, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := offload.violation with input as asked with data.inventory as inventory
	unknown := offload.unknown with input as asked with data.inventory as inventory
}

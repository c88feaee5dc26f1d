package lib.guiderail.unsent_archive_test

import data.lib.guiderail.unsent_archive

parameters := {"directories": ["/var/lib/xroad"], "senders": [`\bs3://`], "claims_sent_elsewhere": ["copied"]}

what := "the archives and backups in /var/lib/xroad"

alone := sprintf(`container "server": nothing in namespace "sidecar" copies %s elsewhere; add a CronJob that copies them to S3 or Blob Storage every day`, [what])

not_known(who) := sprintf(`container "server": whether archives and backups are copied elsewhere is not known; %s may copy them`, [who])

test_denied[note] if {
	some note, inventory in {
		"nothing beside": {},
		"a sender in another namespace": beside("other", "Deployment", "apps/v1", deployment("s3://x")),
		"one that sends nothing": beside("sidecar", "Deployment", "apps/v1", deployment("ls")),
		"one that runs once": beside("sidecar", "Pod", "v1", pod("sender", {"args": ["s3://x"]}, "archive")),
	}
	said(server("7.8.1", "archive"), inventory) == {offence([], alone, false)}
}

test_denied_full_server_without_a_volume if {
	said(pod("server", {"image": "niis/xroad-security-server-sidecar:7.8.1"}, "archive"), {}) == {offence([], alone, false)}
}

test_allowed[note] if {
	some note, case in {
		"a claim that is copied": {"subject": server("7.8.1", "copied"), "inventory": {}},
		"its own command": {"subject": configured, "inventory": config_map("[message-log]\narchive-transfer-command = /send\n")},
		"slim": {"subject": server("7.8.1-slim", "archive"), "inventory": {}},
		"no sidecar": {"subject": pod("a", {"image": "a"}, "archive"), "inventory": {}},
	}
	said(case.subject, case.inventory) == set()
}

test_allowed_by_what_keeps_running[kind] if {
	some kind, version in {
		"Deployment": "apps/v1", "StatefulSet": "apps/v1", "DaemonSet": "apps/v1", "Rollout": "argoproj.io/v1alpha1",
	}
	other := object.union(deployment("s3://x"), {"apiVersion": version, "kind": kind})
	said(server("7.8.1", "archive"), beside("sidecar", kind, version, other)) == set()
}

test_allowed_by_a_cron_job if {
	said(server("7.8.1", "archive"), beside("sidecar", "CronJob", "batch/v1", cron_job("s3://x"))) == set()
}

test_denied_without_a_command_of_its_own if {
	said(configured, config_map("[message-log]\narchive-transfer-command =\n")) == {offence([], alone, false)}
}

test_unknown[note] if {
	some note, case in {
		"a ConfigMap that is not given": {
			"subject": configured, "inventory": {},
			"msg": not_known(`ConfigMap "local", which is not among the given objects,`),
		},
		"a script": {
			"subject": server("7.8.1", "archive"), "inventory": beside("sidecar", "CronJob", "batch/v1", cron_job("/send")),
			"msg": not_known(`CronJob "sender"`),
		},
	}
	said(case.subject, case.inventory) == {offence([], case.msg, true)}
}

test_unknown_in_requests if {
	request := {"review": {"object": server("7.8.1", "archive"), "operation": "CREATE"}}
	found := unsent_archive.offences(server("7.8.1", "archive"), parameters) with input as request
	found == {offence([], sprintf(`container "server": none of the given objects copies %s elsewhere`, [what]), true)}
}

test_unknown_variant if {
	subject := pod("server", {"image": "niis/xroad-security-server-sidecar:{{TAG}}"}, "archive")
	msg := `container "server": the image does not show whether the sidecar is slim or full; a full one must have its archives and backups copied elsewhere`
	said(subject, {}) == {offence(["image"], msg, true)}
	said(server("{{TAG}}", "archive"), {}) == {offence([], alone, false)}
}

offence(field, msg, is_open) := {"path": array.concat(["spec", "containers", 0], field), "msg": msg, "is_open": is_open}

said(subject, inventory) := found if {
	found := unsent_archive.offences(subject, parameters) with input as subject with data.inventory as inventory
}

server(tag, claim) := pod(
	"server", {
		"image": sprintf("niis/xroad-security-server-sidecar:%s", [tag]),
		"volumeMounts": [{"name": "v", "mountPath": "/var/lib/xroad"}],
	},
	claim,
)

configured := object.union(server("7.8.1", "archive"), {"spec": {
	"containers": [object.union(server("7.8.1", "archive").spec.containers[0], {"volumeMounts": [{"name": "c", "mountPath": "/etc/xroad/conf.d"}]})],
	"volumes": [{"name": "c", "configMap": {"name": "local"}}],
}})

config_map(text) := beside("sidecar", "ConfigMap", "v1", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "local"}, "data": {"local.ini": text}})

pod(name, container, claim) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": "sidecar"},
	"spec": {
		"containers": [object.union({"name": name, "volumeMounts": []}, container)],
		"volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": claim}}],
	},
}

sender(word) := {"metadata": {}, "spec": pod("sender", {"args": [word, "/var/lib/xroad"]}, "archive").spec}

deployment(word) := {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "sender"}, "spec": {"template": sender(word)}}

cron_job(word) := {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "sender"}, "spec": {"jobTemplate": {"spec": {"template": sender(word)}}}}

beside(namespace, kind, version, other) := {"namespace": {namespace: {version: {kind: {other.metadata.name: other}}}}}

package guiderail.secrets.volume_mode_test

import data.guiderail.secrets.volume_mode

readable := "lets every user of the container read it"

test_denied_without_items[note] if {
	some note, case in {
		"no mode": {"secret": {}, "how": sprintf("is not set, which means 0644 and %s", [readable])},
		"null": {"secret": {"defaultMode": null, "items": null}, "how": sprintf("is not set, which means 0644 and %s", [readable])},
		"empty items": {"secret": {"items": []}, "how": sprintf("is not set, which means 0644 and %s", [readable])},
		"0644": {"secret": {"defaultMode": 420}, "how": sprintf("is 0644 and %s", [readable])},
		"0444": {"secret": {"defaultMode": 292}, "how": sprintf("is 0444 and %s", [readable])},
		"0404": {"secret": {"defaultMode": 260}, "how": sprintf("is 0404 and %s", [readable])},
		"400 in decimal": {"secret": {"defaultMode": 400}, "how": "is 0620 and allows more than 0440"},
		"0500": {"secret": {"defaultMode": 320}, "how": "is 0500 and allows more than 0440"},
		"0460": {"secret": {"defaultMode": 304}, "how": "is 0460 and allows more than 0440"},
		"text": {"secret": {"defaultMode": "0400"}, "how": `is "0400", which is not a number from 0 to 0777`},
		"644 in decimal": {"secret": {"defaultMode": 644}, "how": "is 644, which is not a number from 0 to 0777"},
		"negative": {"secret": {"defaultMode": -1}, "how": "is -1, which is not a number from 0 to 0777"},
		"fraction": {"secret": {"defaultMode": 256.5}, "how": "is 256.5, which is not a number from 0 to 0777"},
		"switch": {"secret": {"defaultMode": false}, "how": "is false, which is not a number from 0 to 0777"},
	}
	volume_mode.violation == {finding(sprintf("defaultMode %s", [case.how]), ["secret", "defaultMode"])} with input as pod({"secret": case.secret})
}

test_denied_item[note] if {
	some note, case in {
		"0644": {"item": {"key": "private-key", "path": "id_rsa", "mode": 420}, "how": sprintf("private-key is 0644 and %s", [readable])},
		"the volume's 0644": {"item": {"key": "private-key", "path": "id_rsa"}, "mode": 420, "how": sprintf("private-key is 0644 and %s", [readable])},
		"no mode at all": {"item": {"key": "private-key", "path": "id_rsa"}, "how": sprintf("private-key is not set, which means 0644 and %s", [readable])},
		"a mode above the volume's": {"item": {"key": "token", "path": "token", "mode": 420}, "mode": 256, "how": sprintf("token is 0644 and %s", [readable])},
		"a private key in a file named like a public one": {
			"item": {"key": "private-key", "path": "id_rsa.pub", "mode": 420},
			"how": sprintf("private-key is 0644 and %s", [readable]),
		},
		"a name that tells nothing": {"item": {"key": "config", "path": "config.json", "mode": 420}, "how": sprintf("config is 0644 and %s", [readable])},
		"no key": {"item": {"path": "id_rsa.pub.bak", "mode": 420}, "how": sprintf("(none) is 0644 and %s", [readable])},
		"text": {"item": {"key": 7, "path": 8, "mode": "0644"}, "how": `7 is "0644", which is not a number from 0 to 0777`},
	}
	secret := {"items": [case.item], "defaultMode": object.get(case, "mode", null)}
	volume_mode.violation == {finding(sprintf("mode of key %s", [case.how]), ["secret", "items", 0, "mode"])} with input as pod({"secret": secret})
}

test_denied_projected if {
	volume_mode.violation == {
		finding(sprintf("defaultMode is 0644 and %s", [readable]), ["projected", "defaultMode"]),
		finding(sprintf("mode of key password is 0604 and %s", [readable]), ["projected", "sources", 1, "secret", "items", 0, "mode"]),
	} with input as pod({"projected": {"defaultMode": 420, "sources": [
		{"secret": {"name": "tls"}},
		{"secret": {"name": "db", "items": [{"key": "password", "path": "password", "mode": 388}]}},
		{"serviceAccountToken": {"path": "token"}},
		{"configMap": {"name": "settings"}},
	]}})
}

test_denied_without_a_group[note] if {
	some note, spec in {
		"pod": {"securityContext": {"runAsNonRoot": true}},
		"user of the pod": {"securityContext": {"runAsUser": 1000, "fsGroup": null}},
		"container": {"containers": [{"securityContext": {"runAsUser": 1000}}]},
	}
	how := "; set 0440 or less, and fsGroup in the pod's securityContext, because its processes do not run as root"
	volume_mode.violation == {{
		"msg": sprintf(`volume "keys": defaultMode is not set, which means 0644 and %s%s`, [readable, how]),
		"details": {"path": ["spec", "template", "spec", "volumes", 0, "secret", "defaultMode"]},
	}} with input as {"review": {"object": {
		"apiVersion": "apps/v1", "kind": "Deployment",
		"spec": {"template": {"spec": object.union({"volumes": [{"name": "keys", "secret": {"secretName": "s"}}]}, spec)}},
	}}}
}

test_denied_with_a_group_or_as_root[note] if {
	some note, context in {
		"group": {"runAsNonRoot": true, "fsGroup": 1000},
		"root": {"runAsUser": 0},
		"unknown": {},
	}
	how := sprintf("defaultMode is not set, which means 0644 and %s", [readable])
	volume_mode.violation == {finding(how, ["secret", "defaultMode"])} with input as {"review": {"object": {
		"apiVersion": "v1", "kind": "Pod",
		"spec": {"securityContext": context, "volumes": [{"name": "keys", "secret": {"secretName": "s"}}]},
	}}}
}

test_allowed[note] if {
	some note, volume in {
		"0400": {"secret": {"defaultMode": 256}},
		"0440": {"secret": {"defaultMode": 288}},
		"0600": {"secret": {"defaultMode": 384}},
		"0640": {"secret": {"defaultMode": 416}},
		"0": {"secret": {"defaultMode": 0}},
		"items of 0400 below the default": {"secret": {"items": [{"key": "private-key", "path": "id_rsa", "mode": 256}]}},
		"items of the volume's 0400": {"secret": {"defaultMode": 256, "items": [{"key": "private-key", "path": "id_rsa"}]}},
		"public key": {"secret": {"items": [{"key": "public-key", "path": "id_rsa.pub", "mode": 420}]}},
		"file named like a public key": {"secret": {"items": [{"key": "one", "path": "id_rsa.pub"}]}},
		"certificate": {"secret": {"items": [{"key": "tls.crt", "path": "tls/server"}]}},
		"projected": {"projected": {"defaultMode": 256, "sources": [{"secret": {"name": "tls"}}]}},
		"projected without secrets": {"projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}},
		"ConfigMap": {"configMap": {"name": "settings"}},
	}
	volume_mode.violation == set() with input as pod(volume)
	volume_mode.unknown == set() with input as pod(volume)
}

test_parameter_forbids_the_group if {
	review := {"review": {"object": pod({"secret": {"defaultMode": 288}})}, "parameters": {"max_mode": 256}}
	volume_mode.violation == {{
		"msg": `volume "keys": defaultMode is 0440 and lets its group read it; set 0400 or less`,
		"details": {"path": ["spec", "volumes", 0, "secret", "defaultMode"]},
	}} with input as review
}

test_applies if {
	volume_mode.applies with input as pod({"secret": {"secretName": "s"}})
	volume_mode.applies with input as pod({"projected": {"sources": [{"secret": {"name": "s"}}]}})
	not volume_mode.applies with input as pod({"projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}})
	not volume_mode.applies with input as {"apiVersion": "v1", "kind": "Pod", "spec": {}}
}

test_unknown if {
	written := pod({"secret": {"defaultMode": "{{ .Values.mode }}"}})
	volume_mode.violation == set() with input as written
	volume_mode.unknown == {{
		"msg": `volume "keys": defaultMode {{ .Values.mode }} is still to be filled in`,
		"details": {"path": ["spec", "volumes", 0, "secret", "defaultMode"]},
	}} with input as written
}

finding(how, path) := {
	"msg": sprintf(`volume "keys": %s; set 0440 or less`, [how]),
	"details": {"path": array.concat(["spec", "volumes", 0], path)},
}

pod(volume) := {"apiVersion": "v1", "kind": "Pod", "spec": {"volumes": [object.union({"name": "keys"}, volume)]}}

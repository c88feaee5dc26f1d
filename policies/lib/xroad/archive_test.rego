package lib.guiderail.archive_test

import data.lib.guiderail.archive

_pod(tag, claim) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"},
	"spec": {
		"containers": [{"name": "security-server-sidecar", "image": concat("", ["niis/xroad-security-server-sidecar", tag]), "volumeMounts": [{"name": "v", "mountPath": "/var/lib/xroad/"}]}],
		"volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": claim}}],
	},
}

test_keepers[note] if {
	some note, tag in {"single": ":7.8.1", "primary": ":7.8.1-primary", "no tag": "", "open": ":{{TAG}}"}
	found := archive.keepers with input as _pod(tag, "c")
	count(found) == 1
	claims := archive.claims_of(_pod(tag, "c"), ["/var/lib/xroad"])
	claims == {"c"}
}

test_no_keepers[note] if {
	some note, tag in {"secondary": ":7.8.1-secondary", "slim": ":7.8.1-slim", "slim primary": ":7.8.1-slim-primary"}
	found := archive.keepers with input as _pod(tag, "c")
	found == []
	claims := archive.claims_of(_pod(tag, "c"), ["/var/lib/xroad"])
	claims == set()
}

test_other_directories if {
	claims := archive.claims_of(_pod(":7.8.1", "c"), ["/etc/xroad"])
	claims == set()
}

test_claims_of_others if {
	archive.claims_of(_pod(":7.8.1", "c"), ["/srv", "/var/lib/xroad"]) == {"c"}
	archive.claims_of(_pod(":7.8.1-slim", "c"), ["/var/lib/xroad"]) == set()
	archive.claims_of({"kind": "CronJob"}, ["/var/lib/xroad"]) == set()
}

test_claims_of_stateful_sets if {
	subject := {
		"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "s"},
		"spec": {
			"template": {"spec": {"containers": _pod(":7.8.1", "c").spec.containers}},
			"volumeClaimTemplates": [{"metadata": {"name": "v"}}],
		},
	}
	archive.claims_of(subject, ["/var/lib/xroad"]) == {"v-s-0"}
}

test_places if {
	places := archive.places(["/var/lib/xroad", "/var/lib/xroad/backup"]) with input as _pod(":7.8.1", "c")
	{place.title | some place in places} == {`container "security-server-sidecar": /var/lib/xroad`}
	{[place.path, place.volume.title] | some place in places} == {[["spec", "containers", 0, "volumeMounts", 0], `volume "v"`]}
}

test_no_places if {
	archive.places(["/etc/xroad"]) == set() with input as _pod(":7.8.1", "c")
	archive.places(["/var/lib/xroad"]) == set() with input as _pod(":7.8.1-secondary", "c")
}

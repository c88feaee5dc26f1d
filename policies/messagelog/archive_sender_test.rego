package lib.guiderail.archive_sender_test

import data.lib.guiderail.archive_sender

parameters := {"directories": ["/var/lib/xroad"], "senders": [`\bs3://`]}

test_senders_that_name_the_directory if {
	texts(pod({"name": "sender", "args": ["sync", "/var/lib/xroad", "s3://x"]}), {}) == ["sync /var/lib/xroad s3://x"]
}

test_senders_that_mount_the_claim_of_a_sidecar_beside if {
	texts(pod({"name": "sender", "args": ["s3://x"], "volumeMounts": [mount("/a")]}), beside("sidecar")) == ["s3://x"]
}

test_no_senders[note] if {
	some note, case in {
		"nothing is sent": {"container": {"name": "sender", "args": ["/var/lib/xroad"]}, "inventory": beside("sidecar")},
		"something else is sent": {"container": {"name": "sender", "args": ["/x", "s3://x"]}, "inventory": beside("sidecar")},
		"a claim that no sidecar has": {"container": {"name": "sender", "args": ["s3://x"], "volumeMounts": [mount("/a")]}, "inventory": {}},
		"a claim of another namespace": {"container": {"name": "sender", "args": ["s3://x"], "volumeMounts": [mount("/a")]}, "inventory": beside("other")},
	}
	texts(pod(case.container), case.inventory) == []
}

test_weaknesses[note] if {
	some note, case in {
		"any server": {"text": "aws --no-verify-ssl", "want": {"does not verify the server (--no-verify-ssl); remove the option"}},
		"an endpoint": {"text": "--endpoint-url http://user:canary@x.example.org:9000/a", "want": {"sends archives and backups over http to x.example.org; use https"}},
		"a variable": {"text": "AWS_ENDPOINT_URL_S3=http://x.example.org", "want": {"sends archives and backups over http to x.example.org; use https"}},
		"Blob Storage": {"text": "http://a.blob.core.windows.net/x?sig=canary", "want": {"sends archives and backups over http to a.blob.core.windows.net; use https"}},
		"both": {"text": "--insecure --endpoint http://x", "want": {
			"does not verify the server (--insecure); remove the option",
			"sends archives and backups over http to x; use https",
		}},
		"a port of the pod itself": {"text": "--endpoint-url http://localhost:9000 --endpoint http://127.0.0.1", "want": set()},
		"https": {"text": "--endpoint-url https://x.example.org", "want": set()},
		"a proxy": {"text": "HTTP_PROXY=http://proxy.example.org", "want": set()},
		"a longer option": {"text": "--insecured", "want": set()},
	}
	archive_sender.weaknesses({"text": case.text}) == case.want
}

texts(maker, inventory) := [sender.text |
	some sender in archive_sender.senders(maker, parameters) with input as maker with data.inventory as inventory
]

mount(path) := {"name": "archive", "mountPath": path}

pod(container) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": container.name, "namespace": "sidecar"},
	"spec": {"containers": [container], "volumes": [{"name": "archive", "persistentVolumeClaim": {"claimName": "archive"}}]},
}

beside(namespace) := {"namespace": {namespace: {"v1": {"Pod": {"server": pod({
	"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1", "volumeMounts": [mount("/var/lib/xroad")],
})}}}}}

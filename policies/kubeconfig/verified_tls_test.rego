package guiderail.kubeconfig.verified_tls_test

import data.guiderail.kubeconfig.verified_tls

test_denied[note] if {
	some note, cluster in {
		"insecure": {"server": "https://a", "insecure-skip-tls-verify": true},
		"insecure in a text": {"server": "https://a", "insecure-skip-tls-verify": "True"},
		"insecure with an authority": {"server": "https://a", "insecure-skip-tls-verify": true, "certificate-authority": "ca"},
		"plain": {"server": " HTTP://a", "certificate-authority": "ca"},
		"plain with a host to fill in": {"server": "http://${HOST}"},
		"without a scheme": {"server": "a:8080", "certificate-authority-data": ""},
	}
	lists := {"clusters": [{"name": "a", "cluster": cluster}]}
	count(said(config(lists), {}).violation) == 1
	count(said(held(lists), {}).violation) == 1
}

test_allowed[note] if {
	some note, cluster in {
		"nothing": {},
		"verified": {"server": "https://a", "insecure-skip-tls-verify": false, "proxy-url": "http://proxy"},
		"without a scheme": {"server": "a", "certificate-authority-data": "Q0E="},
		"a host to fill in": {"server": "https://${HOST}"},
		"insecure, false in a text": {"server": "https://a", "insecure-skip-tls-verify": "false"},
	}
	said(config({"clusters": [{"name": "a", "cluster": cluster}]}), {}) == {"violation": set(), "unknown": set()}
}

test_plugin if {
	user := {"exec": {"command": "aws", "args": ["--no-verify-ssl", "eks"]}}
	said(config({"users": [{"name": "a", "user": user}]}), {}).violation == {{
		"msg": `user "a": exec.args[0] must not be --no-verify-ssl, which has the plug-in verify no certificate`,
		"details": {"path": ["users", 0, "user", "exec", "args", 0]},
	}}
}

test_unknown if {
	said(config({"clusters": [{"name": "a", "cluster": {"server": "${SERVER}"}}]}), {}) == {"violation": set(), "unknown": {{
		"msg": `cluster "a": whether server begins with https:// is not known; it is still to be filled in`,
		"details": {"path": ["clusters", 0, "cluster", "server"]},
	}}}
}

config(lists) := object.union({"apiVersion": "v1", "kind": "Config"}, lists)

held(lists) := {
	"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "access", "namespace": "ci"},
	"data": {"config": json.marshal(config(lists))},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := verified_tls.violation with input as asked
	unknown := verified_tls.unknown with input as asked
}

pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}

test_silent if {
	said(pod, {}) == {"violation": set(), "unknown": set()}
	not verified_tls.applies with input as {"review": {"object": pod}}
	verified_tls.applies with input as {"review": {"object": config({"users": []})}}
}

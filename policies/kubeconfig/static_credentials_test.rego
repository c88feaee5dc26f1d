package guiderail.kubeconfig.static_credentials_test

import data.guiderail.kubeconfig.static_credentials

test_denied[note] if {
	some note, user in {
		"token": {"token": "t"},
		"a token that is a number": {"token": 1},
		"token file": {"tokenFile": "token"},
		"token file elsewhere": {"tokenFile": "/var/run/secrets/../t"},
		"password": {"username": "a", "password": "b"},
		"key": {"client-key-data": "S0VZ", "client-key": "not/used"},
		"key file": {"client-key": "a.key"},
		"not shown": {"client-key-data": "DATA+OMITTED"},
		"provider": {"auth-provider": {"config": {"id-token": "t"}}},
		"variable": {"exec": {"env": [{"name": "AWS_SECRET_ACCESS_KEY", "value": "s"}, {"name": "A", "value": "b"}]}},
		"option": {"exec": {"args": ["get-token", "--client-secret", "s"]}},
		"joined option": {"exec": {"args": ["--password=s", "--client-id=a"]}},
	}
	subject := config({"users": [{"name": "a", "user": user}]})
	result := said(subject, {})
	count(result.violation) == 1
	result.unknown == set()
	count(said(held({"users": [{"name": "a", "user": user}]}), {}).violation) == 1
}

test_allowed[note] if {
	some note, user in {
		"nothing": {},
		"empty": {"token": "", "password": null, "client-key-data": " "},
		"plug-in": {"exec": {"command": "aws", "args": ["eks", "get-token"], "env": null}},
		"names of files": {"exec": {"env": [{"name": "AWS_WEB_IDENTITY_TOKEN_FILE", "value": "/a"}, {"name": 1, "value": "s"}]}},
		"options without a value": {"exec": {"args": ["--client-secret", "--login", "--password", ""]}},
		"a pod's": {"tokenFile": "/var/run/secrets/kubernetes.io/serviceaccount/token"},
		"a certificate": {"client-certificate-data": "Q0VSVA=="},
	}
	said(config({"users": [{"name": "a", "user": user}, {"name": "b"}, "c"]}), {}) == {"violation": set(), "unknown": set()}
}

test_rotated if {
	subject := config({"users": [{"name": "a", "user": {"tokenFile": "/tokens/a"}}]})
	said(subject, {"rotated": ["/tokens/"]}).violation == set()
	count(said(subject, {"rotated": []}).violation) == 1
}

test_unknown if {
	said(config({"users": [{"name": "a", "user": {"token": "${TOKEN}"}}]}), {}) == {"violation": set(), "unknown": {{
		"msg": `user "a": token is still to be filled in`,
		"details": {"path": ["users", 0, "user", "token"]},
	}}}
}

test_unreadable if {
	subject := {"kind": "ConfigMap", "apiVersion": "v1", "data": {"a": "kind: Config\nusers:\n- {{ .Values.user }}: {{ a }}\n"}}
	said(subject, {}) == {"violation": set(), "unknown": {{
		"msg": "data.a seems to be a kubeconfig and cannot be read as YAML, so what is in it is not known",
		"details": {"path": ["data", "a"]},
	}}}
}

test_no_value if {
	subject := config({"users": [{"user": {"token": "s3cr3t", "password": "s3cr3t", "exec": {"args": ["--password=s3cr3t"]}}}]})
	not contains(json.marshal(said(subject, {})), "s3cr3t")
}

config(lists) := object.union({"apiVersion": "v1", "kind": "Config"}, lists)

held(lists) := {
	"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "access", "namespace": "ci"},
	"data": {"config": json.marshal(config(lists))},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := static_credentials.violation with input as asked
	unknown := static_credentials.unknown with input as asked
}

pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}

test_silent if {
	said(pod, {}) == {"violation": set(), "unknown": set()}
	not static_credentials.applies with input as {"review": {"object": pod}}
	static_credentials.applies with input as {"review": {"object": config({"users": []})}}
}

package guiderail.dashboard.static_token_test

import data.guiderail.dashboard.static_token

test_denied_secret[note] if {
	some note, case in {
		"sample user": {"metadata": {"name": "s", "namespace": "kubernetes-dashboard", "annotations": {"kubernetes.io/service-account.name": "admin-user"}}, "account": "admin-user"},
		"sample user elsewhere": {"metadata": {"name": "s", "namespace": "kube-system", "annotations": {"kubernetes.io/service-account.name": "admin-user"}}, "account": "admin-user"},
		"the Dashboard's own": {"metadata": {"name": "s", "annotations": {"kubernetes.io/service-account.name": "ui-kubernetes-dashboard-web"}}, "account": "ui-kubernetes-dashboard-web"},
		"no account named": {"metadata": {"name": "s", "namespace": "kubernetes-dashboard", "annotations": null}, "account": ""},
	}
	static_token.violation == {{
		"msg": sprintf("the Secret contains a Kubernetes Dashboard token of service account %q, which never expires; delete it and use kubectl create token", [case.account]),
		"details": {"path": ["type"]},
	}} with input as secret("kubernetes.io/service-account-token", case.metadata)
}

test_denied_secret_of_an_account_that_people_use[account] if {
	some account in ["admin-user", "dashboard-admin", "eks-admin"]
	metadata := {"name": "s", "namespace": "kube-system", "annotations": {"kubernetes.io/service-account.name": account}}
	[found.details.path | some found in static_token.violation] == [["type"]] with input as secret("kubernetes.io/service-account-token", metadata)
}

test_denied_session[note] if {
	some note, case in {
		"never": {"args": ["--token-ttl=0"], "how": "is 0, so a session never expires"},
		"never, behind": {"args": ["--token-ttl", "0"], "how": "is 0, so a session never expires"},
		"a year": {"args": ["--token-ttl=31536000"], "how": "is 31536000, so a session lasts longer than 43200 seconds"},
	}
	static_token.violation == {{
		"msg": sprintf(`container "ui": --token-ttl %s; remove it`, [case.how]),
		"details": {"path": ["spec", "containers", 0, "args", 0]},
	}} with input as pod(case.args)
}

test_allowed[note] if {
	some note, written in {
		"certificates": secret("Opaque", {"name": "kubernetes-dashboard-certs", "namespace": "kubernetes-dashboard"}),
		"no type": secret(null, {"name": "s", "namespace": "kubernetes-dashboard"}),
		"token of another account": secret("kubernetes.io/service-account-token", {"name": "s", "namespace": "shop", "annotations": {"kubernetes.io/service-account.name": "app"}}),
		"token without metadata": secret("kubernetes.io/service-account-token", null),
		"another group": object.union(secret("kubernetes.io/service-account-token", {"namespace": "kubernetes-dashboard"}), {"apiVersion": "example.org/v1"}),
		"no option": pod([]),
		"a quarter of an hour": pod(["--token-ttl=900"]),
		"what is not a number": pod(["--token-ttl=$(TTL)"]),
	}
	static_token.violation == set() with input as written
}

test_applies if {
	static_token.applies with input as pod([])
	static_token.applies with input as secret("kubernetes.io/service-account-token", null)
	not static_token.applies with input as secret("Opaque", {"name": "s"})
	not static_token.applies with input as {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "web", "image": "nginx:1"}]}}
}

test_parameters if {
	static_token.violation == set() with input as {"review": {"object": pod(["--token-ttl=31536000"])}, "parameters": {"max_token_ttl": 31536000}}
	token := secret("kubernetes.io/service-account-token", {"namespace": "shop", "annotations": {"kubernetes.io/service-account.name": "ops"}})
	count(static_token.violation) == 1 with input as {"review": {"object": token}, "parameters": {"service_accounts": ["ops"]}}
}

secret(type, metadata) := {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "type": type}

pod(arguments) := {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "ui", "image": "kubernetesui/dashboard:v2.7.0", "args": arguments}]}}

test_denied_command[note] if {
	some note, case in {
		"a year": {"words": ["kubectl", "create", "token", "admin-user", "--duration=8760h"], "at": 4, "want": "kubectl create token makes a token that is valid for 8760h, longer than 43200 seconds; leave out --duration"},
		"of OpenShift": {"words": ["oc", "create", "token", "a", "--duration", "13h"], "at": 5, "want": "oc create token makes a token that is valid for 13h, longer than 43200 seconds; leave out --duration"},
	}
	static_token.violation == {{"msg": case.want, "details": {"path": ["commands", 0, "words", case.at]}}} with input as command(case.words)
	static_token.applies with input as command(case.words)
}

test_allowed_command[note] if {
	some note, words in {
		"an hour": ["kubectl", "create", "token", "a", "--duration=1h"],
		"by default": ["kubectl", "create", "token", "a"],
		"another": ["kubectl", "create", "secret", "--duration=8760h"],
	}
	static_token.violation == set() with input as command(words)
}

test_unknown_command if {
	static_token.unknown == {{
		"msg": "how long the token is valid that kubectl create token makes is not known",
		"details": {"path": ["commands", 0, "words", 4]},
	}} with input as command(["kubectl", "create", "token", "a", "--duration=$D"])
}

command(texts) := {"review": {"object": {"origin": "shell", "commands": [{
	"words": [{"text": text, "is_known": indexof(text, "$") == -1} | some text in texts],
	"calls": [{"program": texts[0], "start": 0}],
}]}}}

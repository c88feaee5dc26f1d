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

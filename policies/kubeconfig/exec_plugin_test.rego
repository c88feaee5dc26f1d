package guiderail.kubeconfig.exec_plugin_test

import data.guiderail.kubeconfig.exec_plugin

beta := "client.authentication.k8s.io/v1beta1"

test_denied[note] if {
	some note, user in {
		"a shell": {"exec": {"apiVersion": beta, "command": "sh", "args": ["-c", "aws eks get-token"]}},
		"a relative path": {"exec": {"apiVersion": beta, "command": "bin/gke-gcloud-auth-plugin"}},
		"a writable folder": {"exec": {"apiVersion": beta, "command": "/tmp/gke-gcloud-auth-plugin"}},
		"another command": {"exec": {"apiVersion": beta, "command": "aws", "args": ["s3"]}},
		"no arguments": {"exec": {"apiVersion": beta, "command": "kubelogin", "args": null}},
		"no command": {"exec": {"apiVersion": beta, "command": null}},
		"an old version": {"exec": {"apiVersion": "client.authentication.k8s.io/v1alpha1", "command": "gke-gcloud-auth-plugin"}},
		"no version": {"exec": {"command": "gke-gcloud-auth-plugin"}},
		"no mode": {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "gke-gcloud-auth-plugin"}},
		"a provider": {"auth-provider": {"name": "gcp"}},
	}
	lists := {"users": [{"name": "a", "user": user}]}
	count(said(config(lists), {}).violation) == 1
	count(said(held(lists), {}).violation) == 1
}

test_allowed[note] if {
	some note, user in {
		"none": {"exec": null},
		"aws": {"exec": {"apiVersion": beta, "command": "aws", "args": ["--region", "r", "eks", "get-token"]}},
		"an absolute path": {"exec": {
			"apiVersion": "client.authentication.k8s.io/v1", "interactiveMode": "Never",
			"command": "/usr/bin/kubelogin", "args": ["get-token"],
		}},
		"a path of Windows": {"exec": {"apiVersion": beta, "command": `C:\bin\gke-gcloud-auth-plugin.exe`}},
		"a provider": {"auth-provider": {"name": "oidc"}},
	}
	said(config({"users": [{"name": "a", "user": user}]}), {}) == {"violation": set(), "unknown": set()}
}

test_parameters if {
	subject := config({"users": [{"name": "a", "user": {"exec": {"apiVersion": beta, "command": "/opt/vault"}}}]})
	count(said(subject, {}).violation) == 1
	said(subject, {"commands": {"vault": []}}).violation == set()
	count(said(subject, {"commands": {"vault": []}, "writable": ["/opt/"]}).violation) == 1
}

test_unknown[note] if {
	some note, exec in {"command": {"command": "${C}"}, "arguments": {"command": "aws", "args": ["${A}"]}}
	result := said(config({"users": [{"name": "a", "user": {"exec": object.union(exec, {"apiVersion": beta})}}]}), {})
	result.violation == set()
	count(result.unknown) == 1
}

config(lists) := object.union({"apiVersion": "v1", "kind": "Config"}, lists)

held(lists) := {
	"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "access", "namespace": "ci"},
	"data": {"config": json.marshal(config(lists))},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := exec_plugin.violation with input as asked
	unknown := exec_plugin.unknown with input as asked
}

pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}

test_silent if {
	said(pod, {}) == {"violation": set(), "unknown": set()}
	not exec_plugin.applies with input as {"review": {"object": pod}}
	exec_plugin.applies with input as {"review": {"object": config({"users": []})}}
}

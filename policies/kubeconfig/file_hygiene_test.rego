package guiderail.kubeconfig.file_hygiene_test

import data.guiderail.kubeconfig.file_hygiene

jane := {"users": [{"name": "jane", "user": {"token": "t"}}]}

test_denied if {
	said(config(jane), {}).violation == {{
		"msg": "the kubeconfig holds credentials; keep it out of the repository",
		"details": {"path": ["users"]},
	}}
	said(held(jane), {}).violation == {{
		"msg": "data.config: the kubeconfig holds credentials; a ConfigMap is no place for them",
		"details": {"path": ["data", "config"]},
	}}
	said(secret, {}).violation == {{
		"msg": "data.value: the kubeconfig holds credentials; whoever can read this Secret can use them",
		"details": {"path": ["data", "value"]},
	}}
	said(machines, {}).violation == {{
		"msg": "spec.files[0].content: the kubeconfig holds credentials; whoever can read this object can use them",
		"details": {"path": ["spec", "files", 0, "content"]},
	}}
}

secret := {
	"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a", "namespace": "clusters"},
	"data": {"value": base64.encode(json.marshal(config(jane)))},
}

machines := {
	"apiVersion": "bootstrap.cluster.x-k8s.io/v1beta1", "kind": "KubeadmConfig", "metadata": {"name": "a"},
	"spec": {"files": [{"content": json.marshal(config(jane))}]},
}

test_allowed[note] if {
	some note, user in {
		"plug-in": {"exec": {"command": "aws"}},
		"files": {"tokenFile": "/a", "client-key": "/b"},
		"not shown": {"token": "REDACTED"},
	}
	said(config({"users": [{"name": "a", "user": user}]}), {}) == {"violation": set(), "unknown": set()}
}

test_namespaces if {
	said(secret, {"namespaces": ["clusters"]}).violation == set()
	count(said(secret, {"namespaces": ["ci"]}).violation) == 1
	count(said(held(jane), {"namespaces": ["ci"]}).violation) == 1
}

test_unknown if {
	said(config({"users": [{"name": "a", "user": {"token": "${T}"}}]}), {}) == {"violation": set(), "unknown": {{
		"msg": "the credentials of the kubeconfig are still to be filled in; keep it out of the repository",
		"details": {"path": ["users"]},
	}}}
}

config(lists) := object.union({"apiVersion": "v1", "kind": "Config"}, lists)

held(lists) := {
	"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "access", "namespace": "ci"},
	"data": {"config": json.marshal(config(lists))},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := file_hygiene.violation with input as asked
	unknown := file_hygiene.unknown with input as asked
}

pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}

test_silent if {
	said(pod, {}) == {"violation": set(), "unknown": set()}
	not file_hygiene.applies with input as {"review": {"object": pod}}
	file_hygiene.applies with input as {"review": {"object": config({"users": []})}}
}

package guiderail.rbac.api_server_authorization_test

import data.guiderail.rbac.api_server_authorization

test_denied[note] if {
	some note, subject in {
		"absent": server([]),
		"empty": server(["--authorization-mode="]),
		"everything": server(["--authorization-mode=RBAC,AlwaysAllow"]),
		"no RBAC": server(["--authorization-mode", "Node"]),
		"kubeadm": kubeadm({"authorization-mode": "AlwaysAllow"}),
		"a patch": patch({"authorization-mode": "Node"}),
		"kops": kops({"authorization": {"alwaysAllow": {}}}),
	}
	result := said(subject, {})
	count(result.violation) == 1
	result.unknown == set()
}

test_allowed[note] if {
	some note, subject in {
		"both": server(["--authorization-mode=Node,RBAC"]),
		"appended": server(["--authorization-mode=Node", "--authorization-mode=RBAC"]),
		"a file": server(["--authorization-config=/a"]),
		"kubeadm": kubeadm({}),
		"a patch": patch({}),
		"kops": kops({}),
	}
	said(subject, {}) == nothing
}

test_unknown if {
	result := said(server(["--authorization-mode=$(MODES)"]), {})
	result.violation == set()
	result.unknown == {{
		"msg": `container "a": kube-apiserver: whether --authorization-mode has RBAC and not AlwaysAllow is not known`,
		"details": {"path": ["spec", "containers", 0, "command", 1]},
	}}
}

test_silent if {
	said(pod, {}) == nothing
	not api_server_authorization.applies with input as {"review": {"object": pod}}
	api_server_authorization.applies with input as {"review": {"object": server([])}}
}

server(flags) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "kube-system"},
	"spec": {"containers": [{"name": "a", "image": "kube-apiserver:v1.34.0", "command": array.concat(["kube-apiserver"], flags)}]},
}

kops(fields) := {"apiVersion": "kops.k8s.io/v1alpha2", "kind": "Cluster", "metadata": {"name": "a"}, "spec": fields}

kubeadm(flags) := {"apiVersion": "kubeadm.k8s.io/v1beta3", "kind": "ClusterConfiguration", "apiServer": {"extraArgs": flags}}

patch(flags) := {"apiVersion": "kind.x-k8s.io/v1alpha4", "kind": "Cluster", "kubeadmConfigPatches": [json.marshal(kubeadm(flags))]}

pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "a", "command": ["b"]}]}}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := api_server_authorization.violation with input as asked
	unknown := api_server_authorization.unknown with input as asked
}

nothing := {"violation": set(), "unknown": set()}

package guiderail.secrets.encryption_provider_test

import data.guiderail.secrets.encryption_provider

test_denied[note] if {
	some note, subject in {
		"absent": server([]),
		"empty": server(["--encryption-provider-config="]),
		"kubeadm": kubeadm({}),
		"kops": kops({"encryptionConfig": false}),
	}
	count(said(subject, {}).violation) == 1
}

test_allowed[note] if {
	some note, subject in {
		"set": server(["--encryption-provider-config=/a"]),
		"the old flag": server(["--experimental-encryption-provider-config", "/a"]),
		"to fill in": server(["--encryption-provider-config=<path>"]),
		"kubeadm": kubeadm({"encryption-provider-config": "/a"}),
		"a patch": patch({}),
		"kops": kops({"encryptionConfig": true}),
	}
	said(subject, {}) == nothing
}

test_silent if {
	said(pod, {}) == nothing
	not encryption_provider.applies with input as {"review": {"object": pod}}
	encryption_provider.applies with input as {"review": {"object": server([])}}
}

server(flags) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "kube-system"},
	"spec": {"containers": [{"name": "a", "image": "kube-apiserver:v1.34.0", "command": array.concat(["kube-apiserver"], flags)}]},
}

kops(fields) := {"apiVersion": "kops.k8s.io/v1alpha2", "kind": "Cluster", "metadata": {"name": "a"}, "spec": fields}

kubeadm(flags) := {"apiVersion": "kubeadm.k8s.io/v1beta3", "kind": "ClusterConfiguration", "apiServer": {"extraArgs": flags}}

patch(flags) := {"apiVersion": "kind.x-k8s.io/v1alpha4", "kind": "Cluster", "kubeadmConfigPatches": [json.marshal(kubeadm(flags))]}

pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "a", "command": ["b"]}]}}

said(subject, parameters) := {"violation": violation} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := encryption_provider.violation with input as asked
}

nothing := {"violation": set()}

package guiderail.podsecurity.admission_plugin_test

import data.guiderail.podsecurity.admission_plugin

test_denied[note] if {
	some note, subject in {
		"disabled": server(["--disable-admission-plugins=A,PodSecurity"]),
		"a gate": server(["--feature-gates=PodSecurity=false"]),
		"the old list": server(["--admission-control=A"]),
		"an old version": image("kube-apiserver:v1.21.0"),
		"a version with a gate": image("kube-apiserver:v1.22.1-eks"),
		"kubeadm": object.union(kubeadm({}), {"kubernetesVersion": "v1.19.0"}),
		"kops": kops({"kubeAPIServer": {"disableAdmissionPlugins": ["PodSecurity"]}}),
	}
	count(said(subject, {}).violation) == 1
}

image(name) := object.union(server([]), {"spec": {"containers": [{"name": "a", "image": name, "command": ["kube-apiserver"]}]}})

test_allowed[note] if {
	some note, subject in {
		"nothing": server([]),
		"others": server(["--disable-admission-plugins=A", "--feature-gates=A=false"]),
		"the old list": server(["--admission-control=A,PodSecurity"]),
		"an old version with the gate": object.union(kubeadm({"feature-gates": "PodSecurity=true"}), {"kubernetesVersion": "1.22"}),
		"no version": image("kube-apiserver"),
	}
	said(subject, {}) == nothing
}

test_unknown if {
	result := said(server(["--feature-gates=$(GATES)"]), {})
	result.violation == set()
	count(result.unknown) == 1
}

test_silent if {
	said(pod, {}) == nothing
	not admission_plugin.applies with input as {"review": {"object": pod}}
	admission_plugin.applies with input as {"review": {"object": server([])}}
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
	violation := admission_plugin.violation with input as asked
	unknown := admission_plugin.unknown with input as asked
}

nothing := {"violation": set(), "unknown": set()}

package guiderail.monitoring.api_server_audit_test

import data.guiderail.monitoring.api_server_audit

written := ["--audit-policy-file=/a", "--audit-log-path=-"]

test_denied[note] if {
	some note, subject in {
		"absent": server([]),
		"no policy": server(["--audit-log-path=/a"]),
		"no log": server(["--audit-policy-file=/a", "--audit-log-path="]),
		"too short": server(array.concat(written, ["--audit-log-maxage=7"])),
		"no number": server(array.concat(written, ["--audit-log-maxage=x"])),
		"kubeadm": kubeadm({"audit-policy-file": "/a"}),
		"a patch": patch({"audit-log-maxage": "7"}),
		"kops": kops({"kubeAPIServer": {"auditPolicyFile": "/a", "auditLogPath": "/b", "auditLogMaxAge": 7}}),
	}
	count(said(subject, {}).violation) == 1
}

test_allowed[note] if {
	some note, subject in {
		"no age": server(written),
		"no limit": server(array.concat(written, ["--audit-log-maxage=0"])),
		"long": server(array.concat(written, ["--audit-log-maxage=30"])),
		"a hook": server(["--audit-policy-file=/a", "--audit-webhook-config-file=/b"]),
		"a patch": patch({}),
	}
	said(subject, {}) == nothing
}

test_parameter if {
	subject := server(array.concat(written, ["--audit-log-maxage=30"]))
	said(subject, {"min_days": 90}).violation == {{
		"msg": `container "a": kube-apiserver: --audit-log-maxage must be 90 days or more`,
		"details": {"path": ["spec", "containers", 0, "command", 3]},
	}}
}

test_unknown if {
	result := said(server(array.concat(written, ["--audit-log-maxage=${DAYS}"])), {})
	result.violation == set()
	count(result.unknown) == 1
}

test_silent if {
	said(pod, {}) == nothing
	not api_server_audit.applies with input as {"review": {"object": pod}}
	api_server_audit.applies with input as {"review": {"object": server([])}}
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
	violation := api_server_audit.violation with input as asked
	unknown := api_server_audit.unknown with input as asked
}

nothing := {"violation": set(), "unknown": set()}

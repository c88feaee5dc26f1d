package lib.guiderail.control_plane_test

import data.lib.guiderail.control_plane

container(fields) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"},
	"spec": {"containers": [object.union({"name": "a", "image": "example.com/a:v1.34.1@sha256:0"}, fields)]},
}

test_pods[note] if {
	some note, case in {
		"command": {"fields": {"command": ["kube-apiserver", "--a=b"]}, "path": ["command", 1]},
		"path": {"fields": {"command": ["/usr/bin/kube-apiserver"], "args": ["--a=b"]}, "path": ["args", 0]},
		"arguments": {"fields": {"args": ["kube-apiserver", "--a=b"]}, "path": ["args", 1]},
		"two words": {"fields": {"command": ["kube-apiserver", "--a", "b"]}, "path": ["command", 2]},
		"quotes": {"fields": {"command": ["kube-apiserver", `--a="b"`]}, "path": ["command", 1]},
		"a wrapper": {"fields": {"command": ["/go-runner", "--log-file=/a", "kube-apiserver", "--a=b"]}, "path": ["command", 3]},
		"hyperkube": {"fields": {"command": ["/hyperkube", "kube-apiserver", "-a=b"]}, "path": ["command", 2]},
		"a script": {"fields": {"command": ["sh", "-c", "cd /; A=b exec kube-apiserver --c=d \\\n --a='b' 2>&1 | tee x"]}, "path": ["command", 2]},
		"a script in arguments": {"fields": {"command": ["sh", "-c"], "args": ["kube-apiserver --a b"]}, "path": ["args", 0]},
		"last": {"fields": {"command": ["kube-apiserver", "--a=x", "--a=b"]}, "path": ["command", 2]},
	}
	servers := control_plane.api_servers with input as {"review": {"object": container(case.fields)}}
	count(servers) == 1
	control_plane.flag(servers[0], "a") == {
		"value": "b",
		"path": array.concat(["spec", "containers", 0], case.path),
		"is_known": true,
	}
	servers[0].version == "v1.34.1"
	servers[0].path == ["spec", "containers", 0]
	control_plane.controller_managers == [] with input as {"review": {"object": container(case.fields)}}
}

test_other_pods[note] if {
	some note, fields in {
		"nothing": {},
		"another program": {"command": ["kubectl", "logs", "kube-apiserver"]},
		"a script of another": {"command": ["sh", "-c", "kubectl logs kube-apiserver --tail 1"]},
		"a name within": {"command": ["kube-apiserver-proxy"]},
		"numbers": {"command": [1, 2]},
	}
	control_plane.all == [] with input as {"review": {"object": container(fields)}}
}

test_flags if {
	subject := container({"command": ["kube-apiserver", "--switch", "--list=a", "--list=b, c", "--under_score=x", "--empty=", "--open=$(A)"]})
	[server] := control_plane.api_servers with input as {"review": {"object": subject}}
	control_plane.flag(server, "switch").value == "true"
	control_plane.flag(server, "list").value == "b, c"
	control_plane.items(server, "list").value == ["a", "b", "c"]
	control_plane.flag(server, "under-score").value == "x"
	control_plane.is_given(server, "under-score")
	not control_plane.is_given(server, "empty")
	not control_plane.is_given(server, "absent")
	control_plane.flag(server, "absent") == {"value": null, "path": ["spec", "containers", 0], "is_known": true}
	control_plane.items(server, "absent").value == [""]
	control_plane.flag(server, "open").is_known == false
	control_plane.items(server, "open").is_known == false
	not control_plane.is_known("${A}")
}

test_versions if {
	control_plane.is_before({"version": "v1.21.9"}, 22)
	control_plane.is_before({"version": "1.9"}, 22)
	not control_plane.is_before({"version": "v1.22.0"}, 22)
	not control_plane.is_before({"version": "stable"}, 22)
	not control_plane.is_before({"version": ""}, 22)
}

map := {"kind": "ClusterConfiguration", "apiServer": {"extraArgs": {"a": "b"}}, "kubernetesVersion": "v1.30.0"}

list := {"kind": "ClusterConfiguration", "apiServer": {"extraArgs": [{"name": "a", "value": "b"}, 1, {"name": "c"}]}}

test_kubeadm[note] if {
	some note, case in {
		"map": {
			"object": object.union(map, {"apiVersion": "kubeadm.k8s.io/v1beta3"}),
			"path": ["apiServer", "extraArgs", "a"], "title": "apiServer", "is_whole": true, "version": "v1.30.0",
		},
		"list": {
			"object": object.union(list, {"apiVersion": "kubeadm.k8s.io/v1beta4"}),
			"path": ["apiServer", "extraArgs", 0, "value"], "title": "apiServer", "is_whole": true, "version": "",
		},
		"control plane": {
			"object": {
				"apiVersion": "controlplane.cluster.x-k8s.io/v1beta1", "kind": "KubeadmControlPlane",
				"spec": {"version": "v1.31.0", "kubeadmConfigSpec": {"clusterConfiguration": list}},
			},
			"path": ["spec", "kubeadmConfigSpec", "clusterConfiguration", "apiServer", "extraArgs", 0, "value"],
			"title": "spec.kubeadmConfigSpec.clusterConfiguration.apiServer", "is_whole": true, "version": "v1.31.0",
		},
		"kubeadm's ConfigMap": {
			"object": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"ClusterConfiguration": json.marshal(map)}},
			"path": ["data", "ClusterConfiguration"], "title": "data.ClusterConfiguration: apiServer", "is_whole": true,
			"version": "v1.30.0",
		},
		"kind": {
			"object": {"apiVersion": "kind.x-k8s.io/v1alpha4", "kind": "Cluster", "kubeadmConfigPatches": [json.marshal(list)]},
			"path": ["kubeadmConfigPatches", 0], "title": "kubeadmConfigPatches[0]: apiServer", "is_whole": false,
			"version": "",
		},
	}
	[server] := control_plane.api_servers with input as {"review": {"object": case.object}}
	control_plane.flag(server, "a") == {"value": "b", "path": case.path, "is_known": true}
	control_plane.flag(server, "authorization-mode").value == "Node,RBAC"
	control_plane.items(server, "authorization-mode").value == ["Node", "RBAC"]
	[server.title, server.is_whole, server.version] == [case.title, case.is_whole, case.version]
	count(control_plane.controller_managers) == 1 with input as {"review": {"object": case.object}}
}

test_kubeadm_without_arguments[note] if {
	some note, case in {
		"nothing": {"fields": {}, "path": []},
		"null": {"fields": {"apiServer": null}, "path": []},
		"no arguments": {"fields": {"apiServer": {"extraArgs": null}}, "path": ["apiServer"]},
		"a text": {"fields": {"apiServer": {"extraArgs": "a"}}, "path": ["apiServer", "extraArgs"]},
	}
	subject := object.union({"apiVersion": "kubeadm.k8s.io/v1beta3", "kind": "ClusterConfiguration"}, case.fields)
	[server] := control_plane.api_servers with input as {"review": {"object": subject}}
	server.flags == []
	server.path == case.path
}

test_kops if {
	subject := {"apiVersion": "kops.k8s.io/v1alpha2", "kind": "Cluster", "spec": {
		"kubernetesVersion": "1.30.0",
		"encryptionConfig": true,
		"authorization": {"alwaysAllow": {}},
		"kubeAPIServer": {
			"auditLogMaxAge": 10, "auditLogPath": null,
			"disableAdmissionPlugins": ["A", "B"], "featureGates": {"C": "true"},
		},
	}}
	[server] := control_plane.api_servers with input as {"review": {"object": subject}}
	control_plane.flag(server, "audit-log-maxage") == {"value": "10", "path": ["spec", "kubeAPIServer", "auditLogMaxAge"], "is_known": true}
	control_plane.flag(server, "audit-log-path").value == null
	control_plane.items(server, "disable-admission-plugins").value == ["A", "B"]
	control_plane.items(server, "feature-gates").value == ["C=true"]
	control_plane.items(server, "authorization-mode").value == ["AlwaysAllow"]
	control_plane.is_given(server, "encryption-provider-config")
	server.version == "1.30.0"
	[manager] := control_plane.controller_managers with input as {"review": {"object": subject}}
	manager.path == ["spec"]
	control_plane.all == [] with input as {"review": {"object": object.union(subject, {"kind": "InstanceGroup"})}}
}

test_openshift if {
	subject := {"apiVersion": "kubecontrolplane.config.openshift.io/v1", "kind": "KubeAPIServerConfig", "apiServerArguments": {"a": ["b", "c"]}}
	[server] := control_plane.api_servers with input as {"review": {"object": subject}}
	control_plane.items(server, "a") == {"value": ["b", "c"], "path": ["apiServerArguments", "a"], "is_known": true}
	server.is_whole == false
}

test_configuration if {
	subject := {
		"apiVersion": "kubecontrollermanager.config.k8s.io/v1alpha1", "kind": "KubeControllerManagerConfiguration",
		"hpaController": {"horizontalPodAutoscalerDownscaleStabilizationWindow": null}, "Generic": {},
	}
	[manager] := control_plane.controller_managers with input as {"review": {"object": subject}}
	control_plane.flag(manager, "horizontal-pod-autoscaler-downscale-stabilization").value == ""
}

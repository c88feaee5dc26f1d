package lib.guiderail.k3s_test

import data.lib.guiderail.k3s

servers(object) := found if {
	found := k3s.servers with input as {"review": {"object": object}}
}

test_files if {
	config := {"cluster-init": true, "tls-san": ["a", "b"], "kube-apiserver-arg": "audit_log-path=/x=y"}
	[server] := servers(config)
	server.product == "k3s"
	server.is_whole
	{[setting.name, setting.value, setting.path] | some setting in server.settings} == {
		["cluster-init", "true", ["cluster-init"]],
		["tls-san", "a", ["tls-san", 0]],
		["tls-san", "b", ["tls-san", 1]],
		["kube-apiserver-arg", "audit_log-path=/x=y", ["kube-apiserver-arg"]],
	}
	k3s.flags(server, "kube-apiserver-arg") == [{"name": "audit-log-path", "value": "/x=y", "path": ["kube-apiserver-arg"]}]
	k3s.flags(server, "kube-controller-manager-arg") == []
	k3s.defaults(server) == {"authorization-mode": "Node,RBAC"}
}

test_keys_that_add if {
	[server] := servers({"secrets-encryption+": true, "kube-apiserver-arg+": ["authorization-mode=AlwaysAllow"]})
	server.is_whole == false
	flag := {"name": "authorization-mode", "value": "AlwaysAllow", "path": ["kube-apiserver-arg+", 0]}
	flag in k3s.flags(server, "kube-apiserver-arg")
}

test_own_settings if {
	config := {"cluster-init": true, "secrets-encryption": true, "audit-policy-file": "/x"}
	[server] := servers(config)
	server.product == "rke2"
	server.is_whole == false
	{flag.name | some flag in k3s.flags(server, "kube-apiserver-arg")} == {"encryption-provider-config", "audit-policy-file"}
	k3s.defaults(server)["encryption-provider-config"] == "of RKE2"
}

test_agents if {
	servers({"server": "https://a:6443", "flannel-backend": "none"}) == []
	count(servers({"server": "https://a:6443", "kube-apiserver-arg": []})) == 1
}

test_rancher[note] if {
	some note, [version, product] in {"k3s": ["v1.33.1+k3s1", "k3s"], "rke2": ["v1.33.1+rke2r1", "rke2"]}
	cluster := {
		"apiVersion": "provisioning.cattle.io/v1", "kind": "Cluster", "metadata": {"name": "a"},
		"spec": {"kubernetesVersion": version, "rkeConfig": {"machineGlobalConfig": {"kube-apiserver-arg": ["a=b"]}}},
	}
	[server] := servers(cluster)
	server.product == product
	server.settings[0].path == ["spec", "rkeConfig", "machineGlobalConfig", "kube-apiserver-arg", 0]
}

word(text) := {"text": text, "is_known": true, "is_script": false}

test_scripts if {
	command := {
		"words": [word("k3s"), word("server"), word("--disable"), word("x"), word("--cluster-init"), word("--kube-apiserver-arg=a=b")],
		"calls": [{"program": "k3s", "start": 0}],
	}
	[server] := servers({"origin": "shell", "commands": [command]})
	server.is_whole == false
	{[setting.name, setting.value] | some setting in server.settings} == {
		["disable", "x"], ["cluster-init", ""], ["kube-apiserver-arg", "a=b"],
	}
	agent := object.union(command, {"words": [word("k3s"), word("agent")]})
	servers({"origin": "shell", "commands": [agent]}) == []
}

test_installers if {
	variable := {
		"words": [word("sh"), word("-")],
		"calls": [{"program": "sh", "start": 0}],
		"assignments": [{"name": "INSTALL_K3S_EXEC", "text": "server --kube-apiserver-arg=a=b", "is_known": true}],
	}
	[server] := servers({"origin": "shell", "commands": [variable]})
	server.settings == [{"name": "kube-apiserver-arg", "value": "a=b", "path": ["commands", 0, "assignments", 0]}]
	alone := object.union(variable, {"assignments": [{"name": "INSTALL_K3S_EXEC", "text": "--cluster-init", "is_known": true}]})
	count(servers({"origin": "shell", "commands": [alone]})) == 1
	agent := object.union(variable, {"assignments": [{"name": "INSTALL_K3S_EXEC", "text": "agent", "is_known": true}]})
	servers({"origin": "shell", "commands": [agent]}) == []
}

test_piped[note] if {
	some note, [address, number] in {"K3s": ["https://get.k3s.io", 1], "another": ["https://example.com", 0]}
	fetch := {"words": [word("curl"), word(address)], "calls": [{"program": "curl", "start": 0}], "pipeline": 1}
	run := {
		"words": [word("sh"), word("-s"), word("-"), word("server"), word("--kube-apiserver-arg=a=b")],
		"calls": [{"program": "sh", "start": 0}],
		"pipeline": 1,
	}
	count(servers({"origin": "shell", "commands": [fetch, run]})) == number
}

pod(fields) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"},
	"spec": {"containers": [object.union({"name": "a", "image": "rancher/k3s:v1.33.1-k3s1"}, fields)]},
}

test_pods[note] if {
	some note, fields in {
		"command": {"image": "example.com/a", "command": ["/bin/k3s", "server", "--kube-apiserver-arg=a=b"]},
		"arguments": {"args": ["server", "--kube-apiserver-arg=a=b"]},
	}
	[server] := servers(pod(fields))
	server.settings[0].name == "kube-apiserver-arg"
}

test_other_pods[note] if {
	some note, fields in {
		"an agent": {"args": ["agent"]},
		"another program": {"image": "example.com/a", "args": ["server"]},
		"nothing": {},
	}
	servers(pod(fields)) == []
}

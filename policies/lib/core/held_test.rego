package lib.guiderail.held_test

import data.lib.guiderail.held

config := `{"kind": "Config", "users": []}`

test_documents[note] if {
	some note, case in {
		"a ConfigMap": {"object": {"kind": "ConfigMap", "data": {"a": config, "b": "text", "c": 1}}, "path": ["data", "a"]},
		"bytes": {"object": {"kind": "ConfigMap", "binaryData": {"a": base64.encode(config), "b": "?"}}, "path": ["binaryData", "a"]},
		"a Secret": {"object": {"kind": "Secret", "data": {"a": base64.encode(config)}}, "path": ["data", "a"]},
		"a Secret in plain text": {"object": {"kind": "Secret", "stringData": {"a": config}}, "path": ["stringData", "a"]},
		"kops": {
			"object": {"apiVersion": "kops.k8s.io/v1alpha2", "kind": "Cluster", "spec": {"fileAssets": [{"content": config}, {}]}},
			"path": ["spec", "fileAssets", 0, "content"],
		},
		"kops in base64": {
			"object": {"apiVersion": "kops.k8s.io/v1alpha2", "spec": {"fileAssets": [{"content": base64.encode(config), "isBase64": true}]}},
			"path": ["spec", "fileAssets", 0, "content"],
		},
		"a kubeadm configuration": {
			"object": {"apiVersion": "bootstrap.cluster.x-k8s.io/v1beta1", "spec": {"files": [{"content": config}]}},
			"path": ["spec", "files", 0, "content"],
		},
		"a template of a control plane": {
			"object": {
				"apiVersion": "controlplane.cluster.x-k8s.io/v1beta1",
				"spec": {"template": {"spec": {"kubeadmConfigSpec": {"files": [{"content": base64.encode(config), "encoding": "base64"}]}}}},
			},
			"path": ["spec", "template", "spec", "kubeadmConfigSpec", "files", 0, "content"],
		},
		"kind": {
			"object": {"apiVersion": "kind.x-k8s.io/v1alpha4", "kubeadmConfigPatches": [1, config]},
			"path": ["kubeadmConfigPatches", 1],
		},
		"a node of kind": {
			"object": {"apiVersion": "kind.x-k8s.io/v1alpha4", "nodes": [{}, {"kubeadmConfigPatches": ["kind: Config\nusers: []"]}]},
			"path": ["nodes", 1, "kubeadmConfigPatches", 0],
		},
	}
	found := held.documents with input as {"review": {"object": object.union({"apiVersion": "v1"}, case.object)}}
	[[text.document, text.path] | some text in found] == [[{"kind": "Config", "users": []}, case.path]]
	held.unreadable == [] with input as {"review": {"object": object.union({"apiVersion": "v1"}, case.object)}}
}

test_titles if {
	subject := {"apiVersion": "kind.x-k8s.io/v1alpha4", "nodes": [{"kubeadmConfigPatches": [config]}]}
	[text.title | some text in held.documents] == ["kubeadmConfigPatches[0]"] with input as {"review": {"object": subject}}
}

test_several_documents if {
	subject := {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "---\nkind: Config\n---\nkind: Policy\n"}}
	[text.document.kind | some text in held.documents] == ["Config", "Policy"] with input as {"review": {"object": subject}}
}

test_unreadable[note] if {
	some note, text in {
		"a template": "kind: Config\nusers: {{ .Values.users }}: {{ a }}\n",
		"many aliases": concat("", ["kind: Config\na: &a b\nusers: [", concat(", ", ["*a" | some _ in numbers.range(1, 40)]), "]\n"]),
	}
	subject := {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": text}}
	[found.path | some found in held.unreadable] == [["data", "a"]] with input as {"review": {"object": subject}}
	held.documents == [] with input as {"review": {"object": subject}}
}

test_none[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "data": {"a": config}},
		"another group": {"apiVersion": "example.com/v1", "kind": "ConfigMap", "data": {"a": config}, "spec": {"files": [{"content": config}]}},
		"no lists": {"apiVersion": "kind.x-k8s.io/v1alpha4", "nodes": 1, "kubeadmConfigPatches": "a"},
		"another kind in the text": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "kind: Configuration"}},
	}
	held.documents == [] with input as {"review": {"object": subject}}
	held.unreadable == [] with input as {"review": {"object": subject}}
}

# METADATA
# title: Files that objects hold
# description: |
#   ConfigMaps and Secrets hold files as text, and so do the objects that describe a cluster's machines: what
#   kubeadm, Cluster API, kops and kind write to the disks of the control plane. Yields nothing for any other
#   object.
# custom:
#   match:
#     - groups: [""]
#       kinds: [ConfigMap, Secret]
#     - groups: [kops.k8s.io]
#       kinds: [Cluster, InstanceGroup]
#     - groups: [bootstrap.cluster.x-k8s.io]
#       kinds: [KubeadmConfig, KubeadmConfigTemplate]
#     - groups: [controlplane.cluster.x-k8s.io]
#       kinds: [KubeadmControlPlane, KubeadmControlPlaneTemplate]
#     - groups: [kind.x-k8s.io]
#       kinds: [Cluster]
package lib.guiderail.held

import data.lib.guiderail.ctx

# METADATA
# description: |
#   The documents in YAML or JSON that the object under review holds, of those that have one of the kinds which
#   controls read: each has `document`, `path` (of the text) and `title` (how a message names the text).
documents := [found |
	some text in _suspects
	some document in _parsed(text.text)
	is_object(document)
	found := {"document": document, "path": text.path, "title": text.title}
]

# METADATA
# description: The texts that seem to be such documents and cannot be read, in the same form, with `text`.
unreadable := [text | some text in _suspects; _parsed(text.text) == []]

_suspects := [text |
	some text in _texts
	regex.match(_kinds, text.text)
]

# What the API server, the controller manager, kubeadm and clients read.
_kinds := `(?m)(^|[{,])[ \t\r\n-]*["']?kind["']?[ \t]*:[ \t]*["']?(Config|Policy|EncryptionConfig|EncryptionConfiguration|AdmissionConfiguration|PodSecurityConfiguration|ClusterConfiguration)["']?[ \t\r]*([,}\n#]|$)`

_texts := _of_data if {
	ctx.group == ""
} else := array.concat(_of_assets, array.concat(_of_files, _of_patches))

_of_data := [text |
	some field, encoding in object.get(_data_fields, ctx.kind, {})
	some key, written in object.get(ctx.resource, field, {})
	text := {
		"text": _decoded(written, encoding),
		"path": [field, key],
		"title": sprintf("%s.%s", [field, key]),
	}
]

_data_fields := {
	"ConfigMap": {"data": "", "binaryData": "base64"},
	"Secret": {"stringData": "", "data": "base64"},
}

_of_assets := [text |
	ctx.group == "kops.k8s.io"
	some i, asset in ctx.resource.spec.fileAssets
	text := {
		"text": _decoded(asset.content, _asset_encoding(asset)),
		"path": ["spec", "fileAssets", i, "content"],
		"title": sprintf("spec.fileAssets[%d].content", [i]),
	}
]

_asset_encoding(asset) := "base64" if {
	asset.isBase64 == true
} else := ""

_of_files := [text |
	some path in _kubeadm_paths[ctx.group]
	some i, file in object.get(ctx.resource, array.concat(path, ["files"]), [])
	is_object(file)
	text := {
		"text": _decoded(file.content, object.get(file, "encoding", "")),
		"path": array.concat(path, ["files", i, "content"]),
		"title": sprintf("%s.files[%d].content", [concat(".", path), i]),
	}
]

_kubeadm_paths := {
	"bootstrap.cluster.x-k8s.io": [["spec"], ["spec", "template", "spec"]],
	"controlplane.cluster.x-k8s.io": [["spec", "kubeadmConfigSpec"], ["spec", "template", "spec", "kubeadmConfigSpec"]],
}

_of_patches := [text |
	ctx.group == "kind.x-k8s.io"
	nodes := [["nodes", i] | some i, _ in ctx.resource.nodes]
	some path in array.concat([[]], nodes)
	steps := array.concat(path, ["kubeadmConfigPatches"])
	some j, patch in object.get(ctx.resource, steps, [])
	is_string(patch)
	text := {
		"text": patch,
		"path": array.concat(steps, [j]),
		"title": sprintf("kubeadmConfigPatches[%d]", [j]),
	}
]

_decoded(written, "") := written if is_string(written)

_decoded(written, "base64") := base64.decode(digits) if {
	is_string(written)
	digits := regex.replace(written, `\s+`, "")
	base64.is_valid(digits)
}

# Many aliases may stand for very much.
_parsed(text) := [json.unmarshal(text)] if {
	json.is_valid(text)
} else := [document |
	count(text) <= 1048576
	count(regex.find_n(`(?:^|[\s:,\[-])[*][A-Za-z0-9_]`, text, 32)) < 32
	some part in regex.split(`(?m)^---.*$`, text)
	yaml.is_valid(part)
	document := yaml.unmarshal(part)
]

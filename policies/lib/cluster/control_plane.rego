# METADATA
# title: The programs of the control plane and their flags
# description: |
#   The API servers and controller managers that the object under review runs or configures, and the flags that
#   they are given, in whatever form: pods that run them, kubeadm's ClusterConfiguration in both of its forms,
#   alone or in what holds it, kops, K3s and RKE2, OpenShift's operators, and the configuration of the controller
#   manager.
#   Clouds run these programs themselves in managed clusters, where no file shows their flags. Yields nothing for
#   any other object.
# custom:
#   match:
#     - workload
#     - held
#     - type: k3s
#     - type: script
#     - groups: [provisioning.cattle.io]
#       kinds: [Cluster]
#     - groups: [kubeadm.k8s.io]
#       kinds: [ClusterConfiguration]
#     - groups: [kubecontrolplane.config.openshift.io]
#       kinds: [KubeAPIServerConfig, KubeControllerManagerConfig]
#     - groups: [kubecontrollermanager.config.k8s.io]
#       kinds: [KubeControllerManagerConfiguration]
# related_resources:
#   - https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
#   - https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/
#   - https://kops.sigs.k8s.io/cluster_spec/
package lib.guiderail.control_plane

import data.lib.guiderail.ctx
import data.lib.guiderail.held
import data.lib.guiderail.k3s
import data.lib.guiderail.placeholder
import data.lib.guiderail.workload

# METADATA
# description: |
#   The programs: `component` (kube-apiserver or kube-controller-manager), `title` (how a message names it),
#   `path`, `flags` (each occurrence, in the order in which it is written, with `name`, `value` and `path`),
#   `defaults` (what the tool sets where nothing is written), `is_whole` (false where other files add to it) and
#   `version` (of Kubernetes, such as v1.34.0, or "").
all := [program |
	some list in [_in_pods, _in_kubeadm, _in_kops, _in_k3s, _of_openshift, _configured]
	some program in list
]

# METADATA
# description: The API servers among them.
api_servers := [program | some program in all; program.component == "kube-apiserver"]

# METADATA
# description: The controller managers among them.
controller_managers := [program | some program in all; program.component == "kube-controller-manager"]

# METADATA
# description: |
#   What a flag is set to, its last occurrence: `value` (a text; null where nothing sets it), `path` (of the
#   program, where nothing is written) and `is_known` (false for what a shell or another tool fills in).
flag(program, name) := {"value": last.value, "path": last.path, "is_known": is_known(last.value)} if {
	found := _occurrences(program, name)
	count(found) > 0
	last := found[count(found) - 1]
} else := {"value": object.get(program.defaults, name, null), "path": program.path, "is_known": true}

# METADATA
# description: Whether a flag is set to something, known or not.
is_given(program, name) if not flag(program, name).value in {null, ""}

# METADATA
# description: |
#   The items of a flag that is a list: all occurrences count, in one form with `flag`, where `value` is an array.
items(program, name) := {"value": all_items, "path": last.path, "is_known": known} if {
	found := _occurrences(program, name)
	count(found) > 0
	last := found[count(found) - 1]
	all_items := [trim_space(item) | some occurrence in found; some item in split(occurrence.value, ",")]
	known := count([item | some item in all_items; is_known(item) == false]) == 0
} else := {"value": split(text, ","), "path": program.path, "is_known": true} if {
	text := object.get(program.defaults, name, "")
}

# METADATA
# description: Whether the value of a flag is known, true or false.
is_known(value) := false if {
	placeholder.is_in(value)
} else := false if {
	regex.match(`\$[({A-Za-z_]`, value)
} else := true

# METADATA
# description: Whether a program is of a version of Kubernetes before 1.MINOR; not where the version is not known.
is_before(program, minor) if {
	parts := regex.find_all_string_submatch_n(`^v?1\.([0-9]{1,3})(\.|$)`, program.version, 1)
	to_number(parts[0][1]) < minor
}

_occurrences(program, name) := [occurrence | some occurrence in program.flags; occurrence.name == name]

_components := ["kube-apiserver", "kube-controller-manager"]

# Pods. What comes before the program are others that run it, with their flags.
_in_pods := [program |
	some container in workload.containers
	words := _words(container)
	some component in _components
	places := [i | some i, word in words; _base(word.text) == component]
	count(places) > 0
	start := places[0]
	every word in array.slice(words, 0, start) {
		_may_precede(word.text)
	}
	program := {
		"component": component,
		"title": sprintf("%s: %s", [container.title, component]),
		"path": container.path,
		"flags": _flags(array.slice(words, start + 1, count(words))),
		"defaults": {},
		"is_whole": true,
		"version": _version_of(container.spec),
	}
]

_base(text) := regex.replace(text, `^.*/`, "")

_may_precede(text) if startswith(text, "-")

_may_precede(text) if regex.match(`^[A-Za-z_][A-Za-z0-9_]*=`, text)

_may_precede(text) if _base(text) in _wrappers

_wrappers := {
	"go-runner", "hyperkube", "tini", "dumb-init", "catatonit", "env", "exec", "nice", "nohup", "timeout", "sh", "bash",
	"ash", "dash",
}

_version_of(spec) := version if {
	is_string(spec.image)
	parts := regex.find_all_string_submatch_n(`:(v1\.[0-9]+[^@]*)`, spec.image, 1)
	version := parts[0][1]
} else := ""

# The words of the command, then of the arguments; the script of a shell is many words.
_words(container) := [word |
	some field in ["command", "args"]
	some i, written in container.spec[field]
	path := array.concat(container.path, [field, i])
	text := sprintf("%v", [written])
	some part in _parts(text)
	word := {"text": part, "path": path}
]

_parts(text) := [regex.replace(part, `["']`, "") | some part in parts] if {
	regex.match(`(^|[\s/;&("'])kube-(apiserver|controller-manager)["']?\s`, text)
	parts := regex.find_n(`(?:[^\s"']|"[^"]*"|'[^']*')+`, _statement(text), -1)
} else := [text]

# The command of the script that runs the program, over continued lines.
_statement(script) := statements[0] if {
	joined := regex.replace(script, `\\\r?\n`, " ")
	statements := [statement |
		some statement in regex.split(`[;|&()\n]+`, joined)
		_runs(statement)
	]
} else := script

_runs(statement) if {
	words := regex.split(`\s+`, trim_space(statement))
	places := [i | some i, word in words; _base(regex.replace(word, `["']`, "")) in _components]
	count(places) > 0
	every word in array.slice(words, 0, places[0]) {
		_may_precede(word)
	}
}

# --name=value and --name value; pflag takes an underscore for a dash.
_flags(words) := [flag_found |
	some i, word in words
	startswith(word.text, "-")
	at := indexof(word.text, "=")
	flag_found := _flag(words, i, at)
]

_flag(words, i, at) := {"name": _name(substring(words[i].text, 0, at)), "value": value, "path": words[i].path} if {
	at > 0
	value := trim(substring(words[i].text, at + 1, -1), `"'`)
} else := {"name": _name(words[i].text), "value": words[i + 1].text, "path": words[i + 1].path} if {
	not startswith(words[i + 1].text, "-")
} else := {"name": _name(words[i].text), "value": "true", "path": words[i].path}

_name(text) := replace(trim_left(sprintf("%v", [text]), "-"), "_", "-")

# kubeadm, which passes on what is written and has defaults of its own.
_in_kubeadm := [program |
	some config in _kubeadm_configs
	some component, field in {"kube-apiserver": "apiServer", "kube-controller-manager": "controllerManager"}
	steps := _existing(config.document, [field, "extraArgs"])
	program := {
		"component": component,
		"title": sprintf("%s%s", [config.title, field]),
		"path": _below(config, steps),
		"flags": [{"name": arg.name, "value": arg.value, "path": _below(config, arg.steps)} |
			some arg in _arguments(config.document[field].extraArgs, [field, "extraArgs"])
		],
		"defaults": {"authorization-mode": "Node,RBAC"},
		"is_whole": config.is_whole,
		"version": _text(config.version),
	}
]

_kubeadm_configs := array.concat(
	[{
		"document": document, "path": path, "is_inside": false, "is_whole": true, "title": _prefix(path),
		"version": object.get(document, "kubernetesVersion", object.get(ctx.resource, ["spec", "version"], "")),
	} |
		some group, paths in _kubeadm_places
		ctx.group == group
		some path in paths
		document := object.get(ctx.resource, path, null)
		is_object(document)
		_is_kubeadm(path, document)
	],
	[{
		"document": text.document, "path": text.path, "is_inside": true, "title": sprintf("%s: ", [text.title]),
		"is_whole": is_whole, "version": object.get(text.document, "kubernetesVersion", ""),
	} |
		# Patches add to what kind writes, and to one another.
		is_whole := object.get({"kind.x-k8s.io": false}, ctx.group, true)
		some text in held.documents
		text.document.kind == "ClusterConfiguration"
	],
)

_kubeadm_places := {
	"kubeadm.k8s.io": [[]],
	"bootstrap.cluster.x-k8s.io": [["spec", "clusterConfiguration"], ["spec", "template", "spec", "clusterConfiguration"]],
	"controlplane.cluster.x-k8s.io": [
		["spec", "kubeadmConfigSpec", "clusterConfiguration"],
		["spec", "template", "spec", "kubeadmConfigSpec", "clusterConfiguration"],
	],
}

_is_kubeadm([], document) if document.kind == "ClusterConfiguration"

_is_kubeadm(path, _) if count(path) > 0

_prefix([]) := ""

_prefix(path) := sprintf("%s.", [concat(".", path)]) if count(path) > 0

_below(config, _) := config.path if config.is_inside

_below(config, steps) := array.concat(config.path, steps) if not config.is_inside

# v1beta4 has a list; versions before it, a map.
_arguments(written, steps) := [arg |
	some i, entry in written
	is_object(entry)
	arg := {"name": _name(entry.name), "value": _text(entry.value), "steps": array.concat(steps, [i, "value"])}
] if {
	is_array(written)
} else := [arg |
	some name, value in written
	arg := {"name": _name(name), "value": _text(value), "steps": array.concat(steps, [name])}
] if {
	is_object(written)
} else := []

# The longest beginning of a path that is there.
_existing(document, steps) := steps if {
	object.get(document, steps, null) != null
} else := array.slice(steps, 0, 1) if {
	object.get(document, array.slice(steps, 0, 1), null) != null
} else := []

_text(value) := value if {
	is_string(value)
} else := "" if {
	value == null
} else := sprintf("%v", [value])

# kops, which derives some flags from fields of its own.
_in_kops := [program |
	ctx.group == "kops.k8s.io"
	ctx.kind == "Cluster"
	is_object(ctx.resource.spec)
	some component, names in _kops_fields
	field := {"kube-apiserver": "kubeAPIServer", "kube-controller-manager": "kubeControllerManager"}[component]
	steps := _existing(ctx.resource.spec, [field])
	path := array.concat(["spec"], steps)
	written := [{"name": name, "value": _joined(value), "path": array.concat(path, [key])} |
		some key, name in names
		value := ctx.resource.spec[field][key]
		value != null
	]
	program := {
		"component": component,
		"title": sprintf("spec.%s", [field]),
		"path": path,
		"flags": array.concat(written, _derived[component]),
		"defaults": {"authorization-mode": "Node,RBAC"},
		"is_whole": true,
		"version": _text(object.get(ctx.resource.spec, "kubernetesVersion", "")),
	}
]

_kops_fields := {
	"kube-apiserver": {
		"admissionControl": "admission-control",
		"auditLogMaxAge": "audit-log-maxage",
		"auditLogPath": "audit-log-path",
		"auditPolicyFile": "audit-policy-file",
		"auditWebhookConfigFile": "audit-webhook-config-file",
		"authorizationMode": "authorization-mode",
		"disableAdmissionPlugins": "disable-admission-plugins",
		"enableAdmissionPlugins": "enable-admission-plugins",
		"encryptionProviderConfig": "encryption-provider-config",
		"featureGates": "feature-gates",
	},
	"kube-controller-manager": {
		"horizontalPodAutoscalerDownscaleDelay": "horizontal-pod-autoscaler-downscale-delay",
		"horizontalPodAutoscalerDownscaleStabilization": "horizontal-pod-autoscaler-downscale-stabilization",
	},
}

_derived["kube-controller-manager"] := []

_derived["kube-apiserver"] := array.concat(
	[{"name": "encryption-provider-config", "value": "encryptionconfig.yaml", "path": ["spec", "encryptionConfig"]} |
		ctx.resource.spec.encryptionConfig == true
	],
	[{"name": "authorization-mode", "value": "AlwaysAllow", "path": ["spec", "authorization", "alwaysAllow"]} |
		ctx.resource.spec.authorization.alwaysAllow
	],
)

_joined(value) := concat(",", [_text(item) | some item in value]) if {
	is_array(value)
} else := concat(",", [sprintf("%s=%v", [key, item]) | some key, item in value]) if {
	is_object(value)
} else := _text(value)

# K3s and RKE2, in whatever form their servers are set up.
_in_k3s := [program |
	some server in k3s.servers
	some component, setting in {
		"kube-apiserver": "kube-apiserver-arg",
		"kube-controller-manager": "kube-controller-manager-arg",
	}
	program := {
		"component": component,
		"title": sprintf("%s: %s", [server.title, component]),
		"path": server.path,
		"flags": k3s.flags(server, setting),
		"defaults": k3s.defaults(server),
		"is_whole": server.is_whole,
		"version": "",
	}
]

# OpenShift: each flag has a list of values. Its operators merge this with other configurations.
_of_openshift := [program |
	ctx.group == "kubecontrolplane.config.openshift.io"
	some component, field in {"kube-apiserver": "apiServerArguments", "kube-controller-manager": "extendedArguments"}
	is_object(ctx.resource[field])
	program := {
		"component": component,
		"title": field,
		"path": [field],
		"flags": [{"name": _name(name), "value": _joined(value), "path": [field, name]} |
			some name, value in ctx.resource[field]
		],
		"defaults": {},
		"is_whole": false,
		"version": "",
	}
]

# The fields have the names of Go's, and a decoder of Go ignores case.
_configured := [program |
	ctx.kind == "KubeControllerManagerConfiguration"
	program := {
		"component": "kube-controller-manager",
		"title": "KubeControllerManagerConfiguration",
		"path": [],
		"flags": [{"name": "horizontal-pod-autoscaler-downscale-stabilization", "value": text, "path": [section, field]} |
			some section, fields in ctx.resource
			lower(section) == "hpacontroller"
			some field, value in fields
			lower(field) == "horizontalpodautoscalerdownscalestabilizationwindow"
			text := _text(value)
		],
		"defaults": {},
		"is_whole": true,
		"version": "",
	}
]

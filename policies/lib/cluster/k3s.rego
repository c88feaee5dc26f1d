# METADATA
# title: Servers of K3s and RKE2
# description: |
#   K3s and RKE2 run the control plane in one program, and pass flags on to it: in a configuration file, in the command
#   line of a server, in a pod that runs one, and in the objects by which Rancher sets up clusters.
# custom:
#   match:
#     - type: k3s
#     - type: script
#     - workload
#     - groups: [provisioning.cattle.io]
#       kinds: [Cluster]
# related_resources:
#   - https://docs.k3s.io/cli/server
#   - https://docs.rke2.io/reference/server_config
package lib.guiderail.k3s

import data.lib.guiderail.artefact_type
import data.lib.guiderail.commands
import data.lib.guiderail.ctx
import data.lib.guiderail.workload

# METADATA
# description: |
#   The servers: `title`, `path`, `settings` (each occurrence with `name`, `value` and `path`), `product` (k3s or rke2)
#   and `is_whole` (false where a file that is not there may add to it).
servers := [server |
	some list in [_configured, _by_rancher, _in_scripts, _installed, _piped, _in_pods]
	some server in list
]

# METADATA
# description: The flags that a server passes on to a program, by the setting that does so.
flags(server, setting) := array.concat(_passed(server, setting), [flag |
	setting == "kube-apiserver-arg"
	some written in server.settings
	flag := _own(written)
])

_passed(server, setting) := [flag |
	some written in server.settings
	written.name == setting
	parts := split(written.value, "=")
	flag := {
		"name": replace(trim_left(parts[0], "-"), "_", "-"),
		"value": concat("=", array.slice(parts, 1, count(parts))),
		"path": written.path,
	}
]

# Settings of their own, for what flags do.
_own(written) := {"name": "encryption-provider-config", "value": "secrets-encryption", "path": written.path} if {
	written.name == "secrets-encryption"
	written.value in {"true", ""}
}

_own(written) := {"name": "audit-policy-file", "value": written.value, "path": written.path} if {
	written.name == "audit-policy-file"
}

# METADATA
# description: |
#   What the program sets where nothing is written. RKE2 encrypts Secrets, and writes an audit log.
defaults(server) := {"authorization-mode": "Node,RBAC", "encryption-provider-config": "of RKE2"} if {
	server.product == "rke2"
} else := {"authorization-mode": "Node,RBAC"}

# Other files and the command line may add to a file, which says what is meant for the cluster.
_configured := [server |
	artefact_type.under_review == "k3s"
	_is_server(ctx.resource)
	server := {
		"title": "config",
		"path": [],
		"settings": _settings(ctx.resource, []),
		"product": _product(ctx.resource),
		"is_whole": _is_whole(ctx.resource),
	}
]

default _is_whole(_) := false

# A key with a + adds to what other files say.
_is_whole(config) if {
	_product(config) == "k3s"
	every name, _ in config {
		not endswith(name, "+")
	}
}

# One that joins another server may be an agent.
_is_server(config) if not config.server

_is_server(config) if count(_of_servers & _names(config)) > 0

_names(config) := {trim_suffix(name, "+") | some name, _ in config}

_of_servers := {
	"kube-apiserver-arg", "kube-controller-manager-arg", "secrets-encryption", "cluster-init", "write-kubeconfig-mode",
	"pod-security-admission-config-file",
}

_product(config) := "rke2" if {
	count({"cni", "profile", "pod-security-admission-config-file", "audit-policy-file"} & _names(config)) > 0
} else := "k3s"

_settings(config, path) := [setting |
	some name, written in config
	some i, value in _list(written)
	setting := {
		"name": trim_suffix(name, "+"),
		"value": _text(value),
		"path": array.concat(path, _steps(name, written, i)),
	}
]

_list(written) := written if {
	is_array(written)
} else := [written]

_steps(name, written, i) := [name, i] if {
	is_array(written)
} else := [name]

_text(value) := value if {
	is_string(value)
} else := sprintf("%v", [value])

_by_rancher := [server |
	ctx.group == "provisioning.cattle.io"
	ctx.kind == "Cluster"
	config := ctx.resource.spec.rkeConfig.machineGlobalConfig
	is_object(config)
	path := ["spec", "rkeConfig", "machineGlobalConfig"]
	server := {
		"title": "spec.rkeConfig.machineGlobalConfig",
		"path": path,
		"settings": _settings(config, path),
		"product": _rancher_product,
		"is_whole": _rancher_product == "k3s",
	}
]

default _rancher_product := "rke2"

_rancher_product := "k3s" if contains(sprintf("%v", [ctx.resource.spec.kubernetesVersion]), "k3s")

# A command line is read beside the configuration file of the host.
_in_scripts := [server |
	some call in commands.calls
	call.program in {"k3s", "rke2"}
	call.arguments[0].text == "server"
	server := {
		"title": sprintf("%s server", [call.program]),
		"path": call.path,
		"settings": _arguments(call.arguments),
		"product": call.program,
		"is_whole": false,
	}
]

# What the script of get.k3s.io is told: in a variable, or behind sh -s -.
_installed := [server |
	some i, command in commands.all
	some j, assignment in command.assignments
	assignment.name == "INSTALL_K3S_EXEC"
	path := ["commands", i, "assignments", j]
	words := [{"text": text, "path": path} | some text in regex.split(`\s+`, trim_space(assignment.text))]
	_runs_server(words[0].text)
	server := {
		"title": assignment.name,
		"path": path,
		"settings": _arguments(words),
		"product": "k3s",
		"is_whole": false,
	}
]

# The variable may have the arguments alone.
_runs_server(text) if text == "server"

_runs_server(text) if startswith(text, "--")

_piped := [server |
	some call in commands.calls
	call.program in {"sh", "bash"}
	operands := [word | some word in call.arguments; not word.text in {"-s", "-", "--"}]
	operands[0].text == "server"
	_fetches_k3s(call.index)
	server := {
		"title": sprintf("%s server", [call.program]),
		"path": call.path,
		"settings": _arguments(operands),
		"product": "k3s",
		"is_whole": false,
	}
]

_fetches_k3s(index) if {
	some earlier in commands.piped_before(index)
	some word in earlier.words
	contains(word.text, "get.k3s.io")
}

_in_pods := [server |
	some container in workload.containers
	words := [{"text": sprintf("%v", [written]), "path": array.concat(container.path, [field, i])} |
		some field in ["command", "args"]
		some i, written in container.spec[field]
	]
	[name, start] := _program(container.spec, words)
	server := {
		"title": sprintf("%s: %s server", [container.title, name]),
		"path": container.path,
		"settings": _arguments(array.slice(words, start, count(words))),
		"product": name,
		"is_whole": true,
	}
]

_program(_, words) := [program, 2] if {
	program := regex.replace(words[0].text, `^.*/`, "")
	program in {"k3s", "rke2"}
	words[1].text == "server"
}

# The program is that of the image.
_program(spec, words) := [match[1], 1] if {
	words[0].text == "server"
	is_string(spec.image)
	match := regex.find_all_string_submatch_n(`(?:^|/)rancher/(k3s|rke2)(?:[:@]|$)`, spec.image, 1)[0]
}

_arguments(words) := [setting |
	some i, word in words
	startswith(word.text, "--")
	setting := _argument(words, i, indexof(word.text, "="))
]

_argument(words, i, at) := {"name": substring(words[i].text, 2, at - 2), "value": value, "path": words[i].path} if {
	at > 0
	value := trim(substring(words[i].text, at + 1, -1), `"'`)
} else := {"name": substring(words[i].text, 2, -1), "value": words[i + 1].text, "path": words[i + 1].path} if {
	not startswith(words[i + 1].text, "-")
} else := {"name": substring(words[i].text, 2, -1), "value": "", "path": words[i].path}

# METADATA
# title: A kubeconfig must run only known credential plug-ins
# description: |
#   A client runs the command of a kubeconfig on the machine of whoever uses it, so that a kubeconfig from
#   elsewhere is a program from elsewhere. A command in a relative path or in a folder that anybody can write to
#   is whatever somebody put there.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
#   - https://azure.github.io/kubelogin/concepts/exec-plugin.html
# custom:
#   severity: high
#   requirements: [KUBECFG-03]
#   match: [kubeconfigs]
#   remediation: Run the credential plug-in of the cloud, as aws eks update-kubeconfig, kubelogin
#     convert-kubeconfig or gcloud container clusters get-credentials writes it, by its name alone or by its
#     absolute path.
#   parameters:
#     commands: {type: object, additionalProperties: {type: array, items: {type: string}}, description: "The programs
#       that may be run, each with the words that have to be among its arguments."}
#     writable: {type: array, items: {type: string}, description: "Folders that anybody can write to, each with a slash
#       at its end."}
package guiderail.kubeconfig.exec_plugin

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.kubeconfigs
import data.lib.guiderail.placeholder

defaults := {
	"commands": {
		"aws": ["eks", "get-token"],
		"aws-iam-authenticator": ["token"],
		"kubelogin": ["get-token"],
		"kubectl": ["oidc-login", "get-token"],
		"kubectl-oidc_login": ["get-token"],
		"gke-gcloud-auth-plugin": [],
	},
	"writable": ["/tmp/", "/var/tmp/", "/dev/shm/"],
}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(kubeconfigs.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": path, "msg": msg, "is_open": placeholder.is_open(plugin.command)} if {
	some plugin in _plugins
	wrong := _wrong_command(plugin)
	path := kubeconfigs.path(plugin.user, ["exec", "command"])
	msg := sprintf("%s: exec.command %s", [plugin.user.title, wrong])
}

_offences contains {"path": path, "msg": msg, "is_open": placeholder.is_open(plugin.args)} if {
	some plugin in _plugins
	missing := [word |
		some word in parameters.commands[plugin.program]
		not word in plugin.args
	]
	count(missing) > 0
	path := kubeconfigs.path(plugin.user, ["exec", "args"])
	msg := sprintf("%s: exec.args must have %s for %s to print a credential", [
		plugin.user.title,
		concat(" ", missing),
		plugin.program,
	])
}

_offences contains {"path": path, "msg": msg, "is_open": false} if {
	wanted := "must be client.authentication.k8s.io/v1 or v1beta1; clients from version 1.24 on refuse others"
	some plugin in _plugins
	version := object.get(plugin.exec, "apiVersion", "")
	not version in {"client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"}
	path := kubeconfigs.path(plugin.user, ["exec", "apiVersion"])
	msg := sprintf("%s: exec.apiVersion %s", [plugin.user.title, wanted])
}

_offences contains {"path": path, "msg": msg, "is_open": false} if {
	wanted := "must be Never, IfAvailable or Always; clients refuse the plug-in without it"
	some plugin in _plugins
	plugin.exec.apiVersion == "client.authentication.k8s.io/v1"
	mode := object.get(plugin.exec, "interactiveMode", "")
	not mode in {"Never", "IfAvailable", "Always"}
	path := kubeconfigs.path(plugin.user, ["exec", "interactiveMode"])
	msg := sprintf("%s: exec.interactiveMode %s", [plugin.user.title, wanted])
}

_offences contains {"path": path, "msg": msg, "is_open": false} if {
	some user in kubeconfigs.users
	some name in ["azure", "gcp", "openstack"]
	user.values["auth-provider"].name == name
	path := kubeconfigs.path(user, ["auth-provider", "name"])
	msg := sprintf("%s: auth-provider.name must not be %s, which clients from version 1.26 on do not have; use exec", [
		user.title,
		name,
	])
}

_plugins := [plugin |
	some user in kubeconfigs.users
	is_object(user.values.exec)
	exec := user.values.exec
	command := sprintf("%v", [object.get(exec, "command", "")])
	program := trim_suffix(regex.replace(command, `^.*[/\\]`, ""), ".exe")
	plugin := {"user": user, "exec": exec, "command": command, "program": program, "args": _args(exec)}
]

_args(exec) := exec.args if {
	is_array(exec.args)
} else := []

_wrong_command(plugin) := "is still to be filled in" if {
	placeholder.is_in(plugin.command)
} else := "must name a program" if {
	plugin.program in {"", "null"}
} else := _not_allowed(plugin) if {
	not parameters.commands[plugin.program]
} else := sprintf("must not be the relative path %s; write the name alone or an absolute path", [plugin.command]) if {
	regex.match(`^[^/\\]+[/\\]`, plugin.command)
	not regex.match(`^[A-Za-z]:[/\\]`, plugin.command)
} else := sprintf("must not be in %s, which anybody can write to", [folders[0]]) if {
	folders := [folder | some folder in parameters.writable; startswith(plugin.command, folder)]
}

_not_allowed(plugin) := sprintf("runs %s; only these credential plug-ins are allowed: %s", [plugin.program, names]) if {
	names := concat(", ", sort([name | some name, _ in parameters.commands]))
}

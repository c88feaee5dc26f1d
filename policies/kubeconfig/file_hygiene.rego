# METADATA
# title: A kubeconfig with credentials must not lie among other files
# description: |
#   What is in a repository is in each clone of it and in its history, a ConfigMap is read by nearly everybody in
#   its namespace, and a Secret by everybody who may create pods there. A kubeconfig with credentials in one of
#   them hands the cluster to all of these.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
#   - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# custom:
#   severity: high
#   requirements: [KUBECFG-05]
#   match: [kubeconfigs]
#   remediation: Delete the kubeconfig and revoke its credentials. Who needs access makes a kubeconfig of their
#     own, such as with aws eks update-kubeconfig; what runs in a cluster uses its ServiceAccount.
#   parameters:
#     namespaces: {type: array, items: {type: string}, description: "Namespaces whose Secrets may hold kubeconfigs with
#       credentials, such as those of Cluster API."}
package guiderail.kubeconfig.file_hygiene

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.kubeconfigs

defaults := {"namespaces": []}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(kubeconfigs.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": path, "msg": msg, "is_open": is_open} if {
	not _is_allowed
	some config in kubeconfigs.all
	held := [credential |
		some user in kubeconfigs.users
		user.config == config
		some credential in kubeconfigs.credentials(user)
		credential.is_written
		credential.is_hidden == false
	]
	count(held) > 0
	is_open := count([credential | some credential in held; credential.is_open == false]) == 0
	path := _path(config)
	msg := sprintf("%s; %s", [_what(config, is_open), _where(config)])
}

_is_allowed if {
	ctx.kind == "Secret"
	ctx.namespace_or_default in parameters.namespaces
}

_path(config) := ["users"] if {
	config.is_file
} else := config.path

_what(config, true) := sprintf("%sthe credentials of the kubeconfig are still to be filled in", [config.title])

_what(config, false) := sprintf("%sthe kubeconfig holds credentials", [config.title])

_where(config) := "keep it out of the repository" if {
	config.is_file
} else := "a ConfigMap is no place for them" if {
	ctx.kind == "ConfigMap"
} else := "whoever can read this Secret can use them" if {
	ctx.kind == "Secret"
} else := "whoever can read this object can use them"

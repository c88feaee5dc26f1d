# METADATA
# title: Commands that create a cluster must turn on its logs
# description: |
#   A cluster that is created by a command keeps no logs of its control plane unless the command says so, or a
#   later one does. For eksctl, only a configuration file or a later command can.
# related_resources:
#   - https://docs.aws.amazon.com/cli/latest/reference/eks/create-cluster.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
#   - https://learn.microsoft.com/en-us/azure/aks/monitor-aks
# custom:
#   severity: high
#   requirements: [MON-01, MON-02]
#   match: [commands]
#   limits:
#     conftest: It has no parser for shell and shows no steps of pipelines; guiderail check judges the commands.
#   remediation: Give aws eks create-cluster --logging with the types api, audit and authenticator enabled; give
#     eksctl a configuration file; send the logs of AKS to a workspace (az monitor diagnostic-settings create).
#   parameters:
#     log_types: {type: array, items: {type: string}, description: "The types of logs that a cluster of EKS has to
#       keep."}
package guiderail.monitoring.cluster_command

import data.lib.guiderail.commands
import data.lib.guiderail.ctx

defaults := {"log_types": ["api", "audit", "authenticator"]}

parameters := object.union(defaults, ctx.parameters)

applies if count(_clusters) > 0

violation contains {"msg": msg, "details": {"path": call.path}} if {
	some call in _clusters
	msg := _lacks(call)
}

unknown contains {"msg": msg, "details": {"path": option.path}} if {
	some call in _clusters
	option := commands.option(call, {"--logging"})
	not option.is_known
	msg := sprintf("which logs of its control plane the cluster keeps is not known: --logging is %s", [option.text])
}

_clusters := [call |
	some call in commands.calls
	some words in object.get(_creates, call.program, [])
	commands.has_words(call, words)
]

_creates := {"aws": [["eks", "create-cluster"]], "eksctl": [["create", "cluster"]], "az": [["aks", "create"]]}

_lacks(call) := msg if {
	call.program == "aws"
	not _has_later(call, "aws", ["eks", "update-cluster-config"], {"--logging"})
	missing := _missing(call)
	count(missing) > 0
	what := "aws eks create-cluster creates a cluster without logs of its control plane"
	msg := sprintf("%s (%s); set --logging", [what, concat(", ", missing)])
} else := "eksctl create cluster creates a cluster without logs of its control plane; use a configuration file" if {
	call.program == "eksctl"
	not commands.has_option(call, {"-f", "--config-file"})
	not _has_later(call, "eksctl", ["utils", "update-cluster-logging"], {"--enable-types"})
} else := "az aks create creates no diagnostic settings; create them with az monitor diagnostic-settings create" if {
	call.program == "az"
	not _has_later(call, "az", ["monitor", "diagnostic-settings", "create"], {"--logs", "--resource"})
}

# The option is JSON, or words such as clusterLogging=[{types=[api,audit],enabled=true}]. What is a variable may be all.
_missing(call) := parameters.log_types if {
	not commands.has_option(call, {"--logging", "--cli-input-json", "--cli-input-yaml"})
} else := [type |
	some type in parameters.log_types
	not regex.match(sprintf(`\b%s\b`, [type]), option.text)
] if {
	option := commands.option(call, {"--logging"})
	option.is_known
	text := option.text
	not startswith(text, "file://")
	regex.match(`(?i)enabled"?\s*[:=]\s*true`, option.text)
} else := parameters.log_types if {
	option := commands.option(call, {"--logging"})
	option.is_known
	text := option.text
	not startswith(text, "file://")
} else := []

_has_later(call, program, words, options) if {
	some later in commands.of(program)
	later.index > call.index
	commands.has_words(later, words)
	commands.has_option(later, options)
}

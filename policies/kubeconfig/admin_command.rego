# METADATA
# title: Commands must not fetch the credentials of a cluster's administrator
# description: |
#   With --admin, az aks get-credentials writes a certificate that no identity provider knows of: whoever has the
#   file is administrator of the cluster, whatever roles people have, and the audit log names nobody.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/control-kubeconfig-access
#   - https://learn.microsoft.com/en-us/cli/azure/aks#az-aks-get-credentials
# custom:
#   severity: high
#   requirements: [KUBECFG-04]
#   match: [commands]
#   limits:
#     conftest: It has no parser for shell and shows no steps of pipelines; guiderail check judges the commands.
#   remediation: Leave out --admin, and log in with an identity that has a role in the cluster (kubelogin).
package guiderail.kubeconfig.admin_command

import data.lib.guiderail.commands

applies if count(_calls) > 0

violation contains {"msg": msg, "details": {"path": call.path}} if {
	msg := "az aks get-credentials --admin fetches a certificate of the cluster's administrator; leave out --admin"
	some call in _calls
	commands.has_option(call, {"--admin", "-a"})
}

_calls := [call |
	some call in commands.of("az")
	commands.has_words(call, ["aks", "get-credentials"])
]

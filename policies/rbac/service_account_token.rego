# METADATA
# title: Pods must get a token for the API server only if they need one
# description: |
#   By default every container has a token in its filesystem that grants the permissions of its service
#   account. Whoever breaks into a container, or makes it read a file, gets the token too, although few
#   applications use it. The pod's own field overrides that of its service account, which applies only
#   if the pod does not set it. A service account that a binding gives permissions needs its token, and
#   what is reported for a service account is not reported again for its pods.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting
#   - https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken
# custom:
#   severity: medium
#   requirements: [RBAC-13]
#   match: [workload, {groups: [""], kinds: [ServiceAccount]}]
#   remediation: Set automountServiceAccountToken to false in the pod's spec and in its ServiceAccount. If a container
#     calls the API server, mount a projected serviceAccountToken volume into that container only, or add the service
#     account to allowed_service_accounts.
#   fix:
#     - {set: {value: false}}
#   parameters:
#     exception_label: {type: string, description: 'A label whose value "true" marks a pod or a service account that
#       needs the token. Whoever writes the workload can set it, so by default there is no such label.'}
#     allowed_service_accounts: {type: array, items: {type: string}, description: "Service accounts whose pods need the
#       token, for example monitoring/prometheus."}
#     leave_to_service_account: {type: boolean, description: "Whether a pod may leave the field unset if its service
#       account is not among the checked objects. The effective setting is then unknown."}
#     exempt_namespaces: {type: array, items: {type: string}, description: "Exact names of namespaces whose pods belong
#       to the cluster itself."}
package guiderail.rbac.service_account_token

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.known_account
import data.lib.guiderail.placeholder
import data.lib.guiderail.service_account
import data.lib.guiderail.token_need
import data.lib.guiderail.value
import data.lib.guiderail.workload

defaults := {
	"exception_label": "",
	"allowed_service_accounts": [],
	"leave_to_service_account": false,
	"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"],
}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# A projected token that the pod asks for by itself, as IRSA does, is another matter: it is for one
# audience, it ends, and it is only where it is mounted.
_offences contains {"path": path, "msg": msg, "is_open": is_open} if {
	some pod in service_account.pods
	setting := object.get(pod.spec, "automountServiceAccountToken", null)
	setting != false
	not _is_excepted(pod.account, pod.labels)
	name := service_account.name(pod.account)
	[is_open, why] := _judged(setting, pod.account, name, known_account.of(ctx.namespace_or_default, name))
	path := workload.field_path(pod, "automountServiceAccountToken")
	msg := sprintf("pod: automountServiceAccountToken is %s%s", [value.shown(setting), why])
}

_offences contains {"path": ["automountServiceAccountToken"], "msg": msg, "is_open": is_open} if {
	ctx.kind == "ServiceAccount"
	ctx.group == ""
	setting := object.get(ctx.resource, "automountServiceAccountToken", null)
	setting != false
	name := object.get(ctx.resource, ["metadata", "name"], "")
	not _is_excepted(name, object.get(ctx.resource, ["metadata", "labels"], null))
	not placeholder.is_in(setting)
	not token_need.is_made_by_the_cluster(name, setting)
	[is_open, why] := token_need.judged(name, concat(" ", [
		", so every pod of this service account gets a token for the API server",
		"unless the pod itself sets it to false; set it to false",
	]))
	msg := sprintf("automountServiceAccountToken is %s%s", [value.shown(setting), why])
}

# What the service account says counts where the pod says nothing, and is a finding there, once for all pods.
_judged(setting, written, name, account) := [true, "; what counts cannot be told from here"] if {
	token_need.is_open(setting, written, account, parameters.leave_to_service_account)
} else := token_need.judged(name, concat("", [_mounted, _advice(setting, name, account)])) if {
	not token_need.is_settled(setting, name, account)
}

_mounted := ", so a token for the API server is mounted"

_is_excepted(_, _) if ctx.namespace in parameters.exempt_namespaces

_is_excepted(_, labels) if {
	parameters.exception_label != ""
	labels[parameters.exception_label] == "true"
}

_is_excepted(name, _) if service_account.qualified(name) in parameters.allowed_service_accounts

_advice(null, name, account) := sprintf(", and ServiceAccount %q does not set it to false; %s", [name, wanted]) if {
	is_object(account)
	wanted := "set it to false"
} else := " unless the service account sets it to false; set it to false"

_advice(setting, _, _) := concat(" ", ["; set it to false, or list the account in", _exception]) if {
	setting != null
}

_exception := "allowed_service_accounts if the pod calls the API server"

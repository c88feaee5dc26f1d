# METADATA
# title: Pods get a token for the API server only if they need it
# description: |
#   Unless somebody says no, every container finds a token in its file system with which it may do what
#   its service account may. Whoever breaks into one, or makes it read a file, has that token too, and
#   few applications ever use it. A pod's own field outweighs that of its service account, which counts
#   where the pod leaves it out. An account that a binding gives rights needs its token, and what its
#   account says already is not said again of every pod.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting
#   - https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken
# custom:
#   severity: medium
#   requirements: [RBAC-13]
#   match: [workload, {groups: [""], kinds: [ServiceAccount]}]
#   remediation: Set automountServiceAccountToken to false in the pod and in its service account; where a container
#     calls the API server, mount a projected serviceAccountToken into that container alone, or list the account in
#     allowed_service_accounts.
#   parameters:
#     exception_label: {type: string, description: "The label whose value true marks a pod or a service account that
#       needs the token; whoever writes the workload can set it, so that there is none unless this names one."}
#     allowed_service_accounts: {type: array, items: {type: string}, description: "Service accounts whose pods need the
#       token, as monitoring/prometheus."}
#     leave_to_service_account: {type: boolean, description: "Whether a pod may leave the field out if it names a
#       service account that is not among the objects; what counts is then not known."}
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
		", so that every pod of this account gets a token for the API server,",
		"unless the pod itself says no; set it to false",
	]))
	msg := sprintf("automountServiceAccountToken is %s%s", [value.shown(setting), why])
}

# What the service account says counts where the pod says nothing, and is a finding there, once for all pods.
_judged(setting, written, name, account) := [true, "; what counts is not told here"] if {
	token_need.is_open(setting, written, account, parameters.leave_to_service_account)
} else := token_need.judged(name, concat("", [_mounted, _advice(setting, name, account)])) if {
	not token_need.is_settled(setting, name, account)
}

_mounted := ", so that a token for the API server is mounted"

_is_excepted(_, _) if ctx.namespace in parameters.exempt_namespaces

_is_excepted(_, labels) if {
	parameters.exception_label != ""
	labels[parameters.exception_label] == "true"
}

_is_excepted(name, _) if service_account.qualified(name) in parameters.allowed_service_accounts

_advice(null, name, account) := sprintf(", since ServiceAccount %q does not say no either; %s", [name, wanted]) if {
	is_object(account)
	wanted := "set it to false"
} else := " unless the service account says no; set it to false"

_advice(setting, _, _) := concat(" ", ["; set it to false, or list the account in", _exception]) if {
	setting != null
}

_exception := "allowed_service_accounts if the pod calls the API server"

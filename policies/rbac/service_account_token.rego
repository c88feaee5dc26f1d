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
#     exception_label:
#       type: string
#       description: The label whose value true marks a pod or a service account that needs the token; whoever writes
#         the workload can set it, so that there is none unless this names one.
#     allowed_service_accounts:
#       type: array
#       items: {type: string}
#       description: Service accounts whose pods need the token, as monitoring/prometheus.
#     leave_to_service_account:
#       type: boolean
#       description: Whether a pod may leave the field out if it names a service account that is not among the objects;
#         what counts is then not known.
#     exempt_namespaces:
#       type: array
#       items: {type: string}
#       description: Exact names of namespaces whose pods belong to the cluster itself.
package guiderail.rbac.service_account_token

import data.lib.guiderail.bound_account
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.service_account
import data.lib.guiderail.workload

defaults := {
	"exception_label": "",
	"allowed_service_accounts": [],
	"leave_to_service_account": false,
	"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"],
}

parameters := object.union(defaults, ctx.parameters)

# A projected token that the pod asks for by itself, as IRSA does, is another matter: it is for one
# audience, it ends, and it is only where it is mounted.
violation contains {"msg": msg, "details": {"path": path}} if {
	some pod in service_account.pods
	value := object.get(pod.spec, "automountServiceAccountToken", null)
	value != false
	not _is_excepted(pod.account, pod.labels)
	not _is_declined(value, pod.account)
	not _is_left_open(value, pod.account)
	not _is_said_of_the_account(value, pod.account)
	_need(_account_name(pod.account)) == "free"
	path := workload.field_path(pod, "automountServiceAccountToken")
	msg := sprintf("pod: automountServiceAccountToken is %s, so that a token for the API server is mounted%s", [_shown(value), _advice(value, pod.account)])
}

violation contains {"msg": msg, "details": {"path": ["automountServiceAccountToken"]}} if {
	_is_account
	value := object.get(ctx.resource, "automountServiceAccountToken", null)
	value != false
	not _is_excepted(_name, object.get(ctx.resource, ["metadata", "labels"], null))
	not _is_placeholder(value)
	not _is_made_by_the_cluster(_name, value)
	_need(_name) == "free"
	msg := sprintf("automountServiceAccountToken is %s, so that every pod of this account gets a token for the API server, unless the pod itself says no; set it to false", [_shown(value)])
}

unknown contains {"msg": msg, "details": {"path": path}} if {
	some pod in service_account.pods
	value := object.get(pod.spec, "automountServiceAccountToken", null)
	value != false
	not _is_excepted(pod.account, pod.labels)
	_is_left_open(value, pod.account)
	path := workload.field_path(pod, "automountServiceAccountToken")
	msg := sprintf("pod: automountServiceAccountToken is %s; what counts is not told here", [_shown(value)])
}

unknown contains {"msg": msg, "details": {"path": path}} if {
	some pod in service_account.pods
	value := object.get(pod.spec, "automountServiceAccountToken", null)
	value != false
	not _is_excepted(pod.account, pod.labels)
	not _is_declined(value, pod.account)
	not _is_left_open(value, pod.account)
	not _is_said_of_the_account(value, pod.account)
	_need(_account_name(pod.account)) == "open"
	path := workload.field_path(pod, "automountServiceAccountToken")
	msg := sprintf("pod: automountServiceAccountToken is %s; %s", [_shown(value), _whether_bound(_account_name(pod.account))])
}

unknown contains {"msg": msg, "details": {"path": ["automountServiceAccountToken"]}} if {
	_is_account
	value := object.get(ctx.resource, "automountServiceAccountToken", null)
	value != false
	not _is_excepted(_name, object.get(ctx.resource, ["metadata", "labels"], null))
	not _is_placeholder(value)
	not _is_made_by_the_cluster(_name, value)
	_need(_name) == "open"
	msg := sprintf("automountServiceAccountToken is %s; %s", [_shown(value), _whether_bound(_name)])
}

_need(name) := bound_account.state(_place, name)

_place := ctx.namespace if {
	is_string(ctx.namespace)
} else := ""

_whether_bound(name) := sprintf("whether it is ServiceAccount %q that a binding gives rights, so that it needs the token, depends on the namespace, which not both of them name", [name])

# It is a finding there, once for all pods.
_is_said_of_the_account(value, name) if {
	value == null
	not _is_made_by_the_cluster(_account_name(name), object.get(_account(name), "automountServiceAccountToken", null))
}

_is_account if {
	ctx.kind == "ServiceAccount"
	ctx.group == ""
}

_name := object.get(ctx.resource, ["metadata", "name"], "")

# Every namespace has the account default, as the cluster makes it; what matters is which pods use it.
_is_made_by_the_cluster("default", null)

# What the service account says counts where the pod says nothing.
_is_declined(value, name) if {
	value == null
	_account(name).automountServiceAccountToken == false
}

_is_left_open(value, _) if _is_placeholder(value)

_is_left_open(value, name) if {
	value == null
	_is_placeholder(_account(name).automountServiceAccountToken)
}

_is_left_open(value, name) if {
	value == null
	not _account(name)
	_may_say_no(name)
}

_account(name) := data.inventory.namespace[_namespace].v1.ServiceAccount[_account_name(name)]

_account_name(name) := name if {
	name != ""
} else := "default"

_namespace := ctx.namespace if {
	is_string(ctx.namespace)
} else := "default"

# An account that is not there yet may still come.
_may_say_no(name) if {
	_account_name(name) != "default"
	ctx.operation
}

_may_say_no(name) if {
	_account_name(name) != "default"
	parameters.leave_to_service_account
}

_may_say_no(name) if placeholder.is_in(name)

_is_placeholder(value) if {
	is_string(value)
	placeholder.is_in(value)
}

_is_excepted(_, _) if ctx.namespace in parameters.exempt_namespaces

_is_excepted(_, labels) if {
	parameters.exception_label != ""
	labels[parameters.exception_label] == "true"
}

_is_excepted(name, _) if service_account.qualified(name) in parameters.allowed_service_accounts

_shown(value) := "not set" if {
	value == null
} else := json.marshal(value)

_advice(value, name) := sprintf(", since ServiceAccount %q does not say no either; set it to false", [_account_name(name)]) if {
	value == null
	_account(name)
} else := " unless the service account says no; set it to false" if {
	value == null
} else := "; set it to false, or list the account in allowed_service_accounts if the pod calls the API server"

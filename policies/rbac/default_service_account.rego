# METADATA
# title: No role is bound to a namespace's default service account
# description: |
#   Every pod that names no service account runs as the one called default. A role bound to it is given
#   to all of them, to what is broken into next and to what somebody installs next year, and no log tells
#   which of them used it.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#service-account-permissions
# custom:
#   severity: high
#   requirements: [RBAC-04]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   remediation: Make a service account for the workload that needs the role, bind that one, and name it in the pod's
#     serviceAccountName.
#   parameters:
#     allowed_subjects: {type: array, items: {type: string}, description: "Default service accounts that may have a
#       role, as ServiceAccount kube-system/default."}
package guiderail.rbac.default_service_account

import data.lib.guiderail.binding
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder

defaults := {"allowed_subjects": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	some subject in binding.subjects
	subject.kind == "ServiceAccount"
	subject.name == "default"
	not subject.id in parameters.allowed_subjects
	who := sprintf("%s, which every pod without one of its own runs as", [subject.title])
	msg := sprintf("%s, %s; bind the service account of the workload", [who, binding.grant])
}

unknown contains {"msg": msg, "details": {"path": array.concat(subject.path, ["name"])}} if {
	some subject in binding.subjects
	subject.kind == "ServiceAccount"
	placeholder.is_in(subject.name)
	msg := sprintf("%s is still to be filled in", [subject.title])
}

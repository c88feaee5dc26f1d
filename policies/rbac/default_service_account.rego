# METADATA
# title: The default service account of a namespace must not be bound to a role
# description: |
#   Every pod that does not name a service account runs as the one called default. A role bound to it is
#   granted to all of these pods, including one that is compromised or that somebody installs next year,
#   and no log shows which of them used it.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#service-account-permissions
# custom:
#   severity: high
#   requirements: [RBAC-04]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   remediation: Create a ServiceAccount for the workload that needs the role, bind the role to it, and set
#     serviceAccountName in the pod's spec to its name.
#   parameters:
#     allowed_subjects: {type: array, items: {type: string}, description: "Default service accounts that may have a
#       role, for example ServiceAccount kube-system/default."}
package guiderail.rbac.default_service_account

import data.lib.guiderail.binding
import data.lib.guiderail.ctx

defaults := {"allowed_subjects": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	some subject in binding.subjects
	subject.kind == "ServiceAccount"
	subject.name == "default"
	not subject.id in parameters.allowed_subjects
	who := sprintf("%s, which every pod without its own service account runs as", [subject.title])
	msg := sprintf("%s, %s; bind the workload's own service account", [who, binding.grant])
}

unknown contains gap if some gap in binding.subject_gaps({"ServiceAccount"})

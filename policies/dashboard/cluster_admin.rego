# METADATA
# title: The Kubernetes Dashboard must not have administrator rights
# description: |
#   Whoever opens the Dashboard acts as the service account whose token they paste into it, and the
#   usual one, admin-user, can do everything. Such a token can be copied and works from anywhere, and
#   nobody can tell afterwards who used it.
# related_resources:
#   - https://github.com/kubernetes-retired/dashboard/blob/master/docs/user/access-control/creating-sample-user.md
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege
# custom:
#   severity: critical
#   requirements: [DASH-02]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   namespaces: [kube-system]
#   remediation: Delete the binding. If the Dashboard must stay, create a service account for each person and bind it to
#     a role that can only read and cannot read Secrets.
#   parameters:
#     roles: {type: array, items: {type: string}, description: "Exact names of the ClusterRoles that have administrator
#       rights."}
#     service_accounts: {type: array, items: {type: string}, description: "Exact names of service accounts, in any
#       namespace, that people use to log in to the Dashboard."}
package guiderail.dashboard.cluster_admin

import data.lib.guiderail.binding
import data.lib.guiderail.ctx
import data.lib.guiderail.dashboard

defaults := {
	"roles": ["cluster-admin", "admin", "edit"],
	"service_accounts": ["admin-user", "dashboard-admin", "eks-admin"],
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	binding.role.name in parameters.roles
	some subject in binding.subjects
	subject.kind == "ServiceAccount"
	dashboard.is_account(subject.namespace, subject.name, parameters.service_accounts)
	what := sprintf("anyone who logs in to the Kubernetes Dashboard as %s %s", [subject.title, binding.grant])
	msg := sprintf("%s, and no log shows who it was; delete the binding", [what])
}

# METADATA
# title: Control plane roles must not be bound to anyone else
# description: |
#   Every cluster has roles for its own controllers, nodes and API server, which can read every Secret,
#   create tokens for every service account or write any permission into a role. An application's
#   manifests do not show what these roles grant, and their names look harmless. The bindings that every
#   cluster has are not findings, and neither is the one through which the API server of k3s, RKE or
#   kops reaches the kubelets.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#core-component-roles
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles
# custom:
#   severity: high
#   requirements: [RBAC-02]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [ClusterRoleBinding]}]
#   remediation: Bind a Role or ClusterRole of your own with only the rules that the subject needs. The roleRef of a
#     binding cannot be changed, so create a new binding and delete this one.
#   parameters:
#     allowed_subjects: {type: array, items: {type: string}, description: "Subjects that may have such a role, for
#       example User kube-apiserver or ServiceAccount kube-system/scheduler."}
package guiderail.rbac.control_plane_roles

import data.lib.guiderail.binding
import data.lib.guiderail.bootstrap_roles
import data.lib.guiderail.ctx
import data.lib.guiderail.granted
import data.lib.guiderail.powers

defaults := {"allowed_subjects": []}

parameters := object.union(defaults, ctx.parameters)

applies if {
	ctx.kind == "ClusterRoleBinding"
	startswith(binding.role.name, "system:")
}

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	ctx.kind == "ClusterRoleBinding"
	can := _powers_of[0]
	some subject in binding.judged(parameters.allowed_subjects)
	not _is_expected(subject)
	what := sprintf("%s may %s, by %s, which is reserved for Kubernetes itself", [subject.title, can, binding.role.title])
	msg := sprintf("%s; bind a role that grants only what is needed", [what])
}

# Whatever these are bound to, rbac.system_group_subjects and rbac.default_service_account speak of it.
_is_expected(subject) if {
	subject.id in {
		"User system:anonymous",
		"Group system:unauthenticated",
		"Group system:authenticated",
		"Group system:authenticated:oauth",
		"Group system:nodes",
		"Group system:masters",
	}
}

_is_expected(subject) if {
	subject.kind == "Group"
	regex.match(`^system:serviceaccounts(:.+)?$`, subject.name)
}

_is_expected(subject) if {
	subject.kind == "ServiceAccount"
	subject.name == "default"
}

# As whom an API server comes to kubelets is an option of its own, for which there is this role.
_is_expected(subject) if {
	binding.role.name == "system:kubelet-api-admin"
	subject.id in {"User system:kube-apiserver", "User kube-apiserver", "User kubelet-api"}
}

# The worst first. Volume provisioners need what powers.detours tells of, and there is a role for them.
_powers_of := [can |
	startswith(binding.role.name, "system:")
	some table in [
		powers.escalation,
		powers.secret_read,
		powers.guards,
		powers.subresources,
		powers.workloads(powers.workload_resources),
	]
	some grant in granted.of_rules(table, _rules)
	can := grant.can
]

_rules := [object.union(rule, written) |
	binding.role.kind == "ClusterRole"
	some rule in bootstrap_roles.rules("ClusterRole", binding.role.name)
	written := {
		"title": "",
		"path": [],
		"is_namespaced": false,
		"has_patterns": contains(concat("\n", rule.resources), "*/"),
		"spec": {"verbs": sort(rule.verbs), "resources": sort(rule.resources)},
	}
]

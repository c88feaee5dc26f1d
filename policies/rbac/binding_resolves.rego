# METADATA
# title: Bindings must refer to roles and service accounts that exist
# description: |
#   A binding whose role or service account does not exist grants nothing, and the failure shows only
#   where the permissions are needed. It is also a risk, because whoever can create an object of that
#   name later decides what is granted, or receives it. If no roles or service accounts are supplied, it
#   is unknown whether the cluster has them.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#periodic-review
# custom:
#   severity: medium
#   requirements: [RBAC-12]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   remediation: Correct the name or the namespace, or add the Role, ClusterRole or ServiceAccount to the applied
#     manifests.
#   parameters:
#     known_roles: {type: array, items: {type: string}, description: "Exact names of roles that are created elsewhere. A
#       ClusterRole is written as name, a Role as namespace/name."}
#     known_service_accounts: {type: array, items: {type: string}, description: "Service accounts that are created
#       elsewhere, for example flux-system/kustomize-controller."}
#     system_namespaces: {type: array, items: {type: string}, description: "Exact names of namespaces whose service
#       accounts belong to the cluster itself."}
package guiderail.rbac.binding_resolves

import data.lib.guiderail.binding
import data.lib.guiderail.bootstrap_roles
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.known_account
import data.lib.guiderail.known_role
import data.lib.guiderail.placeholder

defaults := {
	"known_roles": [],
	"known_service_accounts": [],
	"system_namespaces": ["kube-system", "kube-public", "kube-node-lease"],
}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": gap.path, "msg": msg, "is_open": is_open} if {
	some gap in _gaps
	[is_open, how] := _judged(gap)
	msg := sprintf("%s, which %s", [gap.title, how])
}

# What belongs together need not come at once, nor in order.
_judged(gap) := [true, "is still to be filled in"] if {
	placeholder.is_in(gap.name)
} else := [true, "is not there yet"] if {
	ctx.operation
} else := [true, "is not among these objects; the cluster may have it"] if {
	gap.state == "open"
} else := [false, "does not exist; correct the name or add it"]

_gaps contains {"path": ["roleRef", "name"], "name": binding.role.name, "title": title, "state": state} if {
	binding.role.kind == "ClusterRole"
	binding.role.name != ""
	not bootstrap_roles.is_name("ClusterRole", binding.role.name)
	not binding.role.name in parameters.known_roles
	state := known_role.state_of_cluster_role(binding.role.name)
	state != "present"
	title := sprintf("roleRef names %s", [binding.role.title])
}

_gaps contains {"path": ["roleRef", "name"], "name": name, "title": title, "state": state} if {
	ctx.kind == "RoleBinding"
	binding.role.kind == "Role"
	binding.role.name != ""
	name := sprintf("%s/%s", [ctx.namespace_or_default, binding.role.name])
	not bootstrap_roles.is_name("Role", name)
	not name in parameters.known_roles
	state := known_role.state_of_role(ctx.namespace_or_none, binding.role.name)
	state != "present"
	title := sprintf("roleRef names %s of namespace %q", [binding.role.title, ctx.namespace_or_default])
}

_gaps contains {"path": subject.path, "name": name, "title": title, "state": state} if {
	some subject in binding.subjects
	subject.kind == "ServiceAccount"
	not subject.name in {"", "default"}
	place := _place_of(subject)
	not place in parameters.system_namespaces
	name := sprintf("%s/%s", [known_role.bucket(place), subject.name])
	not name in parameters.known_service_accounts
	state := known_account.state(place, subject.name)
	state != "present"
	title := sprintf("subjects names ServiceAccount %q", [name])
}

_place_of(subject) := subject.namespace if {
	subject.namespace != ""
} else := ctx.namespace_or_none if {
	ctx.kind == "RoleBinding"
}

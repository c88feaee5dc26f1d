# METADATA
# title: Rules of roles must grant what they say
# description: |
#   The API server refuses a role that has a rule without verbs, API groups or resources, or with both
#   resources and URLs. pods/* and get* are not patterns, and Pods is not a resource name. A Role can
#   never grant URLs or cluster-scoped resources, such as nodes, persistent volumes and ClusterRoles.
#   When the program then fails, it is often given a ClusterRole with more than it needs.
# related_resources: [https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole]
# custom:
#   severity: medium
#   requirements: [RBAC-12]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [Role, ClusterRole]}]
#   remediation: Add what the rule lacks. Remove from a Role what it cannot grant. If that is needed, put only that into
#     a ClusterRole and bind it with a ClusterRoleBinding.
package guiderail.rbac.role_form

import data.lib.guiderail.cluster_wide
import data.lib.guiderail.ctx
import data.lib.guiderail.rbac
import data.lib.guiderail.role_rule
import data.lib.guiderail.vain_rule

violation contains {"msg": msg, "details": {"path": path}} if {
	ctx.kind == "Role"
	why := "only a ClusterRole can grant cluster-scoped resources; move it to one"
	some rule in rbac.rules([])
	indexes := cluster_wide.resources(rule)
	count(indexes) > 0
	path := array.concat(rule.path, ["resources", indexes[0]])
	names := role_rule.enumeration([rule.spec.resources[i] | some i in indexes])
	msg := sprintf("%s (%s) grants nothing in a Role: %s", [rule.title, names, why])
}

# Requests about a namespace are made in it, but for those that name none.
violation contains {"msg": msg, "details": {"path": array.concat(rule.path, ["resources", i])}} if {
	ctx.kind == "Role"
	some rule in rbac.rules([])
	count(rule.groups & {"", "*"}) > 0
	some i, "namespaces" in rule.spec.resources
	verbs := [verb | some verb in rule.spec.verbs; verb in {"create", "deletecollection", "list", "watch"}]
	count(verbs) > 0
	what := sprintf("%s (%s on namespaces) grants nothing in a Role", [rule.title, role_rule.enumeration(verbs)])
	msg := sprintf("%s, which applies only to its own namespace; move it to a ClusterRole", [what])
}

violation contains {"msg": msg, "details": {"path": array.concat(rule.path, ["nonResourceURLs"])}} if {
	ctx.kind == "Role"
	some rule in rbac.rules([])
	count(rule.urls) > 0
	msg := sprintf("%s has nonResourceURLs, which a Role cannot grant; move them to a ClusterRole", [rule.title])
}

violation contains {"msg": msg, "details": {"path": rule.path}} if {
	some rule in rbac.rules([])
	lacking := _lacking(rule)
	count(lacking) > 0
	what := sprintf("%s has no %s", [rule.title, concat(" and no ", lacking)])
	msg := sprintf("%s, so the API server rejects the %s; list what is meant", [what, ctx.kind])
}

violation contains {"msg": msg, "details": {"path": array.concat(rule.path, ["nonResourceURLs"])}} if {
	ctx.kind == "ClusterRole"
	some rule in rbac.rules([])
	count(rule.urls) > 0
	beside := [field | some field in ["apiGroups", "resources", "resourceNames"]; not _is_empty(rule, field)]
	count(beside) > 0
	what := sprintf("%s has nonResourceURLs together with %s", [rule.title, concat(" and ", beside)])
	msg := sprintf("%s, so the API server rejects the ClusterRole; split it into two rules", [what])
}

violation contains {"msg": msg, "details": {"path": array.concat(rule.path, vain[0].path)}} if {
	why := "because names are lowercase and the only patterns are * and */SUBRESOURCE"
	some rule in rbac.rules([])
	vain := vain_rule.words(rule)
	count(vain) > 0
	what := sprintf("%s: %s grants nothing", [rule.title, role_rule.enumeration([found.text | some found in vain])])
	msg := sprintf("%s, %s; list what is meant", [what, why])
}

_lacking(rule) := ["verbs" | _is_empty(rule, "verbs")] if {
	not _is_empty(rule, "nonResourceURLs")
} else := [field | some field in ["verbs", "apiGroups", "resources"]; _is_empty(rule, field)]

_is_empty(rule, field) if object.get(rule.spec, field, null) in {null, []}

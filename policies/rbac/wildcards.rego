# METADATA
# title: Roles must list what they grant instead of using wildcards
# description: |
#   A wildcard grants more than anyone has thought of, such as Secrets, shells in pods, the right to
#   change roles, and whatever the next version or extension adds. Nobody reviews it again when the
#   cluster changes. Wildcards within the API groups of extensions are reported by
#   rbac.extension_wildcards.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
# custom:
#   severity: high
#   requirements: [RBAC-01]
#   match: [rbac]
#   remediation: List the API groups, resources, verbs and URLs that are needed.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of roles that may grant this. A
#       ClusterRole is written as name, a Role as namespace/name."}
package guiderail.rbac.wildcards

import data.lib.guiderail.ctx
import data.lib.guiderail.rbac
import data.lib.guiderail.role_rule
import data.lib.guiderail.wildcard

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": place.path}} if {
	some rule in _rules
	not wildcard.is_of_extensions(rule)
	place := wildcard.place(rule)
	msg := sprintf("%s: anyone bound to this %s can %s; list what is needed", [place.title, ctx.kind, place.can])
}

unknown contains {"msg": msg, "details": {"path": place.path}} if {
	some place in rbac.placeholders(parameters.allowed_roles)
	not wildcard.place(place.rule)
	msg := sprintf("%s: %s is still to be filled in", [place.rule.title, place.text])
}

# What stands beside a rule that allows everything adds nothing to it.
_rules := array.slice(_unbounded, 0, 1) if {
	count(_unbounded) > 0
} else := rbac.rules(parameters.allowed_roles)

_unbounded := [rule | some rule in rbac.rules(parameters.allowed_roles); role_rule.is_everything(rule)]

# METADATA
# title: Roles must list what they grant instead of using wildcards
# description: |
#   A wildcard grants more than anyone has thought of: Secrets, shells in pods, the right to change
#   roles, and whatever the next version or extension brings. What was meant as "all of my own
#   resources" is read by nobody again when the cluster changes.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
# custom:
#   severity: medium
#   requirements: [RBAC-01]
#   match: [rbac]
#   remediation: Write out the API groups, resources, verbs and URLs that are needed.
#   parameters:
#     allowed_roles:
#       type: array
#       items: {type: string}
#       description: Roles that may do this, by their exact names; a ClusterRole as name, a Role as namespace/name.
package guiderail.rbac.wildcards

import data.lib.guiderail.ctx
import data.lib.guiderail.rbac

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	some rule in _rules
	wildcards := _wildcards(rule)
	count(wildcards) > 0

	path := array.concat(rule.path, [wildcards[0].key, wildcards[0].index])
	fields := [sprintf("%s %s", [wildcard.key, wildcard.text]) | some wildcard in wildcards]
	msg := sprintf("%s (%s): whoever is bound to this %s can %s %s; write out what is needed", [
		rule.title,
		rbac.enumeration(fields),
		ctx.kind,
		_verbs(rule),
		_objects(rule),
	])
}

unknown contains {"msg": msg, "details": {"path": place.path}} if {
	some place in rbac.placeholders(parameters.allowed_roles)
	count(_wildcards(place.rule)) == 0
	msg := sprintf("%s: %s is still to be filled in", [place.rule.title, place.text])
}

# What stands beside a rule that allows everything adds nothing to it.
_rules := array.slice(_unbounded, 0, 1) if {
	count(_unbounded) > 0
} else := rbac.rules(parameters.allowed_roles)

_unbounded := [rule | some rule in rbac.rules(parameters.allowed_roles); rbac.is_everything(rule)]

_wildcards(rule) := [{"key": key, "index": i, "text": text} |
	some key in ["apiGroups", "resources", "verbs", "nonResourceURLs"]
	some i, text in rule.spec[key]
	is_string(text)
	contains(text, "*")
	_is_wildcard(key, text)
]

_is_wildcard(_, "*")

# pods/* grants nothing, and neither do */* and get*.
_is_wildcard("resources", text) if regex.match(`^\*/[^*]+$`, text)

_is_wildcard("nonResourceURLs", text) if endswith(text, "*")

_verbs(rule) := "do everything with" if {
	"*" in rule.verbs
} else := sprintf("use %s on", [rbac.enumeration([verb | some verb in rule.verbs])])

_objects(rule) := "every URL of the API server" if {
	count(rule.urls & {"*", "/*"}) > 0
} else := sprintf("the URLs %s", [rbac.enumeration([url | some url in rule.urls])]) if {
	count(rule.urls) > 0
} else := sprintf("every resource of %s", [_groups(rule)]) if {
	"*" in rule.resources
} else := sprintf("%s of %s", [rbac.enumeration([resource | some resource in rule.resources]), _groups(rule)])

_groups(rule) := "every API group" if {
	"*" in rule.groups
} else := "no API group" if {
	count(rule.groups) == 0
} else := rbac.enumeration([_group(group) | some group in rule.groups])

_group("") := "the core group"

_group(group) := group if group != ""

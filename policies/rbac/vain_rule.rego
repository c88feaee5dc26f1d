# METADATA
# title: Words in rules that name nothing
# description: |
#   Patterns that Kubernetes does not support and names in the wrong case, by which the author believes
#   to grant something.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
package lib.guiderail.vain_rule

import data.lib.guiderail.cluster_wide
import data.lib.guiderail.placeholder

# METADATA
# description: Such words of a rule, each with its `path` in the rule and its `text`.
words(rule) := [{"path": [field, i], "text": text} |
	some field in ["apiGroups", "resources", "verbs"]
	some i, text in rule.spec[field]
	is_string(text)
	_is_vain(rule, field, text)
]

# rbac.escalation_verbs takes userextras/* for what its author means.
_is_vain(_, field, text) if {
	contains(text, "*")
	text != "*"
	not _is_pattern(field, text)
	text != "userextras/*"
	not placeholder.is_in(text)
}

_is_vain(rule, "resources", text) if {
	count(rule.groups) > 0
	cluster_wide.are_of_kubernetes(rule.groups)
	text != lower(text)
	not placeholder.is_in(text)
}

_is_vain(_, "verbs", text) if {
	text != lower(text)
	lower(text) in {"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"}
}

_is_pattern("resources", text) if regex.match(`^\*/[^*]+$`, text)

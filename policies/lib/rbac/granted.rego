# METADATA
# title: What rules let anyone do
# description: |
#   Which rules grant powers of a table (see `powers`), and how messages say it.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/
package lib.guiderail.granted

import data.lib.guiderail.ctx
import data.lib.guiderail.power_use
import data.lib.guiderail.role_rule

# METADATA
# description: |
#   Which of some rules grant powers of a table, at most one answer for each: `title` (the rule, and what in it grants
#   them), `path` (of the first resource that does), `can` (what whoever is bound to the role can do, and where) and
#   `names` (those that the rule is for).
of_rules(table, some_rules) := [grant |
	groups := object.keys(table) | {"*"}
	some rule in some_rules
	count(groups & rule.groups) > 0
	grant := of_rule(rule, table)
]

# METADATA
# description: The same of all rules of a ClusterRole.
of_role(table, cluster_role) := of_rules(table, role_rule.of(cluster_role))

# METADATA
# description: What one rule grants, in the same form; undefined if it is nothing of the table.
of_rule(rule, table) := grant if {
	uses := [use |
		some group in _groups(rule, table)
		some power in table[group]
		use := power_use.of(rule, group, power)
	]
	count(uses) > 0

	targets := {target | some use in uses; some target in use.targets}
	indexes := [i |
		some i, element in rule.spec.resources
		is_string(element)
		power_use.reaches_any({element}, targets)
	]
	grant := {
		"title": _title(rule, {verb | some use in uses; some verb in use.verbs}, indexes),
		"path": array.concat(rule.path, ["resources", indexes[0]]),
		"can": concat("", [_conjunction(_distinct([use.can | some use in uses])), _place(rule, uses)]),
		"names": rule.names,
	}
}

# METADATA
# description: |
#   What to do about a grant: `otherwise`, unless the rule has resource names already. Under an empty one
#   all requests count that name no object.
advice(grant, otherwise) := otherwise if {
	count(grant.names) == 0
} else := "remove the empty string from resourceNames" if {
	"" in grant.names
} else := "remove it"

_groups(rule, table) := object.keys(table) if {
	"*" in rule.groups
} else := rule.groups

_title(rule, verbs, indexes) := sprintf("%s (%s on %s%s)", words) if {
	shown := verbs | {"*"}
	written := [verb | some verb in rule.spec.verbs; verb in shown]
	resources := [rule.spec.resources[i] | some i in indexes]
	words := [rule.title, role_rule.enumeration(written), role_rule.enumeration(resources), role_rule.only(rule)]
}

_place(rule, uses) := "" if {
	every use in uses {
		not use.is_local
	}
} else := sprintf(" in namespace %v", [ctx.namespace]) if {
	rule.is_namespaced
	ctx.namespace
} else := " in the namespace of the Role" if {
	rule.is_namespaced
} else := " in every namespace"

_distinct(words) := [word |
	some i, word in words
	not word in array.slice(words, 0, i)
]

_conjunction(words) := words[0] if {
	count(words) == 1
} else := sprintf("%s and %s", [concat(", ", array.slice(words, 0, count(words) - 1)), words[count(words) - 1]])

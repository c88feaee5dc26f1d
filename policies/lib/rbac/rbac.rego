# METADATA
# title: The role under review
# description: |
#   What the Role or ClusterRole under review grants, but for what it is allowed and what every cluster has. Yields
#   nothing for any other kind, so that a control which starts from here guards itself.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/
# custom:
#   match:
#     - groups: [rbac.authorization.k8s.io]
#       kinds: [Role, ClusterRole]
package lib.guiderail.rbac

import data.lib.guiderail.bootstrap_roles
import data.lib.guiderail.ctx
import data.lib.guiderail.granted
import data.lib.guiderail.placeholder
import data.lib.guiderail.role_rule

# METADATA
# description: |
#   Whether the object under review is a role that is to be judged: not, by its exact name (`name` or
#   `namespace/name`), one of the allowed, nor one that every cluster has, as it has it.
is_judged(allowed_roles) if {
	_is_role
	not name in allowed_roles
	not _is_as_every_cluster_has_it
}

# METADATA
# description: Whether the role under review bears the name of one that every cluster has.
is_default if {
	_is_role
	bootstrap_roles.is_name(ctx.kind, name)
}

# METADATA
# description: The name of a ClusterRole, or the namespace and name of a Role, parted by a slash.
name := _metadata_name if {
	ctx.kind == "ClusterRole"
} else := sprintf("%v/%v", [ctx.namespace_or_default, _metadata_name])

# METADATA
# description: |
#   The rules of the role under review, as `role_rule.of` gives them; none if it is not judged, and of a role
#   that every cluster has those alone that it has nowhere else.
rules(allowed_roles) := _rules if {
	is_judged(allowed_roles)
} else := []

# METADATA
# description: |
#   Which rules of the role under review grant powers of a table, as `granted.of_rules` tells. A rule for every verb on
#   every resource of every group is not among them: rbac.escalation_verbs tells of it, once for all powers.
grants(table, allowed_roles) := granted.of_rules(table, [rule |
	some rule in rules(allowed_roles)
	not role_rule.is_everything(rule)
])

# METADATA
# description: |
#   Which rules grant such powers only if a placeholder in them is filled in to that effect: `title`,
#   `path` and `text` of the placeholder.
gaps(table, allowed_roles) := [gap |
	some place in placeholders(allowed_roles)
	not granted.of_rule(place.rule, table)
	granted.of_rule(_filled(place.rule), table)
	gap := {"title": place.rule.title, "path": place.path, "text": place.text}
]

# METADATA
# description: |
#   The placeholders in what the rules of the role under review grant: `rule`, `path` and `text`. Those
#   in resource names are left out, since they only narrow a rule.
placeholders(allowed_roles) := _placeholders if {
	is_judged(allowed_roles)
} else := []

_is_role if {
	ctx.group == "rbac.authorization.k8s.io"
	ctx.kind in {"Role", "ClusterRole"}
}

_rules := [] if {
	_is_filled_by_the_cluster
} else := [rule |
	some rule in role_rule.of(ctx.resource)
	not role_rule.is_covered(rule, _known_rules)
] if {
	is_default
} else := role_rule.of(ctx.resource)

_is_as_every_cluster_has_it if {
	is_default
	count(_rules) == 0
	_is_known_aggregation
}

# A cluster writes over the rules of its aggregated roles whatever it aggregates.
_is_filled_by_the_cluster if {
	is_default
	bootstrap_roles.is_aggregated(name)
	_has_known_selector
}

_is_known_aggregation if not ctx.resource.aggregationRule

_is_known_aggregation if _is_filled_by_the_cluster

_has_known_selector if {
	label := sprintf("rbac.authorization.k8s.io/aggregate-to-%v", [name])
	ctx.resource.aggregationRule.clusterRoleSelectors == [{"matchLabels": {label: "true"}}]
}

_known_rules := bootstrap_roles.rules(ctx.kind, name)

_placeholders := [place |
	some rule in _rules
	placeholder.is_in(concat("\n", (((rule.verbs | rule.groups) | rule.resources) | rule.urls)))
	some key in ["verbs", "apiGroups", "resources", "nonResourceURLs"]
	some i, text in rule.spec[key]
	is_string(text)
	placeholder.is_in(text)
	place := {"rule": rule, "path": array.concat(rule.path, [key, i]), "text": sprintf("%s %s", [key, text])}
]

_metadata_name := object.get(ctx.resource, ["metadata", "name"], "")

_filled(rule) := object.union(rule, {
	"verbs": _filled_texts(rule.verbs),
	"groups": _filled_texts(rule.groups),
	"resources": _filled_texts(rule.resources),
	"spec": {"verbs": [], "resources": ["*"]},
})

_filled_texts(texts) := {"*" | some text in texts; placeholder.is_in(text)} | texts

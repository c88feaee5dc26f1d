# METADATA
# title: Roles and what their rules grant
# description: |
#   The one place that knows how a rule of a Role or ClusterRole is read. A rule grants its verbs on its
#   resources of its API groups, or on its URLs: `*` stands for all, `*/exec` for one subresource of
#   every resource, and nothing else is a pattern; `pods/*` grants nothing. Yields nothing for any other
#   kind, so that a control which starts from here guards itself.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/
# custom:
#   match:
#     - groups: [rbac.authorization.k8s.io]
#       kinds: [Role, ClusterRole]
package lib.guiderail.rbac

import data.lib.guiderail.bootstrap_roles
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder

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
#   The rules of the role under review, as `rules_of` gives them; none if it is not judged, and of a role
#   that every cluster has those alone that it has nowhere else.
rules(allowed_roles) := _rules if {
	is_judged(allowed_roles)
} else := []

# METADATA
# description: |
#   The rules of any role: `title` (how messages name the rule), `path` (from the role's root),
#   `is_namespaced` (whether it is a Role's), `spec` (the rule as written), the texts of its lists as
#   sets, `verbs`, `groups`, `resources`, `names` and `urls`, and `has_patterns` (whether a resource may
#   be one like `*/exec`).
rules_of(role) := [rule |
	is_array(role.rules)
	some i, spec in role.rules
	is_object(spec)
	resources := _texts(spec, "resources")
	rule := {
		"title": sprintf("rule #%d", [i]),
		"path": ["rules", i],
		"is_namespaced": role.kind == "Role",
		"spec": spec,
		"verbs": _texts(spec, "verbs"),
		"groups": _texts(spec, "apiGroups"),
		"resources": resources,
		"has_patterns": contains(concat("\n", resources), "*/"),
		"names": _texts(spec, "resourceNames"),
		"urls": _texts(spec, "nonResourceURLs"),
	}
]

# METADATA
# scope: document
# description: |
#   Whether a rule allows one request, as Kubernetes decides it: `verb`, and either `group`, `resource`
#   (`pods`, `pods/exec`) and `name` ("" for one that names no object, such as list), or `url`.
allows(rule, request) if {
	_has(rule.verbs, request.verb)
	_has(rule.groups, request.group)
	_covers(rule.resources, request.resource)
	_allows_name(rule, request.name)
}

allows(rule, request) if {
	_has(rule.verbs, request.verb)
	some pattern in rule.urls
	_matches_url(pattern, request.url)
}

# METADATA
# description: |
#   Which rules of the role under review grant powers of a table (see `powers`), at most one answer for
#   each: `title` (the rule, and what in it grants them), `path` (of the first resource that does), `can`
#   (what whoever is bound to the role can do, and where) and `names` (those that the rule is for). A rule for
#   every verb on every resource of every group is not among them: rbac.escalation_verbs tells of it, once for all
#   powers.
grants(table, allowed_roles) := grants_by(table, [rule | some rule in rules(allowed_roles); not is_everything(rule)])

# METADATA
# description: Whether a rule allows every verb on every resource, as that of cluster-admin does.
is_everything(rule) if {
	"*" in rule.verbs
	"*" in rule.groups
	"*" in rule.resources
	count(rule.names) == 0
}

# METADATA
# description: The same of any ClusterRole, whoever is allowed what, and of rules for everything too.
grants_of(table, cluster_role) := grants_by(table, rules_of(cluster_role))

# METADATA
# description: The same of some rules.
grants_by(table, some_rules) := [grant |
	groups := object.keys(table) | {"*"}
	some rule in some_rules
	count(groups & rule.groups) > 0
	grant := _grant(rule, table)
]

# METADATA
# description: |
#   Which rules grant such powers only if a placeholder in them is filled in to that effect: `title`,
#   `path` and `text` of the placeholder.
gaps(table, allowed_roles) := [gap |
	some place in placeholders(allowed_roles)
	not _grant(place.rule, table)
	_grant(_filled(place.rule), table)
	gap := {"title": place.rule.title, "path": place.path, "text": place.text}
]

# METADATA
# description: |
#   The placeholders in what the rules of the role under review grant: `rule`, `path` and `text`. Those
#   in resource names are left out, since they only narrow a rule.
placeholders(allowed_roles) := _placeholders if {
	is_judged(allowed_roles)
} else := []

# METADATA
# description: The names that a rule is for, as messages say them.
only(rule) := sprintf(", only for %s", [enumeration(array.concat(listed, nameless))]) if {
	listed := [written | some written in rule.names; written != ""]
	count(listed) > 0
	nameless := ["requests without a name" | "" in rule.names]
} else := ""

# METADATA
# description: |
#   What to do about a grant: `otherwise`, unless the rule has resource names already. Under an empty one
#   all requests count that name no object.
advice(grant, otherwise) := otherwise if {
	count(grant.names) == 0
} else := "drop the empty name from its resourceNames" if {
	"" in grant.names
} else := "drop it"

# METADATA
# description: A list in words, with its first members only if there are many.
enumeration(words) := concat(", ", words) if {
	count(words) <= 4
} else := sprintf("%s and %d more", [concat(", ", array.slice(words, 0, 3)), count(words) - 3])

_is_role if {
	ctx.group == "rbac.authorization.k8s.io"
	ctx.kind in {"Role", "ClusterRole"}
}

_rules := [] if {
	_is_filled_by_the_cluster
} else := [rule |
	some rule in rules_of(ctx.resource)
	not _is_known(rule)
] if {
	is_default
} else := rules_of(ctx.resource)

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

# As the API server compares roles when it wants to know whether one grants more than another: each verb
# on each resource must be in some rule. Whoever writes thousands of them means no default role.
_is_known(rule) if {
	objects := (count(rule.groups) * count(rule.resources)) * (count(rule.names) + 1)
	count(rule.verbs) * (count(rule.urls) + objects) < 10000
	every verb in rule.verbs {
		every url in rule.urls {
			_is_known_url(verb, url)
		}
		every group in rule.groups {
			every resource in rule.resources {
				_is_known_access(rule, verb, group, resource)
			}
		}
	}
}

_is_known_url(verb, url) if {
	some known in _known_rules
	_has(known.verbs, verb)
	some pattern in known.urls
	_matches_url(pattern, url)
}

_is_known_access(rule, verb, group, resource) if {
	accesses := [known |
		some known in _known_rules
		_has(known.verbs, verb)
		_has(known.groups, group)
		_covers(known.resources, resource)
	]
	_is_known_for(rule.names, accesses)
}

_is_known_for(_, accesses) if {
	some known in accesses
	count(known.names) == 0
}

_is_known_for(names, accesses) if {
	count(names) > 0
	every written in names {
		some known in accesses
		written in known.names
	}
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

_texts(spec, key) := {text |
	is_array(spec[key])
	some text in spec[key]
	is_string(text)
}

_has(set_of_texts, text) if text in set_of_texts

_has(set_of_texts, _) if "*" in set_of_texts

_covers(elements, resource) if _has(elements, resource)

_covers(elements, resource) if {
	contains(resource, "/")
	concat("", ["*", substring(resource, indexof(resource, "/"), -1)]) in elements
}

_allows_name(rule, _) if count(rule.names) == 0

_allows_name(rule, request_name) if request_name in rule.names

_matches_url(pattern, url) if pattern == url

_matches_url(pattern, url) if {
	endswith(pattern, "*")
	startswith(url, trim_right(pattern, "*"))
}

_grant(rule, table) := grant if {
	uses := [use |
		some group in _groups(rule, table)
		some power in table[group]
		use := _use(rule, group, power)
	]
	count(uses) > 0

	targets := {target | some use in uses; some target in use.targets}
	indexes := [i |
		some i, element in rule.spec.resources
		is_string(element)
		_reaches_any({element}, targets)
	]
	grant := {
		"title": _title(rule, {verb | some use in uses; some verb in use.verbs}, indexes),
		"path": array.concat(rule.path, ["resources", indexes[0]]),
		"can": concat("", [_conjunction(_distinct([use.can | some use in uses])), _place(rule, uses)]),
		"names": rule.names,
	}
}

_groups(rule, table) := object.keys(table) if {
	"*" in rule.groups
} else := rule.groups

_use(rule, group, power) := {
	"targets": targets, "verbs": verbs, "can": power.can, "is_local": _is_local(targets, power),
} if {
	count(_granted_verbs(rule, power)) > 0
	targets := _in_scope(rule, power, _targets(rule, group, power))
	count(targets) > 0
	verbs := _effective_verbs(rule, power)
	count(verbs) > 0
}

_granted_verbs(rule, power) := power.verbs if {
	"*" in rule.verbs
} else := power.verbs & rule.verbs

_targets(rule, group, power) := power.resources if {
	"*" in rule.resources
} else := power.resources & rule.resources if {
	not rule.has_patterns
	not power.is_open
} else := {target |
	some target in power.resources
	_reaches(rule.resources, target)
	not _is_of_another_group(rule, group, target)
}

# Deployments of every group are nothing in a group that has no deployments.
_is_of_another_group(rule, group, "*") if not group in rule.groups

# A Role grants nothing on what belongs to the whole cluster.
_in_scope(rule, power, targets) := targets - _cluster_wide(power) if {
	rule.is_namespaced
} else := targets

_cluster_wide(power) := object.get(power, "cluster_wide", set())

_is_local(targets, power) := false if {
	power.is_in_one_place
} else := count(targets - _cluster_wide(power)) > 0

_effective_verbs(rule, power) := _granted_verbs(rule, power) if {
	count(rule.names) == 0
} else := {verb |
	some verb in _granted_verbs(rule, power)
	_is_effective(verb, rule, power)
}

_reaches_any(elements, targets) if {
	some target in targets
	_reaches(elements, target)
}

_reaches(elements, target) if _covers(elements, target)

# In a table, other than in a rule, * and /* stand for some resource and some subresource.
_reaches(elements, "*") if {
	some element in elements
	not contains(element, "/")
}

_reaches(elements, target) if {
	endswith(target, "/*")
	some element in elements
	_is_subresource(element, trim_suffix(target, "*"))
}

_is_subresource(element, prefix) if startswith(element, prefix)

_is_subresource(element, _) if {
	startswith(element, "*/")
	not element in _usual_patterns
}

# Those are parts of other resources, and no attributes of users.
_usual_patterns := {
	"*/approval", "*/attach", "*/binding", "*/ephemeralcontainers", "*/eviction", "*/exec", "*/finalize",
	"*/finalizers", "*/log",
	"*/portforward", "*/proxy", "*/resize", "*/rollback", "*/scale", "*/status", "*/token",
}

# Requests that name no object are not allowed by a rule with resource names, save by an empty name.
_is_effective(verb, rule, power) if {
	verb in {"create", "deletecollection", "list", "watch"}
	"" in rule.names
	not _is_of_subresources(power)
}

_is_effective(verb, rule, power) if {
	_is_about(rule.names, power)
	not verb in {"create", "deletecollection"}
}

_is_effective(_, rule, power) if {
	_is_about(rule.names, power)
	_is_of_subresources(power)
}

_is_of_subresources(power) if {
	some resource in power.resources
	contains(resource, "/")
}

_is_about(names, power) if {
	power.is_by_name
	count(names - {""}) > 0
}

_is_about(names, power) if count(names & power.names) > 0

_title(rule, verbs, indexes) := sprintf("%s (%s on %s%s)", [
	rule.title, enumeration(written), enumeration(resources), only(rule),
]) if {
	shown := verbs | {"*"}
	written := [verb | some verb in rule.spec.verbs; verb in shown]
	resources := [rule.spec.resources[i] | some i in indexes]
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

_filled(rule) := object.union(rule, {
	"verbs": _filled_texts(rule.verbs),
	"groups": _filled_texts(rule.groups),
	"resources": _filled_texts(rule.resources),
	"spec": {"verbs": [], "resources": ["*"]},
})

_filled_texts(texts) := {"*" | some text in texts; placeholder.is_in(text)} | texts

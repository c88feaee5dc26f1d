# METADATA
# title: Rules of roles
# description: |
#   The one place that knows how a rule of a Role or ClusterRole is read. A rule grants its verbs on its
#   resources of its API groups, or on its URLs: `*` stands for all, `*/exec` for one subresource of
#   every resource, and nothing else is a pattern; `pods/*` grants nothing.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/
package lib.guiderail.role_rule

# METADATA
# description: |
#   The rules of any role: `title` (how messages name the rule), `path` (from the role's root),
#   `is_namespaced` (whether it is a Role's), `spec` (the rule as written), the texts of its lists as
#   sets, `verbs`, `groups`, `resources`, `names` and `urls`, and `has_patterns` (whether a resource may
#   be one like `*/exec`).
of(role) := [rule |
	is_array(role.rules)
	some i, spec in role.rules
	is_object(spec)
	resources := _texts(spec, "resources")
	rule := {
		"title": sprintf("rules[%d]", [i]),
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
	covers(rule.resources, request.resource)
	_allows_name(rule, request.name)
}

allows(rule, request) if {
	_has(rule.verbs, request.verb)
	some pattern in rule.urls
	_matches_url(pattern, request.url)
}

# METADATA
# scope: document
# description: Whether a rule grants anything at all.
grants_anything(rule) if {
	count(rule.verbs) > 0
	count(rule.urls) > 0
}

grants_anything(rule) if {
	count(rule.verbs) > 0
	count(rule.groups) > 0
	count(rule.resources) > 0
}

# METADATA
# description: Whether a rule allows every verb on every resource, as that of cluster-admin does.
is_everything(rule) if {
	"*" in rule.verbs
	"*" in rule.groups
	"*" in rule.resources
	count(rule.names) == 0
}

# METADATA
# description: |
#   Whether some rules grant all that a rule does, as the API server compares roles when it wants to know whether one
#   grants more than another: each verb on each resource must be in some rule. Of a rule with thousands of them it is
#   not told.
is_covered(rule, known_rules) if {
	on_resources := (count(rule.groups) * count(rule.resources)) * (count(rule.names) + 1)
	count(rule.verbs) * (count(rule.urls) + on_resources) < 10000
	every verb in rule.verbs {
		every url in rule.urls {
			_is_url_covered(known_rules, verb, url)
		}
		every group in rule.groups {
			every resource in rule.resources {
				_is_access_covered(known_rules, rule, verb, group, resource)
			}
		}
	}
}

# METADATA
# scope: document
# description: Whether some resources, as a rule lists them, have one among them.
covers(elements, resource) if _has(elements, resource)

covers(elements, resource) if {
	contains(resource, "/")
	concat("", ["*", substring(resource, indexof(resource, "/"), -1)]) in elements
}

# METADATA
# description: The names that a rule is for, as messages say them.
only(rule) := sprintf(", only for %s", [enumeration(array.concat(listed, nameless))]) if {
	listed := [written | some written in rule.names; written != ""]
	count(listed) > 0
	nameless := ["requests without a name" | "" in rule.names]
} else := ""

# METADATA
# description: A list in words, with its first members only if there are many.
enumeration(words) := concat(", ", words) if {
	count(words) <= 4
} else := sprintf("%s and %d more", [concat(", ", array.slice(words, 0, 3)), count(words) - 3])

_is_url_covered(known_rules, verb, url) if {
	some known in known_rules
	_has(known.verbs, verb)
	some pattern in known.urls
	_matches_url(pattern, url)
}

_is_access_covered(known_rules, rule, verb, group, resource) if {
	accesses := [known |
		some known in known_rules
		_has(known.verbs, verb)
		_has(known.groups, group)
		covers(known.resources, resource)
	]
	_are_covered_for(rule.names, accesses)
}

_are_covered_for(_, accesses) if {
	some known in accesses
	count(known.names) == 0
}

_are_covered_for(names, accesses) if {
	count(names) > 0
	every written in names {
		some known in accesses
		written in known.names
	}
}

_texts(spec, key) := {text |
	is_array(spec[key])
	some text in spec[key]
	is_string(text)
}

_has(set_of_texts, text) if text in set_of_texts

_has(set_of_texts, _) if "*" in set_of_texts

_allows_name(rule, _) if count(rule.names) == 0

_allows_name(rule, request_name) if request_name in rule.names

_matches_url(pattern, url) if pattern == url

_matches_url(pattern, url) if {
	endswith(pattern, "*")
	startswith(url, trim_right(pattern, "*"))
}

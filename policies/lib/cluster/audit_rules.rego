# METADATA
# title: What an audit policy writes down
# description: |
#   Which rule of an audit policy decides on a request. The first that matches does, and where none matches
#   nothing is written. A request has `user`, `groups`, `verb`, `group`, `resource` (with its subresource, such as
#   pods/exec), `namespace` ("" for what belongs to the whole cluster) and `name` ("" where it names no object).
# related_resources:
#   - https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/#audit-k8s-io-v1-PolicyRule
package lib.guiderail.audit_rules

import data.lib.guiderail.value

# METADATA
# description: |
#   The rules of a policy, each with its `level` ("" if it has none) and with lists of texts for all that it may name,
#   empty where it does not. What is no rule matches nothing.
of(document) := [rule |
	some written in value.array_in(document, "rules")
	rule := object.union(_rule(written), {"verbs": _verbs(written)})
]

_rule(written) := object.union(lists, {"level": value.text_in(written, "level"), "resources": resources}) if {
	lists := {field: _texts(written, field) |
		some field in ["users", "userGroups", "verbs", "namespaces", "nonResourceURLs"]
	}
	resources := [resource |
		some entry in value.array_in(written, "resources")
		resource := {
			"group": value.text_in(entry, "group"),
			"resources": _texts(entry, "resources"),
			"resourceNames": _texts(entry, "resourceNames"),
		}
	]
}

_verbs(written) := _texts(written, "verbs") if {
	is_object(written)
} else := [""]

_texts(parent, field) := [text | some text in value.array_in(parent, field); is_string(text)]

# METADATA
# description: The index of the rule, of those in `of`, that decides on a request for a resource; -1 if there is none.
deciding(rules, request) := min(matching) if {
	matching := [i | some i, rule in rules; _matches(rule, request)]
	count(matching) > 0
} else := -1

# METADATA
# description: |
#   Whether the rule at an index decides on a request. It is told soon of one that the rule does not match, as most are
#   where there are many rules.
decides(rules, i, request) if {
	_matches(rules[i], request)
	deciding(rules, request) == i
}

_matches(rule, request) if {
	_allows(rule.users, [request.user])
	_allows(rule.userGroups, request.groups)
	_allows(rule.verbs, [request.verb])
	_allows(rule.namespaces, [request.namespace])
	_is_for_resource(rule, request)
}

# An empty list is for everything.
_allows([], _)

_allows(list, words) if {
	some word in words
	word in list
}

# With namespaces alone, a rule is for all resources; with paths alone, for none.
_is_for_resource(rule, _) if {
	rule.resources == []
	rule.nonResourceURLs == []
}

_is_for_resource(rule, _) if {
	rule.resources == []
	rule.namespaces != []
}

_is_for_resource(rule, request) if {
	some entry in rule.resources
	_is_of_group(entry.group, request.group)
	_has_resource(entry, request)
}

_is_of_group("*", _)

_is_of_group(written, group) if written == group

_has_resource(entry, _) if entry.resources == []

_has_resource(entry, request) if {
	_allows(entry.resourceNames, [request.name])
	some written in entry.resources
	_is_resource(written, request.resource)
}

_is_resource("*", _)

_is_resource(written, resource) if written == resource

_is_resource(written, resource) if {
	startswith(written, "*/")
	endswith(resource, trim_prefix(written, "*"))
}

_is_resource(written, resource) if {
	endswith(written, "/*")
	split(resource, "/")[0] == trim_suffix(written, "/*")
}

# METADATA
# description: |
#   Requests that would match a rule, if none before it did: for each identity and namespace that the rule names, or
#   else for those of a person and a pod. `what` has `verb`, `resource` and `group`, and whether the resource belongs to
#   the whole cluster, `is_global`.
requests(rule, what) := [request |
	some identity in _identities(rule)
	some namespace in _namespaces(rule.namespaces, what.is_global)
	some name in _names(rule, what.verb)
	request := object.union(what, {
		"user": identity.user,
		"groups": identity.groups,
		"namespace": namespace,
		"name": name,
	})
]

# METADATA
# description: The same for any rule.
usual_requests(what) := requests(_rule({}), what)

# METADATA
# description: How a message names a request.
shown(request) := sprintf("%s of %s by %s%s", [request.verb, request.resource, request.user, _where(request.namespace)])

_where("") := ""

_where(namespace) := sprintf(" in namespace %s", [namespace]) if namespace != ""

# METADATA
# scope: document
# description: |
#   Whether a user is a part of the control plane or a node, of which a policy need not log every request.
is_of_the_system(user) if {
	startswith(user, "system:")
	not startswith(user, "system:serviceaccount:")
}

is_of_the_system(user) if startswith(user, "system:serviceaccount:kube-system:")

_identities(rule) := [_identity(user, rule.userGroups) | some user in rule.users] if {
	rule.users != []
} else := [_identity(_member(group), [group]) | some group in rule.userGroups] if {
	rule.userGroups != []
} else := [_identity(user, []) | some user in ["jane", "system:serviceaccount:x-road:app"]]

_identity(user, groups) := {"user": user, "groups": array.concat(_own_groups(user), groups)}

_own_groups(user) := ["system:authenticated", "system:serviceaccounts", of_namespace] if {
	startswith(user, "system:serviceaccount:")
	of_namespace := sprintf("system:serviceaccounts:%s", [split(user, ":")[2]])
} else := ["system:unauthenticated"] if {
	user == "system:anonymous"
} else := ["system:authenticated"]

# Somebody who is in a group.
_member(group) := sprintf("system:serviceaccount:%s:app", [trim_prefix(group, "system:serviceaccounts:")]) if {
	startswith(group, "system:serviceaccounts:")
} else := object.get(_known_members, group, "jane")

_known_members := {
	"system:serviceaccounts": "system:serviceaccount:x-road:app",
	"system:nodes": "system:node:node-1",
	"system:unauthenticated": "system:anonymous",
}

_namespaces(_, true) := [""]

_namespaces(written, false) := [namespace | some namespace in written; namespace != ""] if written != []

_namespaces([], false) := ["x-road"]

# What makes and lists objects names none of them.
_names(_, verb) := [""] if verb in {"create", "list", "deletecollection"}

_names(rule, verb) := array.concat(["a"], [name | some entry in rule.resources; some name in entry.resourceNames]) if {
	not verb in {"create", "list", "deletecollection"}
}

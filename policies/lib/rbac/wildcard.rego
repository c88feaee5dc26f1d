# METADATA
# title: Wildcards in the rules of roles
# description: |
#   Where a rule of a role, as `rbac.rules` gives it, has a wildcard, and what it grants by that.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
package lib.guiderail.wildcard

import data.lib.guiderail.role_rule

# METADATA
# description: |
#   The first wildcard of a rule: `path`, `title` (the rule, and its wildcards) and `can` (what it lets
#   anyone do). Undefined for a rule without wildcards.
place(rule) := {
	"path": array.concat(rule.path, [wildcards[0].key, wildcards[0].index]),
	"title": sprintf("%s (%s)", [rule.title, role_rule.enumeration(fields)]),
	"can": sprintf("%s %s%s", [_verbs(rule), _objects(rule), role_rule.only(rule)]),
} if {
	wildcards := _wildcards(rule)
	count(wildcards) > 0
	fields := [sprintf("%s %s", [wildcard.key, wildcard.text]) | some wildcard in wildcards]
}

# METADATA
# scope: document
# description: |
#   Whether a rule reaches nothing of Kubernetes' own: it names the API groups of extensions alone,
#   metrics among them, which can only be read, or finalizers, which hold nothing.
is_of_extensions(rule) if {
	count(rule.groups) > 0
	count(rule.urls) == 0
	every group in rule.groups {
		_is_of_extension(group)
	}
}

is_of_extensions(rule) if {
	count(rule.resources) > 0
	count(rule.urls) == 0
	every resource in rule.resources {
		endswith(resource, "/finalizers")
	}
}

# What is still to be filled in may be any group, and OpenShift's are as much the cluster's own.
_is_of_extension(group) if {
	regex.match(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`, group)
	not endswith(group, ".k8s.io")
	not endswith(group, ".openshift.io")
}

_is_of_extension(group) if group in {"metrics.k8s.io", "custom.metrics.k8s.io", "external.metrics.k8s.io"}

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

_is_wildcard("nonResourceURLs", text) if {
	endswith(text, "*")
	not _is_public(text)
}

# What stands below the health, the version, the metrics and the discovery of the API server is as harmless
# as they are; most of it everyone may read who has logged in.
_is_public(pattern) if regex.match(`^/(api|apis|healthz|livez|metrics|openapi|readyz|version)/?\*$`, pattern)

_verbs(rule) := "do everything with" if {
	"*" in rule.verbs
} else := sprintf("use %s on", [role_rule.enumeration([verb | some verb in rule.verbs])])

_objects(rule) := "every URL of the API server" if {
	count(rule.urls & {"*", "/*"}) > 0
} else := sprintf("the URLs %s", [role_rule.enumeration([url | some url in rule.urls])]) if {
	count(rule.urls) > 0
} else := sprintf("every resource of %s", [_groups(rule)]) if {
	"*" in rule.resources
} else := sprintf("%s of %s", [role_rule.enumeration([resource | some resource in rule.resources]), _groups(rule)])

_groups(rule) := "every API group" if {
	"*" in rule.groups
} else := "no API group" if {
	count(rule.groups) == 0
} else := role_rule.enumeration([_group(group) | some group in rule.groups])

_group("") := "the core group"

_group(group) := group if group != ""

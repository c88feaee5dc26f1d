# METADATA
# title: What of a power a rule grants
# description: |
#   A power is an entry of a table (see `powers`): verbs on resources, which whoever has them can use for more.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/
package lib.guiderail.power_use

import data.lib.guiderail.role_rule

# METADATA
# description: |
#   What of a power a rule grants in a group: `targets` (of the power's resources), `verbs`, `can` and `is_local`
#   (whether it is about a namespace). Undefined for what grants nothing of it.
of(rule, group, power) := use if {
	count(_granted_verbs(rule, power)) > 0
	targets := _in_scope(rule, power, _targets(rule, group, power))
	count(targets) > 0
	verbs := _effective_verbs(rule, power)
	count(verbs) > 0
	use := {"targets": targets, "verbs": verbs, "can": power.can, "is_local": _is_local(targets, power)}
}

# METADATA
# description: Whether some resources, as a rule lists them, reach one of the targets.
reaches_any(elements, targets) if {
	some target in targets
	_reaches(elements, target)
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

_reaches(elements, target) if role_rule.covers(elements, target)

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
	"*/approval", "*/attach", "*/binding", "*/ephemeralcontainers", "*/eviction", "*/exec",
	"*/finalize", "*/finalizers", "*/log",
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

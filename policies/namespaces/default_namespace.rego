# METADATA
# title: Objects must be in a namespace other than default
# description: |
#   Access rights, quotas and network policies apply per namespace. An object in default shares them with all that
#   nobody assigned a namespace, and one that names none goes wherever the client's context points, even to other teams.
# related_resources: [https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/]
# custom:
#   severity: medium
#   requirements: [NS-01]
#   match: [{groups: ["*"], kinds: ["*"]}]
#   remediation: Give the application its own namespace and set metadata.namespace, or let the tool that renders the
#     manifest set it.
package guiderail.namespaces.default_namespace

import data.lib.guiderail.ctx
import data.lib.guiderail.default_furniture
import data.lib.guiderail.finding
import data.lib.guiderail.placeholder
import data.lib.guiderail.scope

applies if _scope in {"Namespaced", "Unknown"}

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": ["metadata", "namespace"], "msg": msg, "is_open": is_open} if {
	applies
	[is_open, msg] := _judged
}

_judged := [false, "metadata.namespace is default; use a dedicated namespace"] if {
	ctx.namespace == "default"
	not default_furniture.is_part
} else := [true, sprintf("metadata.namespace %s is still to be filled in", [ctx.namespace])] if {
	placeholder.is_in(ctx.namespace)
} else := [true, sprintf("metadata.namespace is not set, %s", [_left_out[_scope]])] if {
	# An API server tells it in a request. What is not text is for others to say.
	not ctx.namespace
	object.get(ctx.resource, ["metadata", "namespace"], null) in {"", null}
}

_left_out := {
	"Namespaced": "so the namespace is the one that the client happens to use",
	"Unknown": sprintf("and whether %v is a namespaced kind is not known", [ctx.kind]),
}

# Kustomize's own transformers have an apiVersion without a group.
_scope := "None" if {
	ctx.resource.apiVersion == "builtin"
} else := scope.of(ctx.group, ctx.kind) if {
	ctx.kind
} else := "Unknown" if {
	ctx.kind
}

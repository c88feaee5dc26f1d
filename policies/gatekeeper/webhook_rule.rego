# METADATA
# title: Which requests a webhook covers
# description: |
#   Which requests the rules of a webhook cover and which ones its selectors exempt. `parameters` are
#   those of gatekeeper.webhook.
package lib.guiderail.webhook_rule

# METADATA
# description: Whether the rules of a webhook cover an operation on a resource in every group and version.
is_covered(spec, operation, resource) if {
	some rule in spec.rules
	_holds(rule.operations, operation)
	_holds(rule.resources, resource)
	"*" in rule.apiVersions
	some group in rule.apiGroups
	_is_in(group, resource)
	object.get(rule, "scope", null) in [null, "*"]
}

_holds(list, item) if item in list

_holds(list, item) if {
	not contains(item, "/")
	some everything in ["*", "*/*"]
	everything in list
}

_holds(list, item) if {
	contains(item, "/")
	some pattern in ["*/*", sprintf("%s/*", [split(item, "/")[0]]), sprintf("*/%s", [split(item, "/")[1]])]
	pattern in list
}

# Pods are in the core group; what else is wanted is wanted in every group.
_is_in(group, _) if group == "*"

_is_in("", resource) if startswith(resource, "pods")

# METADATA
# description: What is wrong with an expression by which namespaces are left out. Undefined where nothing is.
exemption(expression, parameters) := sprintf("namespaceSelector leaves out every namespace %s", [which]) if {
	expression.operator in {"In", "Exists"}
	which := "without a label; leave out single ones instead"
} else := sprintf("namespaceSelector leaves out the namespaces %s; %s", [concat(", ", others), wanted]) if {
	expression.operator == "NotIn"
	expression.key == "kubernetes.io/metadata.name"
	others := [sprintf("%v", [name]) | some name in expression.values; not name in parameters.exempt_namespaces]
	count(others) > 0
	wanted := "name only those of the control plane"
} else := sprintf("namespaceSelector leaves out namespaces by the label %v; %s", [expression.key, wanted]) if {
	expression.operator in {"NotIn", "DoesNotExist"}
	expression.key != "kubernetes.io/metadata.name"
	not expression.key in parameters.exempt_labels
	wanted := "use a label that is guarded"
}

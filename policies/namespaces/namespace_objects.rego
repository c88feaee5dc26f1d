# METADATA
# title: Objects in a namespace besides its workloads
# description: |
#   Which of the kinds ResourceQuota, LimitRange, RoleBinding and NetworkPolicy a namespace has among
#   the supplied objects.
package lib.guiderail.namespace_objects

import data.lib.guiderail.ctx
import data.lib.guiderail.default_deny

# METADATA
# scope: document
# description: Whether a namespace has one of a kind; of NetworkPolicies, one that denies all ingress.
has("ResourceQuota", namespace) if some _ in data.inventory.namespace[namespace].v1.ResourceQuota

has("LimitRange", namespace) if some _ in data.inventory.namespace[namespace].v1.LimitRange

has("RoleBinding", namespace) if some _ in data.inventory.namespace[namespace]["rbac.authorization.k8s.io/v1"].RoleBinding

has("NetworkPolicy", namespace) if default_deny.is_closed(namespace, "ingress")

# METADATA
# scope: document
# description: |
#   Whether a namespace may have one of a kind that is not known to be there: what names no namespace lands where the
#   client says, and policies of others may do as NetworkPolicies.
may_have("ResourceQuota", _) if {
	some found in data.inventory.namespace["default"].v1.ResourceQuota
	_names_no_namespace(found)
}

may_have("LimitRange", _) if {
	some found in data.inventory.namespace["default"].v1.LimitRange
	_names_no_namespace(found)
}

may_have("RoleBinding", _) if {
	some found in data.inventory.namespace["default"]["rbac.authorization.k8s.io/v1"].RoleBinding
	_names_no_namespace(found)
}

may_have("NetworkPolicy", namespace) if default_deny.may_be_closed(namespace, "ingress")

# METADATA
# description: |
#   What a namespace with workloads lacks if it has none of a kind: `msg`, and whether it `is_open`, since what is not
#   shown may be there.
lack(kind, namespace) := {"msg": msg, "is_open": true} if {
	not has(kind, namespace)
	why := _reason_to_doubt(kind, namespace)
	msg := sprintf("whether namespace %s has a %s is not known; %s", [namespace, _titles[kind], why])
} else := {"msg": msg, "is_open": false} if {
	not has(kind, namespace)
	what := sprintf("namespace %s has workloads but no %s", [namespace, _titles[kind]])
	msg := sprintf("%s, %s; add one", [what, _uses[kind]])
}

_reason_to_doubt(kind, namespace) := "none is among the objects that are given" if {
	ctx.operation
} else := "what could be one is for no namespace that is named, or not Kubernetes' own" if {
	may_have(kind, namespace)
}

_titles := {
	"ResourceQuota": "ResourceQuota",
	"LimitRange": "LimitRange",
	"NetworkPolicy": "NetworkPolicy that denies all ingress",
	"RoleBinding": "RoleBinding",
}

_uses := {
	"ResourceQuota": "so they can use all resources of the nodes",
	"LimitRange": "so containers without requests and limits are unbounded",
	"NetworkPolicy": "so every pod can reach the pods that no other policy selects",
	"RoleBinding": "so whoever runs them has permissions in every namespace or in none",
}

_names_no_namespace(found) if object.get(found, ["metadata", "namespace"], null) in {null, ""}

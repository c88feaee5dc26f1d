# METADATA
# title: Objects in a namespace besides its workloads
# description: |
#   Which of the kinds ResourceQuota, LimitRange, RoleBinding and NetworkPolicy a namespace has among
#   the supplied objects.
package lib.guiderail.namespace_objects

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

_names_no_namespace(found) if object.get(found, ["metadata", "namespace"], null) in {null, ""}

# METADATA
# title: Whether a role exists
# description: |
#   What the other objects show about a role. It is `present`, `absent` if they include others of the
#   same place, or `open` if nothing shows it. Whoever supplies some roles is taken to supply all that
#   belong together, except those that programs in the cluster create.
package lib.guiderail.known_role

# METADATA
# description: Of a ClusterRole.
state_of_cluster_role(name) := "present" if {
	data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[name]
} else := "open" if {
	_is_of_the_system(name)
} else := "absent" if {
	data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[_]
} else := "open"

# METADATA
# description: Of a Role by its namespace ("" for that of the objects that name none) and its name.
state_of_role(place, name) := "present" if {
	data.inventory.namespace[bucket(place)]["rbac.authorization.k8s.io/v1"].Role[name]
} else := "open" if {
	_is_of_the_system(name)
} else := "open" if {
	_may_be_meant(place, name)
} else := "absent" if {
	data.inventory.namespace[bucket(place)]["rbac.authorization.k8s.io/v1"].Role[_]
} else := "open"

# METADATA
# scope: document
# description: Where the objects of a namespace are, and those that name none ("").
bucket("") := "default"

bucket(place) := place if place != ""

# Where what names no namespace lands depends on the client.
_may_be_meant("", name) if data.inventory.namespace[_]["rbac.authorization.k8s.io/v1"].Role[name]

_may_be_meant(place, name) if {
	place != ""
	role := data.inventory.namespace["default"]["rbac.authorization.k8s.io/v1"].Role[name]
	not role.metadata.namespace
}

_is_of_the_system(name) if startswith(name, "system:")

_is_of_the_system(name) if startswith(name, "kubeadm:")

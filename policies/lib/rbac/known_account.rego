# METADATA
# title: Whether a service account is there
# description: |
#   What the other objects tell of a service account. Objects that name no namespace land together, and
#   where that is depends on the client; and a run that holds no account of a namespace tells nothing of
#   those that it has.
package lib.guiderail.known_account

# METADATA
# description: |
#   Of an account by its namespace ("" for that of the objects that name none) and its name: `present`,
#   `absent` where the objects hold other accounts of the namespace, and `open` where nothing tells.
state(place, name) := "present" if {
	data.inventory.namespace[_bucket(place)].v1.ServiceAccount[name]
} else := "open" if {
	_may_be_meant(place, name)
} else := "absent" if {
	data.inventory.namespace[_bucket(place)].v1.ServiceAccount[_]
} else := "open"

# METADATA
# description: The account itself by its namespace and name; null where it is not among the objects.
of(namespace, name) := account if {
	account := data.inventory.namespace[namespace].v1.ServiceAccount[name]
} else := null

_bucket(place) := place if {
	place != ""
} else := "default"

_may_be_meant("", name) if data.inventory.namespace[_].v1.ServiceAccount[name]

_may_be_meant(place, name) if {
	place != ""
	account := data.inventory.namespace["default"].v1.ServiceAccount[name]
	not account.metadata.namespace
}

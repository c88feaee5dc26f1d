# METADATA
# title: Permissions through aggregation
# description: |
#   The default roles into which the ClusterRole under review is aggregated, and the default roles that
#   its own aggregation rule selects.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
package lib.guiderail.aggregated_power

import data.lib.guiderail.bootstrap_roles
import data.lib.guiderail.ctx
import data.lib.guiderail.rbac
import data.lib.guiderail.selector

# METADATA
# description: The default roles to which a label adds the rules of the role.
into := [role |
	ctx.kind == "ClusterRole"
	some role in ["admin", "edit", "view"]
	ctx.resource.metadata.labels[_label(role)] in {"true", true}
]

# METADATA
# description: Whether the role is a default one, with such a label that it has nowhere else.
is_default_elsewhere if {
	rbac.is_default
	some role in into
	not bootstrap_roles.has_label(rbac.name, _label(role))
}

# METADATA
# description: |
#   The most powerful of the default roles that a selector selects, and what it lets its subjects do. An API server
#   reads null as an empty object, and an empty selector selects all.
of_default(written) := ["cluster-admin", "do everything"] if {
	selector.matches(_read(written), {"kubernetes.io/bootstrapping": "rbac-defaults"})
} else := [name, _can[name]] if {
	name := [name |
		some name in ["edit", "system:aggregate-to-edit", "system:aggregate-to-admin"]
		_selects(written, name)
	][0]
}

_read(null) := {}

_read(written) := written if written != null

_label(role) := sprintf("rbac.authorization.k8s.io/aggregate-to-%s", [role])

_selects(written, name) if {
	labels := {label: "true" |
		some role in ["admin", "edit"]
		label := _label(role)
		bootstrap_roles.has_label(name, label)
	}
	selector.matches(written, object.union(labels, {"kubernetes.io/bootstrapping": "rbac-defaults"}))
}

_can := {
	"edit": "read every Secret and act as every service account",
	"system:aggregate-to-edit": "read every Secret and act as every service account",
	"system:aggregate-to-admin": "change who may do what",
}

# METADATA
# title: Secrets that nothing in their namespace declares
# description: The verdict on a Secret to which the object under review refers and that no supplied object declares.
package lib.guiderail.missing_secret

import data.lib.guiderail.ctx
import data.lib.guiderail.declared_secret
import data.lib.guiderail.placeholder
import data.lib.guiderail.secret_maker

# METADATA
# description: |
#   The verdict on a reference to a name: violation, unknown or, where no Secret is declared at all, none; and why.
judged(name) := ["unknown", "which is still to be filled in"] if {
	placeholder.is_in(name)
} else := ["none", ""] if {
	not declared_secret.exist
} else := ["unknown", "which is not among the given objects"] if {
	ctx.operation
} else := ["unknown", "which no given object declares; an annotation copies it from another namespace"] if {
	declared_secret.is_copied(name)
} else := ["unknown", sprintf("which no given object declares; %s may create it", [_makers[0]])] if {
	count(_makers) > 0
} else := ["violation", "which no given object creates; correct the name or add the object that creates it"] if {
	count(declared_secret.elsewhere(name)) == 0
} else := ["unknown", "which is declared, but whether in the same namespace is not known"] if {
	not _are_namespaces_written(name)
} else := ["violation", sprintf("which is in namespace %s, but %s of namespace %q", [
	concat(", ", namespaces), why, own,
])] if {
	namespaces := sort({sprintf("%q", [other.namespace]) | some other in declared_secret.elsewhere(name)})
	own := ctx.namespace_or_default
	why := "the pod can use only Secrets"
}

_makers := sort(secret_maker.of(ctx.namespace_or_default))

_are_namespaces_written(name) if {
	namespace := ctx.namespace
	not placeholder.is_in(namespace)
	every other in declared_secret.elsewhere(name) {
		other.is_written
		not placeholder.is_in(other.namespace)
	}
}

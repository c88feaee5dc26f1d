# METADATA
# title: What the object under review is called
package lib.guiderail.identity

import data.lib.guiderail.ctx

# METADATA
# description: |
#   The object's name with its namespace before it, namespace/name, or the name alone where there is no
#   namespace. Lists of exemptions hold these, and nothing shorter. Undefined without a name.
name := sprintf("%s/%s", [ctx.namespace, ctx.resource.metadata.name]) if {
	is_string(ctx.namespace)
	is_string(ctx.resource.metadata.name)
} else := ctx.resource.metadata.name if {
	is_string(ctx.resource.metadata.name)
}

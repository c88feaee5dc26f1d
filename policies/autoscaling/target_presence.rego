# METADATA
# title: Whether the target of an autoscaler may exist
# description: |
#   Whether a target that is not among the supplied objects may still exist.
package lib.guiderail.target_presence

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.scale_target

# METADATA
# scope: document
# description: |
#   Whether the target may exist. Files that hold only autoscalers do not show their targets, and an object without
#   a namespace, be it the autoscaler or its target, is created where the client says.
may_be_there if not scale_target.exist

may_be_there if ctx.operation

may_be_there if placeholder.is_in(scale_target.namespace)

# An object without a namespace, be it the autoscaler or its target, is created where the client says.
may_be_there if {
	count(scale_target.elsewhere) > 0
	not ctx.namespace
}

may_be_there if {
	some other in scale_target.elsewhere
	not other.is_written
}

may_be_there if {
	some other in scale_target.elsewhere
	placeholder.is_in(other.namespace)
}

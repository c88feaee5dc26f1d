# METADATA
# title: Policies about primaries of X-Road
# description: |
#   The network policies of the namespace under review, and those that isolate a primary.
package lib.guiderail.primary_policies

import data.lib.guiderail.ctx
import data.lib.guiderail.namespace_policies
import data.lib.guiderail.other_policies
import data.lib.guiderail.placeholder
import data.lib.guiderail.traffic

# METADATA
# scope: document
# description: |
#   Whether other policies may select a primary: in a request they may be yet to come, and what is still to be filled
#   in may select the pods. `treatment` tells what policies of others count for.
may_differ(_, _) if ctx.operation

may_differ(primary, _) if {
	some written in array.concat([primary.labels], [policy.spec | some policy in policies])
	placeholder.is_in(json.marshal(written))
}

# What the policies of others let in is not judged here, and those whose namespace nobody names may be meant.
may_differ(primary, treatment) if {
	primary.host_network == false
	count(isolating(primary)) == 0
	floating := namespace_policies.possibly_isolating(ctx.namespace_or_none, primary, "ingress")
	others := other_policies.isolating(ctx.namespace_or_default, primary.labels, "ingress")
	count(other_policies.doubts(floating, others, treatment)) > 0
}

# METADATA
# description: The policies of the namespace.
policies := namespace_policies.of_namespace(ctx.namespace_or_default)

# METADATA
# description: Those that isolate a primary for ingress.
isolating(primary) := traffic.isolating(policies, primary, "ingress")

# METADATA
# title: Pods that no NetworkPolicy isolates
# description: |
#   Which pods of the namespace under review are open in a direction, and what makes that uncertain. `treatment` says
#   whether policies of other makes than Kubernetes' `count`, make the verdict `unknown` or are ignored (`ignore`).
package lib.guiderail.isolation

import data.lib.guiderail.ctx
import data.lib.guiderail.namespace_policies
import data.lib.guiderail.other_policies
import data.lib.guiderail.placeholder
import data.lib.guiderail.pods
import data.lib.guiderail.traffic
import data.lib.guiderail.workload

# METADATA
# description: The network policies of the namespace.
policies := namespace_policies.of_namespace(ctx.namespace_or_default)

# METADATA
# description: The pods under review as network policies see them.
own := pods.seen(ctx.resource, ctx.namespace_or_default)

# METADATA
# description: |
#   The pods under review that are open in some of the directions: `path` (of their labels) and `doubts` by the
#   direction. Policies do not reach what is on its node's network.
open(directions, treatment) := {{"path": labels_path(n), "doubts": doubts_by_direction} |
	some n, pod in own
	pod.host_network == false
	not workload.pods[n].is_part
	doubts_by_direction := {direction: doubts(pod, direction, treatment) | some direction in directions}
	count(doubts_by_direction) > 0
}

# METADATA
# description: Where the labels of a pod under review are, by its index.
labels_path(n) := array.concat(workload.pods[n].metadata_path, ["labels"])

# METADATA
# description: |
#   What makes it uncertain that a pod of the namespace is open in a direction, as the ends of messages. Undefined if
#   the pod is not open.
doubts(pod, direction, treatment) := other_policies.doubts(floating, others, treatment) if {
	count(traffic.isolating(policies, pod, direction)) == 0
	others := other_policies.isolating(ctx.namespace_or_default, pod.labels, direction)
	not other_policies.settle(others, treatment)
	floating := namespace_policies.possibly_isolating(ctx.namespace_or_none, pod, direction)
}

# METADATA
# description: |
#   Whether a policy may yet select pods with one of these sets of labels. In a request, the policies may follow later,
#   and a placeholder may turn out to match.
may_differ(labels) if {
	ctx.operation
} else if {
	some written in array.concat(labels, [policy.spec | some policy in policies])
	placeholder.is_within(written)
} else := false

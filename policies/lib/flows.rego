# METADATA
# title: What network policies let through, of many pods at once
# description: |
#   Asks `netpol` about all pods of a cluster together, so that what many have in common is asked once. A
#   cluster is `namespaces`, each with `namespace`, `namespace_labels`, `pods`, and `by_label`, the keys of
#   these by the name and value of each label, and `addressed`, the peers whose addresses are known. Pods and
#   peers are as `netpol` wants them, by any key.
package lib.guiderail.flows

import data.lib.guiderail.netpol
import data.lib.guiderail.selector

# METADATA
# description: The keys of those of the pods that a policy is about.
selected(policy, pods) := {key |
	some key, pod in pods
	netpol.selects(policy, pod)
}

# METADATA
# description: The keys of those in a cluster that one entry of a rule's peers, in a policy of a namespace, is about.
matching(written, policy_namespace, cluster) := {key |
	some key, peer in cluster.addressed
	netpol.matches_peer(written, policy_namespace, peer)
} | {key |
	some namespace in cluster.namespaces
	_may_match(written, policy_namespace, namespace)
	some key in _candidates(written, namespace)
	netpol.matches_peer(written, policy_namespace, namespace.pods[key])
}

# METADATA
# description: Whether a rule is about everyone, whoever that is.
is_about_everyone(rule) if netpol.is_peer(rule, {})

# An entry that is about none of a namespace's pods whichever they are need not be held against each.
_may_match(written, policy_namespace, namespace) if {
	is_object(written)
	any_pod := object.union(object.remove(written, ["podSelector"]), {"podSelector": {}})
	some_pod := {"namespace": namespace.namespace, "namespace_labels": namespace.namespace_labels, "labels": {}}
	netpol.matches_peer(any_pod, policy_namespace, some_pod)
}

# Nor need those that lack a label without which a selector selects nothing.
_candidates(written, namespace) := {key |
	some value in selector.values(written.podSelector, label)
	some key in namespace.by_label[label][value]
} if {
	label := [name |
		some name in selector.keys(written.podSelector)
		selector.is_bound(written.podSelector, name)
	][0]
} else := object.keys(namespace.pods)

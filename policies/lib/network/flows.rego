# METADATA
# title: What network policies let through, of many pods at once
# description: |
#   Asks `traffic` about all pods of a cluster together, so that what many have in common is asked once. A
#   cluster is `namespaces`, each with `namespace`, `namespace_labels`, `labels` (none, as of any pod in it)
#   and `pods`, and `addressed`, the peers whose addresses are known, pods among them. Pods and peers are as
#   `traffic` wants them; they and the namespaces go by any key. `by_label` of the cluster gives the keys of
#   the namespaces, and of each namespace those of its pods, by the name and value of each label.
package lib.guiderail.flows

import data.lib.guiderail.selector
import data.lib.guiderail.traffic

# METADATA
# description: The keys of those of the pods that a policy is about.
selected(policy, pods) := {key |
	some key, pod in pods
	traffic.selects(policy, pod)
}

# METADATA
# description: The keys of those in a cluster that one entry of a rule's peers, in a policy of a namespace, is about.
matching(written, policy_namespace, cluster) := {key |
	written.ipBlock
	some key, peer in cluster.addressed
	traffic.matches_peer(written, policy_namespace, peer)
} | {key |
	any_pod := _any_pod(written)
	some name in _candidates(_namespaces(written, policy_namespace), cluster.by_label, cluster.namespaces)
	namespace := cluster.namespaces[name]
	traffic.matches_peer(any_pod, policy_namespace, namespace)
	some key in _candidates(object.get(written, "podSelector", {}), namespace.by_label, namespace.pods)
	traffic.matches_peer(written, policy_namespace, namespace.pods[key])
}

# METADATA
# description: Whether a rule is about everyone, whoever that is.
is_about_everyone(rule) if traffic.is_peer(rule, {})

# An entry that is about none of a namespace's pods whichever they are need not be held against each.
_any_pod(written) := object.union(object.remove(written, ["podSelector"]), {"podSelector": {}}) if is_object(written)

_namespaces(written, policy_namespace) := written.namespaceSelector if {
	is_object(written.namespaceSelector)
} else := {"matchLabels": {"kubernetes.io/metadata.name": policy_namespace}}

# Nor need what lacks a label without which a selector selects nothing.
_candidates(wanted, by_label, keyed) := {key |
	some value in selector.values(wanted, label)
	some key in by_label[label][value]
} if {
	label := [name |
		some name in selector.keys(wanted)
		selector.is_bound(wanted, name)
	][0]
} else := object.keys(keyed)

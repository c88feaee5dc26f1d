# METADATA
# title: Distributions that enforce network policies themselves
# description: |
#   Nodes on which network policies are enforced without a DaemonSet.
package lib.guiderail.own_enforcement

import data.lib.guiderail.node_agent

# METADATA
# scope: document
# description: What to do where nothing enforces them.
default advice := "install an agent such as Calico or Cilium, or enable the one in the cloud's network plugin"

advice := own_means if {
	own_means
} else := "run pods that need policies on other nodes, because no agent can run on this one" if {
	node_agent.is_virtual
}

# METADATA
# description: By what a node of a distribution enforces them. Undefined where none is known to.
own_means := concat(" ", [_auto_mode, `sets enable-network-policy-controller to "true"`]) if {
	node_agent.is_auto_mode
} else := "K3s enforces them unless it was started with --disable-network-policy" if {
	is_string(node_agent.node.spec.providerID)
	startswith(node_agent.node.spec.providerID, "k3s://")
}

_auto_mode := "EKS Auto Mode enforces them if ConfigMap kube-system/amazon-vpc-cni"

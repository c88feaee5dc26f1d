# METADATA
# title: An agent must monitor the health of every EKS node
# description: |
#   The kubelet reports that it is alive, but not that the kernel hangs, a disk fails or the network is
#   down. Pods on such a node keep failing, or stop logging, and nothing replaces the node. The node
#   monitoring agent detects this in the node's logs, and automatic repair acts on it. EKS Auto Mode
#   includes the agent, AKS monitors its nodes itself, and there is no agent for Windows.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/node-health.html
#   - https://github.com/kubernetes/node-problem-detector
# custom:
#   severity: medium
#   requirements: [MON-05]
#   match: [{groups: [""], kinds: [Node]}]
#   remediation: Install the EKS add-on eks-node-monitoring-agent, or node-problem-detector, with tolerations for the
#     taints of every node.
#   parameters:
#     agents: {type: array, items: {type: string}, description: "DaemonSets that monitor the health of nodes, each as
#       namespace/name."}
package guiderail.monitoring.node_health

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.node_agent

defaults := {"agents": ["kube-system/eks-node-monitoring-agent", "kube-system/node-problem-detector"]}

parameters := object.union(defaults, ctx.parameters)

applies if _is_watchable

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains node_agent.absence(parameters.agents, msg) if {
	_is_watchable
	not node_agent.is_auto_mode
	msg := "no DaemonSet monitors the health of the node; install the EKS add-on eks-node-monitoring-agent"
}

_is_watchable if {
	node_agent.provider == "aws"
	not node_agent.is_virtual
	not node_agent.is_windows
}

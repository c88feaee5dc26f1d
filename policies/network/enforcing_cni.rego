# METADATA
# title: Every node must have an agent that enforces network policies
# description: |
#   The API server accepts network policies in any cluster, but without an agent on the node they have
#   no effect, without an error or an event, and every pod is open. The agent of the VPC CNI is off by
#   default on EKS, AKS installs an agent only on request, and Fargate has none.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites
#   - https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
#   - https://learn.microsoft.com/en-us/azure/aks/use-network-policies
# custom:
#   severity: high
#   requirements: [NETPOL-12]
#   match:
#     - groups: [""]
#       kinds: [Node]
#     - groups: [apps]
#       kinds: [DaemonSet]
#   namespaces: [kube-system]
#   remediation: Enable network policies in the VPC CNI (enableNetworkPolicy of the add-on vpc-cni), enable network
#     policy on the AKS cluster, or install Calico or Cilium.
#   parameters:
#     agents: {type: array, items: {type: string}, description: "DaemonSets that enforce network policies, each as
#       namespace/name."}
#     unmaintained: {type: array, items: {type: string}, description: "Those of the agents that are no longer
#       maintained. They count as enforcing, but are findings themselves."}
package guiderail.network.enforcing_cni

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.node_agent
import data.lib.guiderail.own_enforcement
import data.lib.guiderail.policy_agent

defaults := {
	"agents": [
		"kube-system/calico-node", "calico-system/calico-node",
		"kube-system/calico-node-windows", "calico-system/calico-node-windows",
		"kube-system/canal", "kube-system/rke2-canal",
		"kube-system/cilium", "cilium/cilium", "kube-system/anetd",
		"kube-system/kube-router", "kube-system/antrea-agent",
		"kube-system/aws-node", "kube-system/azure-npm", "openshift-ovn-kubernetes/ovnkube-node",
		"kube-system/weave-net", "kube-system/romana-agent",
	],
	"unmaintained": ["kube-system/weave-net", "kube-system/romana-agent"],
}

parameters := object.union(defaults, ctx.parameters)

applies if node_agent.node

applies if _own in parameters.agents

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": ["metadata", "name"], "msg": msg, "is_open": false} if {
	_own in parameters.unmaintained
	what := sprintf("DaemonSet %s is no longer maintained, so its vulnerabilities are not fixed", [ctx.name])
	msg := sprintf("%s; use Calico, Cilium or the cloud's own agent", [what])
}

_offences contains {"path": ["metadata", "name"], "msg": msg, "is_open": _may_differ} if {
	node_agent.node
	running := node_agent.running(parameters.agents)
	every _, daemon_set in running {
		policy_agent.defect(daemon_set)
	}
	defects := [sprintf(" (DaemonSet %s: %s)", [name, policy_agent.defect(daemon_set).what]) |
		some name, daemon_set in running
	]
	shown := sprintf("no DaemonSet enforces network policies on the node%s", [concat("", defects)])
	msg := sprintf("%s; %s", [shown, own_enforcement.advice])
}

# An agent that is turned off is no loss where another one enforces.
_offences contains {"path": defect.path, "msg": msg, "is_open": _may_differ} if {
	_own in parameters.agents
	not _is_replaced
	defect := policy_agent.defect(ctx.resource)
	msg := sprintf("%s, and no other agent enforces network policies; %s", [defect.what, defect.wanted])
}

_is_replaced if {
	some name in parameters.agents
	name != _own
	daemon_set := node_agent.named(name)
	not daemon_set.status.desiredNumberScheduled == 0
	not policy_agent.defect(daemon_set)
}

default _may_differ := false

# In a request the agent may be yet to come.
_may_differ if ctx.operation

_may_differ if own_enforcement.own_means

_own := sprintf("%s/%s", [ctx.namespace, ctx.name]) if {
	ctx.kind == "DaemonSet"
	ctx.group == "apps"
}

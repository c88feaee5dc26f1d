# METADATA
# title: Every node must collect metrics and logs of its containers
# description: |
#   What a container uses and writes is gone with it unless an agent on its node sends it on: an attack is
#   then seen by nobody and cannot be looked into afterwards. Container Insights of CloudWatch and of
#   Azure Monitor do so by DaemonSets; a node that these leave out is a blind spot. Fargate and virtual
#   nodes run no DaemonSets, and nothing is said of them here.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html
#   - https://learn.microsoft.com/en-us/azure/azure-monitor/containers/kubernetes-monitoring-enable
# custom:
#   severity: medium
#   requirements: [MON-04]
#   match: [{groups: [""], kinds: [Node]}]
#   remediation: Install the EKS add-on amazon-cloudwatch-observability, or turn on Container insights and managed
#     Prometheus of the AKS cluster, with tolerations for the taints of every node.
#   parameters:
#     eks_metrics: {type: array, items: {type: string}, description: "DaemonSets, each as namespace/name, one of which
#       must collect metrics on a node of AWS; an empty list asks for none."}
#     eks_logs: {type: array, items: {type: string}, description: "DaemonSets, each as namespace/name, one of which must
#       collect logs on a node of AWS; an empty list asks for none."}
#     aks_metrics: {type: array, items: {type: string}, description: "DaemonSets, each as namespace/name, one of which
#       must collect metrics on a node of Azure; an empty list asks for none."}
#     aks_logs: {type: array, items: {type: string}, description: "DaemonSets, each as namespace/name, one of which must
#       collect logs on a node of Azure; an empty list asks for none."}
package guiderail.monitoring.container_insights

import data.lib.guiderail.ctx
import data.lib.guiderail.node_agent

defaults := {
	"eks_metrics": ["amazon-cloudwatch/cloudwatch-agent", "amazon-cloudwatch/cloudwatch-agent-windows"],
	"eks_logs": [
		"amazon-cloudwatch/fluent-bit", "amazon-cloudwatch/fluent-bit-windows",
		"amazon-cloudwatch/fluentd-cloudwatch",
	],
	"aks_metrics": ["kube-system/ama-metrics-node", "kube-system/ama-metrics-win-node"],
	"aks_logs": ["kube-system/ama-logs", "kube-system/ama-logs-windows"],
}

parameters := object.union(defaults, ctx.parameters)

applies if _platform

violation contains finding if {
	not ctx.operation
	some finding in _findings
}

# In a request the agents may be yet to come.
unknown contains finding if {
	ctx.operation
	some finding in _findings
}

_findings contains {"msg": msg, "details": {"path": ["metadata", "name"]}} if {
	some subject in ["metrics", "logs"]
	names := parameters[sprintf("%s_%s", [_platform.key, subject])]
	count(names) > 0
	count(node_agent.running(names)) == 0
	msg := sprintf("no DaemonSet collects %s on the node; %s", [subject, _platform.advice])
}

_platform := _platforms[node_agent.provider] if not node_agent.is_virtual

_platforms := {
	"aws": {"key": "eks", "advice": "install the EKS add-on amazon-cloudwatch-observability"},
	"azure": {"key": "aks", "advice": "turn on Container insights and managed Prometheus of the cluster"},
}

# METADATA
# title: Every node must collect the metrics and logs of its containers
# description: |
#   A container's metrics and logs are lost with it unless an agent on its node sends them on. Nobody
#   then notices an attack, and nobody can investigate it afterwards. CloudWatch and Azure Monitor
#   Container insights run as DaemonSets, and a node that they skip is a blind spot. Fargate and virtual
#   nodes cannot run DaemonSets and are not checked.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html
#   - https://learn.microsoft.com/en-us/azure/azure-monitor/containers/kubernetes-monitoring-enable
# custom:
#   severity: medium
#   requirements: [MON-04]
#   match: [{groups: [""], kinds: [Node]}]
#   remediation: Install the EKS add-on amazon-cloudwatch-observability, or enable Container insights and managed
#     Prometheus on the AKS cluster, with tolerations for the taints of every node.
#   parameters:
#     eks_metrics: {type: array, items: {type: string}, description: "DaemonSets, each as namespace/name, one of which
#       must collect metrics on every AWS node. An empty list requires none."}
#     eks_logs: {type: array, items: {type: string}, description: "DaemonSets, each as namespace/name, one of which must
#       collect logs on every AWS node. An empty list requires none."}
#     aks_metrics: {type: array, items: {type: string}, description: "DaemonSets, each as namespace/name, one of which
#       must collect metrics on every Azure node. An empty list requires none."}
#     aks_logs: {type: array, items: {type: string}, description: "DaemonSets, each as namespace/name, one of which must
#       collect logs on every Azure node. An empty list requires none."}
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

# METADATA
# title: Every node must collect the metrics and logs of its containers
# description: |
#   Unless an agent on its node sends them on, a container's metrics and logs are lost with it. Nobody then
#   notices an attack or can investigate it. The agents of CloudWatch and Azure Monitor are DaemonSets.
#   Fargate and virtual nodes cannot run these and are not checked.
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
import data.lib.guiderail.finding
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

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains node_agent.absence(names, msg) if {
	some subject in ["metrics", "logs"]
	names := parameters[sprintf("%s_%s", [_platform.key, subject])]
	count(names) > 0
	msg := sprintf("no DaemonSet collects %s on the node; %s", [subject, _platform.advice])
}

_platform := _platforms[node_agent.provider] if not node_agent.is_virtual

_platforms := {
	"aws": {"key": "eks", "advice": "install the EKS add-on amazon-cloudwatch-observability"},
	"azure": {"key": "aks", "advice": "enable Container insights and managed Prometheus on the cluster"},
}

# METADATA
# title: An EKS cluster must have the add-ons that monitor its containers and nodes
# description: |
#   EKS collects no metrics and logs of containers by itself, and does not look for broken kernels, disks and networks
#   of nodes. The add-ons for CloudWatch Container Insights and for the health of nodes do. EKS Auto Mode includes the
#   latter.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/node-health.html
# custom:
#   severity: medium
#   requirements: [MON-04, MON-05]
#   match: [eks_clusters, addons]
#   remediation: Install the add-ons amazon-cloudwatch-observability and eks-node-monitoring-agent. Where another agent
#     does the same, take the add-on off the parameter addons.
#   parameters:
#     addons: {type: array, items: {type: string}, description: "The add-ons that a cluster has to have."}
#     in_auto_mode: {type: array, items: {type: string}, description: "Those of them that EKS Auto Mode includes."}
package guiderail.monitoring.addons

import data.lib.guiderail.addons
import data.lib.guiderail.ctx
import data.lib.guiderail.eks_clusters
import data.lib.guiderail.finding

defaults := {
	"addons": ["amazon-cloudwatch-observability", "eks-node-monitoring-agent"],
	"in_auto_mode": ["eks-node-monitoring-agent"],
}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_clusters) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": cluster.path, "msg": msg, "is_open": is_open} if {
	some name in parameters.addons
	count(addons.named(name)) == 0
	some cluster in _clusters
	not _includes(cluster, name)
	is_open := _may_include(cluster, name)
	msg := sprintf("%s: %s", [cluster.title, _said(name, is_open)])
}

# What AWS describes of a cluster does not list its add-ons.
_clusters := [cluster | some cluster in eks_clusters.all; cluster.format != "aws"]

_includes(cluster, name) if {
	cluster.auto_mode.value
	name in parameters.in_auto_mode
}

default _may_include(_, _) := false

_may_include(_, name) if addons.may_be_there(name)

_may_include(cluster, name) if {
	cluster.auto_mode.is_known == false
	name in parameters.in_auto_mode
}

_said(name, false) := sprintf("there is no add-on %s", [name])

_said(name, true) := sprintf("whether there is an add-on %s is not known", [name])

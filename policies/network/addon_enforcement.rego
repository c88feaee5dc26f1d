# METADATA
# title: An EKS cluster must have network policies enforced by its network add-on
# description: |
#   The VPC CNI of EKS enforces network policies only if its add-on is told to. By default it does not: the API server
#   accepts every policy, and none has an effect. What other agents enforce, such as Calico or Cilium, is not seen in
#   the files of a cluster.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
# custom:
#   severity: high
#   requirements: [NETPOL-12]
#   match: [eks_clusters, addons]
#   remediation: Set enableNetworkPolicy to "true" in the configuration of the add-on vpc-cni.
#   parameters:
#     other_agent: {type: boolean, description: "Whether another agent than the VPC CNI enforces network policies. Then
#       nothing is reported."}
package guiderail.network.addon_enforcement

import data.lib.guiderail.addons
import data.lib.guiderail.ctx
import data.lib.guiderail.eks_clusters
import data.lib.guiderail.finding
import data.lib.guiderail.resources

defaults := {"other_agent": false}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(array.concat(addons.named("vpc-cni"), _clusters)) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": text.path, "msg": msg, "is_open": text.is_known == false} if {
	not _is_another_agent
	some addon in addons.named("vpc-cni")
	not _enforces(addon)
	text := addon.configuration
	msg := sprintf("%s: %s", [addon.title, _said(text)])
}

# The VPC CNI is there without an add-on too, and another agent may be.
_offences contains {"path": cluster.path, "msg": msg, "is_open": true} if {
	not _is_another_agent
	count(addons.named("vpc-cni")) == 0
	some cluster in _clusters
	cluster.auto_mode.value == false
	msg := sprintf("%s: without an add-on vpc-cni, it is not known what enforces network policies", [cluster.title])
}

# What AWS describes of a cluster does not list its add-ons.
_clusters := [cluster | some cluster in eks_clusters.all; cluster.format != "aws"]

_enforces(addon) if resources.is_true(addons.configuration(addon).enableNetworkPolicy)

_said(text) := sprintf("%s must set enableNetworkPolicy to \"true\"", [text.field]) if {
	text.is_known
} else := sprintf("whether %s sets enableNetworkPolicy to \"true\" is not known", [text.field])

_is_another_agent if parameters.other_agent

_is_another_agent if {
	some release in resources.of_type("helm_release")
	chart := resources.fact(release, ["chart"]).value
	is_string(chart)
	regex.match(`(^|/)(tigera-operator|calico|cilium)$`, chart)
}

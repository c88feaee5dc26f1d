# METADATA
# title: IAM must know the issuer of tokens of an EKS cluster
# description: |
#   Each EKS cluster has an issuer of tokens for ServiceAccounts, but IAM trusts it only once there is an OIDC provider
#   for it, which nothing creates by itself. Until then no pod can have an IAM role of its own by its ServiceAccount,
#   and all act as the node. EKS Pod Identity needs its agent instead, which Auto Mode includes.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
# custom:
#   severity: medium
#   requirements: [IRSA-06]
#   match: [eks_clusters, addons]
#   remediation: Set iam.withOIDC to true in eksctl. In Terraform and CloudFormation, make an OIDC provider for the
#     issuer of the cluster, with the audience sts.amazonaws.com, or install the add-on eks-pod-identity-agent.
#   parameters:
#     allow_pod_identity: {type: boolean, description: "Whether EKS Pod Identity is accepted instead of an OIDC
#       provider."}
#     audiences: {type: array, items: {type: string}, description: "The audiences of which a provider needs one."}
package guiderail.irsa.oidc_provider

import data.lib.guiderail.addons
import data.lib.guiderail.ctx
import data.lib.guiderail.eks_clusters
import data.lib.guiderail.finding
import data.lib.guiderail.resources

defaults := {"allow_pod_identity": true, "audiences": ["sts.amazonaws.com"]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(array.concat(_clusters, _providers)) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": _place(cluster), "msg": msg, "is_open": _may_have_agent} if {
	some cluster in _clusters
	not _gives_roles(cluster)
	msg := sprintf("%s: no pod can have an IAM role of its own without %s", [cluster.title, _needed[cluster.format]])
}

_offences contains {"path": audiences.path, "msg": msg, "is_open": audiences.is_known == false} if {
	some provider in _providers
	audiences := provider.audiences
	accepted := [audience | some audience in audiences.value; audience in parameters.audiences]
	count(accepted) == 0
	msg := sprintf("%s: %s", [provider.title, _said(audiences, _wanted)])
}

_wanted := concat(" or ", parameters.audiences)

_needed := {
	"cloudformation": "an AWS::IAM::OIDCProvider",
	"eksctl": "iam.withOIDC",
	"terraform": "an aws_iam_openid_connect_provider",
}

_place(cluster) := cluster.with_oidc.path if {
	cluster.format == "eksctl"
} else := cluster.path

# What AWS describes of a cluster does not tell what IAM knows.
_clusters := [cluster | some cluster in eks_clusters.all; cluster.format != "aws"]

_gives_roles(cluster) if cluster.with_oidc.value

_gives_roles(_) if count(_providers) > 0

_gives_roles(cluster) if {
	parameters.allow_pod_identity
	cluster.auto_mode.value
}

_gives_roles(_) if {
	parameters.allow_pod_identity
	count(addons.named("eks-pod-identity-agent")) > 0
}

default _may_have_agent := false

_may_have_agent if {
	parameters.allow_pod_identity
	addons.may_be_there("eks-pod-identity-agent")
}

_providers := [{"title": resource.title, "audiences": audiences} |
	some type, field in {
		"aws_iam_openid_connect_provider": {"url": "url", "audiences": "client_id_list"},
		"AWS::IAM::OIDCProvider": {"url": "Url", "audiences": "ClientIdList"},
		"Custom::AWSCDKOpenIdConnectProvider": {"url": "Url", "audiences": "ClientIDList"},
	}
	some resource in resources.of_type(type)
	_may_be_of_eks(resources.fact(resource, [field.url]))
	audiences := resources.list(resource, [field.audiences])
]

_may_be_of_eks(url) if not url.is_known

_may_be_of_eks(url) if {
	is_string(url.value)
	regex.match(`^(https://)?oidc[.-]eks\.`, url.value)
}

_said(audiences, wanted) := sprintf("%s lacks %s, so no ServiceAccount can take a role", [audiences.field, wanted]) if {
	audiences.is_known
} else := sprintf("whether %s has %s is not known", [audiences.field, wanted])

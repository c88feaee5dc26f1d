# METADATA
# title: Programs that call AWS must have a role of their own, not that of the node
# description: |
#   A pod without a role of its own calls AWS as the node that it runs on. What it may do every other pod
#   of the node may do as well, one that an attacker took over included, and CloudTrail tells only the
#   node. Keeping pods from the metadata service does not help against those on the host's network.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# custom:
#   severity: medium
#   requirements: [IRSA-11]
#   match: [workload]
#   namespaces: [kube-system]
#   remediation: Give the program a ServiceAccount with an IAM role of its own by eks.amazonaws.com/role-arn or by EKS
#     Pod Identity, and take the rights from the node's role.
#   parameters:
#     images:
#       type: object
#       additionalProperties: {type: string}
#       description: Programs that call AWS, by the last part of the image's name, with the argument (or the flag,
#         whatever its value) by which they do; empty where they always do.
#     pod_identities:
#       type: array
#       items: {type: string}
#       description: ServiceAccounts, each as namespace/name, that have an EKS Pod Identity association which no object
#         in the cluster shows.
package guiderail.irsa.node_role

import data.lib.guiderail.ctx
import data.lib.guiderail.image
import data.lib.guiderail.placeholder
import data.lib.guiderail.service_account
import data.lib.guiderail.workload

defaults := {
	"images": {
		"amazon-k8s-cni": "",
		"aws-alb-ingress-controller": "",
		"aws-ebs-csi-driver": "controller",
		"aws-efs-csi-driver": "--delete-access-point-root-dir",
		"aws-for-fluent-bit": "",
		"aws-load-balancer-controller": "",
		"aws-xray-daemon": "",
		"cloudwatch-agent": "",
		"cluster-autoscaler": "--cloud-provider=aws",
		"external-dns": "--provider=aws",
	},
	"pod_identities": [],
}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_callers) > 0

violation contains finding.said if {
	some finding in _findings
	not _may_differ(finding.account)
}

unknown contains finding.said if {
	some finding in _findings
	_may_differ(finding.account)
}

_findings contains {"said": {"msg": msg, "details": {"path": path}}, "account": account} if {
	some pod in service_account.pods
	caller := [use.title | some use in _callers; workload.pods[use.pod].path == pod.path][0]
	account := service_account.qualified(pod.account)
	not _has_role(account)
	path := workload.field_path(pod, "serviceAccountName")
	msg := sprintf("%s calls AWS with the role of the node, since ServiceAccount %s %s; give it a role of its own, or list it in pod_identities if an association that no object shows gives it one", [caller, account, _state(account)])
}

# The account may still come.
_may_differ(account) if {
	ctx.operation
	_state(account) == "is not there"
}

_may_differ(account) if placeholder.is_in(account)

_callers := [use |
	some use in image.uses
	components := split(use.parts.repository, "/")
	argument := parameters.images[components[count(components) - 1]]
	container := object.get(ctx.resource, array.slice(use.path, 0, count(use.path) - 1), {})
	_has_argument(container, argument)
	not _has_keys(container)
	not _is_told_role(container)
]

_has_argument(_, "")

_has_argument(container, argument) if {
	argument != ""
	words := [word | some field in ["command", "args"]; some word in container[field]; is_string(word)]
	some i, word in words
	_is_argument(word, concat("=", array.slice(words, i, i + 2)), argument)
}

_is_argument(word, _, argument) if word == argument

_is_argument(word, _, argument) if startswith(word, sprintf("%s=", [argument]))

_is_argument(_, pair, argument) if pair == argument

# Of keys irsa.static_credentials speaks.
_has_keys(container) if {
	some variable in container.env
	variable.name in {"AWS_ACCESS_KEY_ID", "AWS_SHARED_CREDENTIALS_FILE"}
	_is_set(variable)
	not variable.valueFrom.secretKeyRef.optional == true
}

_has_role(account) if account in parameters.pod_identities

_has_role(account) if {
	role := _found(account).metadata.annotations["eks.amazonaws.com/role-arn"]
	is_string(role)
	role != ""
}

# AWS' own controller writes associations as objects.
_has_role(account) if {
	[namespace, name] := split(account, "/")
	some association in data.inventory.namespace[_]["eks.services.k8s.aws/v1alpha1"].PodIdentityAssociation
	association.spec.namespace == namespace
	association.spec.serviceAccount == name
}

# Pods that run already were told when they were made, and given a token for it.
_has_role(account) if {
	[namespace, name] := split(account, "/")
	some pod in data.inventory.namespace[namespace].v1.Pod
	pod.spec.serviceAccountName == name
	_has_token(pod.spec)
	some container in pod.spec.containers
	_is_told_role(container)
}

_has_token(pod) if {
	some volume in pod.volumes
	some source in volume.projected.sources
	audience := source.serviceAccountToken.audience
	is_string(audience)
	regex.match(`^(pods\.eks|sts)\.amazonaws\.com(\.cn)?$`, audience)
}

# The SDKs of AWS then ask there and nowhere else. They pass over variables that are empty.
_is_told_role(container) if {
	variables := {variable.name | some variable in container.env; _is_set(variable)}
	_tells_role(variables)
}

_tells_role(variables) if "AWS_CONTAINER_CREDENTIALS_FULL_URI" in variables

_tells_role(variables) if {"AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"} - variables == set()

_is_set(variable) if {
	is_string(variable.value)
	variable.value != ""
}

_is_set(variable) if is_object(variable.valueFrom)

_state(account) := "has none" if {
	_found(account)
} else := "has none" if {
	endswith(account, "/default")
} else := "is not there"

_found(account) := data.inventory.namespace[namespace].v1.ServiceAccount[name] if {
	[namespace, name] := split(account, "/")
}

# METADATA
# title: Programs that call AWS must use an IAM role of their own, not the node's
# description: |
#   A pod without a role of its own calls AWS as the node it runs on. Every other pod on the node then
#   has the same rights, including one that an attacker took over, and CloudTrail shows only the node.
#   Blocking access to the metadata service does not stop pods on the host's network.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# custom:
#   severity: medium
#   requirements: [IRSA-11]
#   match: [workload]
#   namespaces: [kube-system]
#   remediation: Give the program a ServiceAccount with an IAM role of its own, through the annotation
#     eks.amazonaws.com/role-arn or EKS Pod Identity, and then remove the rights from the node's role.
#   parameters:
#     images: {type: object, additionalProperties: {type: string}, description: "Programs that call AWS. The key is the
#       last part of the image's name; the value is the argument, or the flag with any value, that makes the program
#       call AWS. An empty value means that it always does."}
#     pod_identities: {type: array, items: {type: string}, description: "ServiceAccounts, each as namespace/name, with
#       an EKS Pod Identity association that no object in the cluster shows."}
package guiderail.irsa.node_role

import data.lib.guiderail.account_role
import data.lib.guiderail.aws_caller
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
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

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": path, "msg": msg, "is_open": _may_differ(account, state)} if {
	some pod in service_account.pods
	caller := [use.title | some use in _callers; workload.pods[use.pod].path == pod.path][0]
	account := service_account.qualified(pod.account)
	not account in parameters.pod_identities
	not account_role.has_role(account)
	path := workload.field_path(pod, "serviceAccountName")
	state := account_role.state(account)
	what := sprintf("%s calls AWS with the node's role because ServiceAccount %s %s", [caller, account, state])
	msg := sprintf("%s; give it its own role or %s", [what, _alternative])
}

# The account may still come.
_may_differ(account, state) if {
	ctx.operation
	state == "is not among the given objects"
} else if {
	placeholder.is_in(account)
} else := false

_callers := [use |
	some use in image.uses
	components := split(use.parts.repository, "/")
	argument := parameters.images[components[count(components) - 1]]
	container := object.get(ctx.resource, array.slice(use.path, 0, count(use.path) - 1), {})
	aws_caller.has_argument(container, argument)
	not aws_caller.has_keys(container)
	not aws_caller.is_told_role(container)
]

_alternative := "add it to pod_identities if an association outside the given objects provides one"

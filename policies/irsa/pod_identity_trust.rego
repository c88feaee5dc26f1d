# METADATA
# title: The trust policy of a role for EKS Pod Identity must allow tagged sessions
# description: |
#   The agent of EKS Pod Identity tags each session with the cluster, namespace and service account of the pod. A role
#   that does not allow sts:TagSession as well as sts:AssumeRole is not given to any pod. With conditions on the tags
#   the role is for certain pods only; without, it is for those of every association that somebody makes for it.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
# custom:
#   severity: low
#   requirements: [IRSA-12]
#   match: [iam_documents]
#   remediation: Allow pods.eks.amazonaws.com both sts:AssumeRole and sts:TagSession. To name the pods, add a condition
#     StringEquals on aws:RequestTag/kubernetes-namespace and aws:RequestTag/kubernetes-service-account.
#   parameters:
#     needs_conditions: {type: boolean, description: "Whether a condition must name the account, the cluster or the pods
#       that may have the role."}
package guiderail.irsa.pod_identity_trust

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.iam_documents
import data.lib.guiderail.pod_identity

defaults := {"needs_conditions": false}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(pod_identity.all) > 0

applies if count(_unread) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_unread := iam_documents.unread("trust", "whether pods get the role")

_offences contains offence if some offence in _unread

_offences contains {"path": found.path, "msg": msg, "is_open": found.tags == "open"} if {
	some found in pod_identity.all
	found.tags != "yes"
	msg := sprintf("%s: %s", [found.title, _state[found.tags]])
}

_state := {
	"no": "no pod gets the role; allow sts:TagSession beside sts:AssumeRole",
	"open": "whether pods get the role is not known",
}

_offences contains {"path": found.path, "msg": msg, "is_open": found.any_pod == "open"} if {
	parameters.needs_conditions
	some found in pod_identity.all
	found.any_pod != "no"
	msg := sprintf("%s: %s", [found.title, _too_many])
}

_too_many := "every pod with an association gets the role; name the pods in conditions on aws:RequestTag"

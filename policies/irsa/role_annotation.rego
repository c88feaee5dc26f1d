# METADATA
# title: Role annotations must be on a service account and contain an IAM role's ARN
# description: |
#   EKS gives a pod its IAM role through one annotation of its service account. If the annotation is
#   misspelled, is on the pod instead, or does not contain the ARN of a role, it is silently ignored.
#   The pod then falls back to the node's role, which every pod on the node shares, or somebody gives it
#   a static key.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
# custom:
#   severity: medium
#   requirements: [IRSA-01]
#   match:
#     - workload
#     - groups: [""]
#       kinds: [ServiceAccount]
#   remediation: Set the annotation eks.amazonaws.com/role-arn on the ServiceAccount to the full ARN of the role,
#     arn:aws:iam::<account>:role/<name>.
package guiderail.irsa.role_annotation

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.placeholder
import data.lib.guiderail.workload

applies if count(_of_account) > 0

applies if {
	some pod in workload.pods
	some _ in pod.metadata.annotations
}

applies if {
	count(workload.pods) > 0
	some _ in ctx.resource.metadata.annotations
}

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_value(["metadata", "annotations", _key], title, role, wrong) if {
	role := _of_account[_key]
	title := sprintf("annotation %s", [_key])
	wrong := sprintf("%s; set arn:aws:iam::<account>:role/<name>", [_defect(role)])
}

violation contains {"msg": msg, "details": {"path": ["metadata", "annotations", name]}} if {
	some name, _ in _of_account
	name != _key
	regex.replace(lower(name), `[-_.]`, "") in _misspelt
	msg := sprintf("annotation %s has no effect; rename it to %s", [name, _key])
}

# Roles belong to service accounts. On a workload or its pods the annotation only seems to give one.
violation contains {"msg": _misplaced, "details": {"path": path}} if {
	some pod in workload.pods
	_ := pod.metadata.annotations[_key]
	path := array.concat(pod.metadata_path, ["annotations", _key])
}

violation contains {"msg": _misplaced, "details": {"path": ["metadata", "annotations", _key]}} if {
	count(workload.pods) > 0
	_ := ctx.resource.metadata.annotations[_key]
}

_key := "eks.amazonaws.com/role-arn"

_misplaced := sprintf("annotation %s has no effect here; set it on the ServiceAccount", [_key])

# As people write it, without hyphens, underscores and dots.
_misspelt := {
	"eksamazonawscom/rolearn", "eksamazonawscom/role", "eksamazonawscom/iamrolearn", "eksamazonawscom/iamrole",
	"eksamazoncom/rolearn", "eksamazonaws/rolearn", "eksawscom/rolearn", "eksawsamazoncom/rolearn",
	"eksamazonawscomrolearn",
	"amazonawscom/rolearn", "iamamazonawscom/rolearn", "eksamazonawscom/rolearns", "eksamazonawscom/arn",
}

_of_account := ctx.resource.metadata.annotations if {
	ctx.kind == "ServiceAccount"
	ctx.group == ""
	is_object(ctx.resource.metadata.annotations)
}

_defect(role) := "is empty, so pods get no role" if {
	role in {"", null}
} else := sprintf("is %s, which is not the ARN of an IAM role", [json.marshal(role)]) if {
	not _is_arn(role)
}

# Some signs of placeholders may stand in an ARN too.
_is_arn(role) if {
	is_string(role)
	not placeholder.is_in(role)
	regex.match(`^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/([!-.0-~]+/)*[\w+=,.@-]{1,64}$`, role)
}

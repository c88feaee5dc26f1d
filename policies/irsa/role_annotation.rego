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
import data.lib.guiderail.placeholder
import data.lib.guiderail.workload

violation contains {"msg": msg, "details": {"path": ["metadata", "annotations", _key]}} if {
	defect := _defect(_of_account[_key])
	msg := sprintf("annotation %s %s; set arn:aws:iam::<account>:role/<name>", [_key, defect])
}

violation contains {"msg": msg, "details": {"path": ["metadata", "annotations", name]}} if {
	some name, _ in _of_account
	name != _key
	regex.replace(lower(name), `[-_.]`, "") in _misspelt
	msg := sprintf("annotation %s has no effect; its name is %s", [name, _key])
}

# Roles belong to service accounts. On a workload or its pods the annotation only seems to give one.
violation contains {"msg": _misplaced, "details": {"path": path}} if {
	some pod in workload.pods
	_ := pod.metadata.annotations[_key]
	path := array.concat(pod.metadata_path, ["annotations", _key])
}

violation contains {"msg": _misplaced, "details": {"path": ["metadata", "annotations", _key]}} if {
	_ := ctx.resource.metadata.annotations[_key]
	count(workload.pods) > 0
}

unknown contains {"msg": msg, "details": {"path": ["metadata", "annotations", _key]}} if {
	value := _of_account[_key]
	_is_open(value)
	msg := sprintf("annotation %s %s is still to be filled in", [_key, value])
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

_defect(value) := "is empty, so pods get no role" if {
	value in {"", null}
} else := sprintf("is %s, which is not an ARN of an IAM role", [json.marshal(value)]) if {
	not _is_role(value)
	not _is_open(value)
}

_is_role(value) if {
	is_string(value)
	regex.match(`^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/([!-.0-~]+/)*[\w+=,.@-]{1,64}$`, value)
}

_is_open(value) if {
	is_string(value)
	placeholder.is_in(value)
}

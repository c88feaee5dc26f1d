# METADATA
# title: Log groups of EKS control planes
# description: |
#   The log groups /aws/eks/CLUSTER/cluster under review, whether Terraform, CloudFormation or eksctl sets them up.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
#     - type: eksctl
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
package lib.guiderail.log_groups

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.references
import data.lib.guiderail.resources

# METADATA
# description: |
#   The log groups: `title`, and the facts `days` (for how long logs are kept; null or 0 for ever) and, but for eksctl,
#   which cannot set one, `has_key` (true if there is a KMS key).
all := array.concat(_made, _eksctl)

_made := [group |
	some type, field in {
		"aws_cloudwatch_log_group": {"name": "name", "days": "retention_in_days", "key": "kms_key_id"},
		"AWS::Logs::LogGroup": {"name": "LogGroupName", "days": "RetentionInDays", "key": "KmsKeyId"},
	}
	some resource in resources.of_type(type)
	_is_of_cluster(object.get(resource.values, field.name, null))
	group := {
		"title": resource.title,
		"days": resources.fact(resource, [field.days]),
		"has_key": _has_key(resource, [field.key]),
	}
]

# The name of the cluster may be left open, what surrounds it may not.
_is_of_cluster(name) if regex.match(`"/aws/eks/.+/cluster"`, json.marshal(name))

# A key that is yet to be made is a key.
_has_key(resource, steps) := object.union(resources.fact(resource, steps), {"value": true, "is_known": true}) if {
	references.is_reference(resource, steps)
} else := object.union(written, {"value": is_there}) if {
	written := resources.fact(resource, steps)
	is_there := count([text | some text in [written.value]; is_string(text); text != ""]) > 0
}

_eksctl := [{"title": title, "days": days} |
	artefact_type.under_review == "eksctl"
	is_object(object.get(ctx.resource, ["cloudWatch", "clusterLogging"], null))
	title := sprintf("ClusterConfig %v", [object.get(ctx.resource, ["metadata", "name"], "(no name)")])
	resource := {"format": "eksctl", "path": [], "values": ctx.resource}
	days := resources.fact(resource, ["cloudWatch", "clusterLogging", "logRetentionInDays"])
]

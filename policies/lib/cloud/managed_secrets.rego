# METADATA
# title: Secrets of AWS Secrets Manager
# description: |
#   The secrets and what belongs to them, in the form of `resources.fact`.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
# related_resources:
#   - https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html
package lib.guiderail.managed_secrets

import data.lib.guiderail.iam_documents
import data.lib.guiderail.references
import data.lib.guiderail.resources
import data.lib.guiderail.schedule

# METADATA
# description: |
#   The secrets: `title`, `path`, the fact `key` (the KMS key), `has_key` (whether that is a resource of the plan or
#   template), `rotations` (a fact of each, the longest time between two of them in days), `has_loose_rotation` (whether
#   there is a rotation that may be this one's) and `policies`, as `iam_documents.of` gives them.
all := [secret |
	some resource in resources.all
	fields := _fields[resource.type]
	secret := {
		"title": resource.title,
		"path": resource.path,
		"key": resources.fact(resource, fields.key),
		"has_key": _has_key(resource, fields.key),
		"rotations": [rotation |
			some part in references.attached(resource, fields.rotation)
			days := resources.fact(part, fields.days)
			rotation := _interval(days, resources.fact(part, fields.schedule))
		],
		"has_loose_rotation": _is_loose(fields.rotation),
		"policies": array.concat(
			[policy | policy := iam_documents.of(resource, fields.own_policy)],
			[policy |
				some part in references.attached(resource, fields.policy)
				policy := iam_documents.of(part, fields.document)
			],
		),
	}
]

_fields := {
	"aws_secretsmanager_secret": {
		"key": ["kms_key_id"],
		"rotation": "aws_secretsmanager_secret_rotation",
		"days": ["rotation_rules", 0, "automatically_after_days"],
		"schedule": ["rotation_rules", 0, "schedule_expression"],
		"own_policy": ["policy"],
		"policy": "aws_secretsmanager_secret_policy",
		"document": ["policy"],
	},
	"AWS::SecretsManager::Secret": {
		"key": ["KmsKeyId"],
		"rotation": "AWS::SecretsManager::RotationSchedule",
		"days": ["RotationRules", "AutomaticallyAfterDays"],
		"schedule": ["RotationRules", "ScheduleExpression"],
		"own_policy": ["ResourcePolicy"],
		"policy": "AWS::SecretsManager::ResourcePolicy",
		"document": ["ResourcePolicy"],
	},
}

default _is_loose(_) := false

_is_loose(type) if references.is_loose(type)

default _has_key(_, _) := false

_has_key(resource, steps) if references.is_reference(resource, steps)

# A schedule is the other way to say it.
_interval(days, timed) := object.union(days, {"value": _number(days.value)}) if {
	timed.is_known
	timed.value == null
} else := object.union(timed, {"value": schedule.days(timed.value)}) if {
	timed.is_known
} else := object.union(timed, {"value": null})

_number(days) := to_number(days) if {
	regex.match(`^[0-9]+$`, sprintf("%v", [days]))
} else := null

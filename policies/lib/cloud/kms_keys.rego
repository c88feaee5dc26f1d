# METADATA
# title: Keys of AWS KMS
# description: |
#   The keys that KMS can change by itself, and what is known of them, in the form of `resources.fact`.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
package lib.guiderail.kms_keys

import data.lib.guiderail.iam_documents
import data.lib.guiderail.resources

# METADATA
# description: |
#   The keys: `title`, `path`, `can_rotate` (false for asymmetric keys, those for HMAC, and keys made elsewhere), the
#   fact `rotation` and `policies`, as `iam_documents.of` gives them.
all := [key |
	some resource in resources.all
	fields := _fields[resource.type]
	key := {
		"title": resource.title,
		"path": resource.path,
		"can_rotate": _can_rotate(resource, fields),
		"rotation": resources.fact(resource, [fields.rotation]),
		"policies": [policy |
			some steps in [[fields.policy]]
			policy := iam_documents.of(resource, steps)
		],
	}
]

_fields := {
	"aws_kms_key": {
		"rotation": "enable_key_rotation",
		"policy": "policy",
		"kinds": {"customer_master_key_spec": "SYMMETRIC_DEFAULT", "key_usage": "ENCRYPT_DECRYPT"},
		"store": "custom_key_store_id",
	},
	"AWS::KMS::Key": {
		"rotation": "EnableKeyRotation",
		"policy": "KeyPolicy",
		"kinds": {"KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT", "Origin": "AWS_KMS"},
		"store": "CustomKeyStoreId",
	},
}

default _can_rotate(_, _) := true

_can_rotate(resource, fields) := false if {
	some field, kind in fields.kinds
	chosen := resources.fact(resource, [field]).value
	chosen != null
	chosen != kind
}

_can_rotate(resource, fields) := false if resources.fact(resource, [fields.store]).value != null

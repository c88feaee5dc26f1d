package lib.guiderail.kms_keys_test

import data.lib.guiderail.kms_keys

test_the_same_in_every_format[note] if {
	some note, case in {
		"a plan": {"document": plan({"enable_key_rotation": true, "policy": "{\"Statement\": []}"}), "want": [true, true, 1]},
		"a template": {"document": template({"EnableKeyRotation": true, "KeyPolicy": {"Statement": []}}), "want": [true, true, 1]},
		"one that signs, in a plan": {"document": plan({"customer_master_key_spec": "ECC_NIST_P256", "key_usage": "SIGN_VERIFY"}), "want": [false, null, 0]},
		"one that signs, in a template": {"document": template({"KeySpec": "ECC_NIST_P256", "CustomKeyStoreId": "cks"}), "want": [false, null, 0]},
		"one in a store": {"document": plan({"custom_key_store_id": "cks"}), "want": [false, null, 0]},
	}
	found := kms_keys.all with input as {"review": {"object": case.document}}
	[[key.can_rotate, key.rotation.value, count(key.policies)] | some key in found] == [case.want]
}

plan(after) := {"format_version": "1.2", "resource_changes": [{"address": "aws_kms_key.a", "type": "aws_kms_key", "change": {"after": after}}]}

template(properties) := {"Resources": {"A": {"Type": "AWS::KMS::Key", "Properties": properties}}}

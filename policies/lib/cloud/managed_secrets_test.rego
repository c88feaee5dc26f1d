package lib.guiderail.managed_secrets_test

import data.lib.guiderail.managed_secrets

test_the_same_in_every_format[note] if {
	some note, document in {
		"a plan": plan([
			change("aws_secretsmanager_secret", {"name": "a", "id": "arn:a", "kms_key_id": "alias/own", "policy": ""}),
			change("aws_secretsmanager_secret_rotation", {"secret_id": "arn:a", "rotation_rules": [{"automatically_after_days": 30}]}),
			change("aws_secretsmanager_secret_policy", {"secret_arn": "arn:a", "policy": "{\"Statement\": [{\"Effect\": \"Deny\"}]}"}),
		]),
		"a template": {"Resources": {
			"A": {"Type": "AWS::SecretsManager::Secret", "Properties": {"KmsKeyId": "alias/own"}},
			"R": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {
				"SecretId": {"Ref": "A"}, "RotationRules": {"ScheduleExpression": "rate(30 days)"},
			}},
			"P": {"Type": "AWS::SecretsManager::ResourcePolicy", "Properties": {"SecretId": {"Ref": "A"}, "ResourcePolicy": {"Statement": [{"Effect": "Deny"}]}}},
		}},
	}
	found := managed_secrets.all with input as {"review": {"object": document}}
	[[one.key.value, one.rotations[0].value, one.policies[0].statements[0].effect] | some one in found] == [["alias/own", 30, "Deny"]]
	not found[0].has_key
	not found[0].has_loose_rotation
}

test_has_key if {
	template := {"Resources": {
		"A": {"Type": "AWS::SecretsManager::Secret", "Properties": {"KmsKeyId": {"Fn::GetAtt": ["Key", "Arn"]}}},
		"Key": {"Type": "AWS::KMS::Key"},
	}}
	found := managed_secrets.all with input as {"review": {"object": template}}
	found[0].has_key
}

test_loose_rotation if {
	rotation := object.union(change("aws_secretsmanager_secret_rotation", {}), {"change": {"after_unknown": {"secret_id": true}}})
	found := managed_secrets.all with input as {"review": {"object": plan([change("aws_secretsmanager_secret", {"name": "a"}), rotation])}}
	found[0].rotations == []
	found[0].has_loose_rotation
}

plan(changes) := {"format_version": "1.2", "resource_changes": changes}

change(type, after) := {
	"address": sprintf("%s.a", [type]), "mode": "managed", "type": type, "name": "a", "change": {"actions": ["create"], "after": after},
}

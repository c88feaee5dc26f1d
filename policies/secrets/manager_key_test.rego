package guiderail.secrets.manager_key_test

import data.guiderail.secrets.manager_key

test_denied[note] if {
	some note, case in {
		"no key": {"resource": secret({}), "want": "KmsKeyId must be a KMS key of your own"},
		"the key of AWS": {"resource": secret({"KmsKeyId": "alias/aws/secretsmanager"}), "want": "KmsKeyId must be a KMS key of your own"},
		"no rotation": {"resource": key({}), "want": "EnableKeyRotation must be true, so that KMS changes the key every year"},
		"a policy": {"resource": key({"EnableKeyRotation": true, "KeyPolicy": allow("*")}), "want": "KeyPolicy lets in everyone; name those that need it"},
	}
	said := result(template(case.resource))
	{one.msg | some one in said.violation} == {sprintf("A (%s): %s", [case.resource.Type, case.want])}
	said.unknown == set()
}

test_allowed[note] if {
	some note, resource in {
		"a key by name": secret({"KmsKeyId": "alias/own"}),
		"a key of the template": secret({"KmsKeyId": {"Ref": "Key"}}),
		"rotation": key({"EnableKeyRotation": "true", "KeyPolicy": allow({"AWS": "111122223333"})}),
		"an asymmetric key": key({"KeySpec": "RSA_2048"}),
		"a key that is imported": key({"Origin": "EXTERNAL"}),
	}
	result(template(resource)) == {"violation": set(), "unknown": set()}
	manager_key.applies with input as {"review": {"object": template(resource)}}
}

test_unknown[note] if {
	some note, resource in {
		"a key": secret({"KmsKeyId": {"Ref": "Other"}}),
		"rotation": key({"EnableKeyRotation": {"Ref": "Other"}}),
		"a policy": key({"EnableKeyRotation": true, "KeyPolicy": {"Ref": "Other"}}),
	}
	said := result(template(resource))
	said.violation == set()
	count(said.unknown) == 1
}

test_silent if {
	subject := {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
	result(subject) == {"violation": set(), "unknown": set()}
	not manager_key.applies with input as {"review": {"object": subject}}
}

secret(properties) := {"Type": "AWS::SecretsManager::Secret", "Properties": properties}

key(properties) := {"Type": "AWS::KMS::Key", "Properties": properties}

allow(principal) := {"Statement": [{"Effect": "Allow", "Principal": principal, "Action": "kms:*", "Resource": "*"}]}

template(resource) := {"Resources": {"A": resource, "Key": key({"EnableKeyRotation": true})}}

result(subject) := {"violation": violation, "unknown": unknown} if {
	violation := manager_key.violation with input as {"review": {"object": subject}}
	unknown := manager_key.unknown with input as {"review": {"object": subject}}
}

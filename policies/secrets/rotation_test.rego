package guiderail.secrets.rotation_test

import data.guiderail.secrets.rotation

test_denied[note] if {
	some note, case in {
		"no rotation": {"rules": null, "want": "the secret is never rotated; rotate it at least every 90 days"},
		"too late": {"rules": {"AutomaticallyAfterDays": 91}, "want": "RotationRules.AutomaticallyAfterDays rotates the secret every 91 days; at least every 90 days is wanted"},
		"no schedule": {"rules": {}, "want": "RotationRules.AutomaticallyAfterDays must rotate the secret at least every 90 days"},
		"a text that is none": {"rules": {"ScheduleExpression": "monthly"}, "want": "RotationRules.ScheduleExpression must rotate the secret at least every 90 days"},
	}
	said := result(template(case.rules), {})
	{one.msg | some one in said.violation} == {sprintf("A (AWS::SecretsManager::Secret): %s", [case.want])}
	said.unknown == set()
}

test_allowed[note] if {
	some note, rules in {"days": {"AutomaticallyAfterDays": 90}, "a rate": {"ScheduleExpression": "rate(4 hours)"}}
	result(template(rules), {}) == {"violation": set(), "unknown": set()}
	rotation.applies with input as {"review": {"object": template(rules)}}
}

test_parameter if {
	count(result(template({"AutomaticallyAfterDays": 31}), {"days": 30}).violation) == 1
}

test_unknown[note] if {
	some note, subject in {
		"days": template({"AutomaticallyAfterDays": {"Ref": "Days"}}),
		"a schedule": template({"ScheduleExpression": {"Ref": "Schedule"}}),
		"which secret": {"Resources": {
			"A": {"Type": "AWS::SecretsManager::Secret"},
			"R": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {"SecretId": {"Fn::ImportValue": "secret"}}},
		}},
	}
	said := result(subject, {})
	said.violation == set()
	count(said.unknown) == 1
}

test_silent if {
	subject := {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
	result(subject, {}) == {"violation": set(), "unknown": set()}
	not rotation.applies with input as {"review": {"object": subject}}
}

template(rules) := {"Resources": object.union(
	{"A": {"Type": "AWS::SecretsManager::Secret"}},
	{id: {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": {"SecretId": {"Ref": "A"}, "RotationRules": rules}} |
		some id in ["R"]
		rules != null
	},
)}

result(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := rotation.violation with input as asked
	unknown := rotation.unknown with input as asked
}

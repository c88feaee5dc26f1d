package guiderail.secrets.infrastructure_literals_test

import data.guiderail.secrets.infrastructure_literals

written := "Wombat-4711"

test_denied[note] if {
	some note, case in {
		"a secret": {"subject": template(written), "want": "SecretString is a secret that is written out; have it generated or look it up"},
		"a text that is put together": {
			"subject": template({"Fn::Sub": "{\"host\": \"${DB}\", \"password\": \"Wombat-4711\"}"}),
			"want": "SecretString contains what looks like a secret (password); look it up at run time",
		},
	}
	said := result(case.subject, {})
	{one.msg | some one in said.violation} == {sprintf("A (AWS::SecretsManager::Secret): %s", [case.want])}
	said.unknown == set()
}

test_denied_in_a_chart[note] if {
	some note, setting in {
		"by its name": {"name": "auth.password", "value": written},
		"by its value": {"name": "a", "value": "https://app:Wombat-4711@db.example.org"},
	}
	count(result(plan("helm_release", {"set": [setting]}, {"set": [{"name": {"constant_value": setting.name}, "value": {}}]}), {}).violation) == 1
}

test_denied_parameter[note] if {
	some note, parameter in {
		"shown": {"Type": "String"},
		"shown, as a text": {"Type": "String", "NoEcho": "false"},
		"with a default": {"Type": "String", "NoEcho": true, "Default": written},
	}
	subject := {"Parameters": {"DbPassword": parameter}, "Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
	said := result(subject, {})
	count(said.violation) == 1
	infrastructure_literals.applies with input as {"review": {"object": subject}}
	every one in said.violation {
		not contains(one.msg, written)
	}
}

test_denied_default_of_a_hidden_parameter if {
	subject := {"Parameters": {"Other": {"Type": "String", "NoEcho": "true", "Default": written}}, "Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
	count(result(subject, {}).violation) == 1
}

test_allowed[note] if {
	some note, value in {
		"generated": null,
		"a parameter": {"Ref": "Given"},
		"a dynamic reference": "{{resolve:secretsmanager:db:SecretString:password}}",
		"one within a text": "postgres://app:{{resolve:secretsmanager:db}}@db",
		"what is still to be filled in": "changeme",
		"a text with variables": {"Fn::Sub": "{\"password\": \"${Given}\"}"},
		"nothing": "",
	}
	result(template(value), {}) == {"violation": set(), "unknown": set()}
}

test_allowed_parameters[note] if {
	some note, parameters in {
		"hidden": {"DbPassword": {"Type": "String", "NoEcho": true}},
		"an empty default": {"DbPassword": {"Type": "String", "NoEcho": true, "Default": ""}},
		"looked up": {"DbPassword": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/db/password"}},
		"another": {"Region": {"Type": "String", "Default": "eu-north-1"}},
	}
	result({"Parameters": parameters, "Resources": {"A": {"Type": "AWS::S3::Bucket"}}}, {}) == {"violation": set(), "unknown": set()}
}

test_unknown if {
	subject := plan("aws_secretsmanager_secret_version", {"secret_string": written}, {"secret_string": {"references": ["local.secret"]}})
	said := result(subject, {})
	said.violation == set()
	{one.msg | some one in said.unknown} == {"a: secret_string may be a secret that is written out; where it comes from is not known"}
	infrastructure_literals.applies with input as {"review": {"object": subject}}
}

test_parameters if {
	subject := plan("helm_release", {"set": [{"name": "colour", "value": "blue-4711"}]}, {"set": [{"name": {"constant_value": "colour"}, "value": {}}]})
	count(result(subject, {"name_patterns": ["^colour$"]}).violation) == 1
	count(result(subject, {"value_patterns": ["^blue"]}).violation) == 1
	result(subject, {}).violation == set()
}

test_texts if {
	subject := plan("aws_instance", {"user_data": "export DB_PASSWORD=Wombat-4711"}, {})
	count(result(subject, {}).violation) == 1
	infrastructure_literals.applies with input as {"review": {"object": subject}}
}

test_silent if {
	subject := {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
	result(subject, {}) == {"violation": set(), "unknown": set()}
	not infrastructure_literals.applies with input as {"review": {"object": subject}}
}

template(value) := {"Resources": {"A": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": value}}}}

plan(type, after, expressions) := {
	"format_version": "1.2",
	"resource_changes": [{"address": "a", "mode": "managed", "type": type, "name": "a", "change": {"actions": ["create"], "after": after}}],
	"configuration": {"root_module": {"resources": [{"mode": "managed", "type": type, "name": "a", "expressions": expressions}]}},
}

result(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := infrastructure_literals.violation with input as asked
	unknown := infrastructure_literals.unknown with input as asked
}

package lib.guiderail.infrastructure_secrets_test

import data.lib.guiderail.infrastructure_secrets

test_origin[note] if {
	some note, case in {
		"a constant": {"expression": {"constant_value": "x"}, "want": "literal"},
		"what a function makes": {"expression": {}, "want": "literal"},
		"another resource": {"expression": {"references": ["random_password.a.result", "random_password.a"]}, "want": "elsewhere"},
		"a variable": {"expression": {"references": ["var.given"]}, "want": "elsewhere"},
		"a variable with a default": {"expression": {"references": ["var.defaulted"]}, "want": "default"},
		"a variable that is set": {"expression": {"references": ["var.set"]}, "want": "elsewhere"},
		"a local value": {"expression": {"references": ["local.a"]}, "want": "open"},
		"nothing": {"expression": null, "want": "open"},
	}
	found := infrastructure_secrets.values with input as {"review": {"object": plan("a", case.expression)}}
	[[value.field, value.origin] | some value in found] == [["secret_string", case.want]]
}

test_origin_in_a_module if {
	found := infrastructure_secrets.values with input as {"review": {"object": plan("module.a.x", {"references": ["var.defaulted"]})}}
	[value.origin | some value in found] == ["open"]
}

test_no_configuration if {
	subject := object.remove(plan("a", {}), ["configuration"])
	found := infrastructure_secrets.values with input as {"review": {"object": subject}}
	[value.origin | some value in found] == ["open"]
}

test_a_setting_that_is_not_written if {
	subject := plan("a", {})
	release := {"format_version": "1.2", "resource_changes": [change("helm_release", {"set": [{"name": "n", "value": "d"}]})], "configuration": subject.configuration}
	found := infrastructure_secrets.values with input as {"review": {"object": release}}
	[value.origin | some value in found] == ["open"]
}

test_values_of_terraform if {
	changes := [
		change("aws_ssm_parameter", {"type": "SecureString", "value": "a"}),
		change("aws_ssm_parameter", {"type": "String", "value": "b"}),
		change("kubernetes_secret", {"data": {"k": "c"}}),
		change("helm_release", {"set": [{"name": "n", "value": "d"}], "set_sensitive": [{"name": "m", "value": "e"}]}),
	]
	subject := {"format_version": "1.2", "resource_changes": changes, "configuration": {"root_module": {"resources": [
		{"mode": "managed", "type": "helm_release", "name": "a", "expressions": {
			"set": [{"name": {"constant_value": "n"}, "value": {"constant_value": "d"}}], "set_sensitive": {"references": ["random_id.a"]},
		}},
		{"mode": "managed", "type": "kubernetes_secret", "name": "a", "expressions": {"data": {}}},
		{"mode": "managed", "type": "aws_ssm_parameter", "name": "a", "expressions": {"value": {}}},
	]}}}
	found := infrastructure_secrets.values with input as {"review": {"object": subject}}
	{[value.name, value.value, value.origin] | some value in found} == {["", "a", "literal"], ["k", "c", "literal"], ["n", "d", "literal"], ["m", "e", "elsewhere"]}
}

test_texts[note] if {
	some note, written in {
		"a text": "x",
		"in base64": {"Fn::Base64": "x"},
		"with variables": {"Fn::Base64": {"Fn::Sub": "x"}},
		"with values": {"Fn::Sub": ["x", {}]},
		"joined": {"Fn::Join": ["", ["x"]]},
	}
	found := infrastructure_secrets.texts with input as {"review": {"object": {"Resources": {"A": {"Type": "AWS::EC2::Instance", "Properties": {"UserData": written}}}}}}
	[text.text | some text in found] == ["x"]
}

test_joined_texts if {
	value := {"Fn::Join": ["-", ["x", {"Ref": "A"}]]}
	found := infrastructure_secrets.texts with input as {"review": {"object": {"Resources": {"A": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": value}}}}}}
	[text.text | some text in found] == ["x-${}"]
}

test_other_texts if {
	release := {"format_version": "1.2", "resource_changes": [change("helm_release", {"values": ["a: b", null]})]}
	charts := infrastructure_secrets.texts with input as {"review": {"object": release}}
	[[text.path, text.text] | some text in charts] == [[["resource_changes", 0, "change", "after", "values", 0], "a: b"]]
	config := {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "nodeGroups": [{"preBootstrapCommands": ["x"]}], "managedNodeGroups": [{"name": "m", "overrideBootstrapCommand": "y"}]}
	commands := infrastructure_secrets.texts with input as {"review": {"object": config}}
	[[text.title, text.text] | some text in commands] == [["nodeGroups 0", "x"], ["managedNodeGroups m", "y"]]
}

test_parameters if {
	template := {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}, "Parameters": {
		"A": {"Type": "String", "NoEcho": "true", "Default": "x"},
		"B": {"Type": "String"},
		"C": {"Type": "AWS::SSM::Parameter::Value<String>"},
	}}
	found := infrastructure_secrets.parameters with input as {"review": {"object": template}}
	[[parameter.name, parameter.is_hidden, parameter["default"]] | some parameter in found] == [["A", true, "x"], ["B", false, null]]
}

plan(address, expression) := {
	"format_version": "1.2",
	"variables": {"defaulted": {"value": "d"}, "set": {"value": "other"}, "given": {"value": "g"}},
	"resource_changes": [object.union(
		change("aws_secretsmanager_secret_version", {"secret_string": "x"}),
		{"address": address},
	)],
	"configuration": {"root_module": {
		"variables": {"defaulted": {"default": "d"}, "set": {"default": "d"}, "given": {}},
		"resources": [{"mode": "managed", "type": "aws_secretsmanager_secret_version", "name": "a", "expressions": {"secret_string": expression}}],
	}},
}

change(type, after) := {
	"address": sprintf("%s.a", [type]), "mode": "managed", "type": type, "name": "a", "change": {"actions": ["create"], "after": after},
}

test_files if {
	joined := "{\"host\":\"${aws_db_instance.a.address}\",\"password\":\"x\"}"
	files := {"resource": {
		"aws_db_instance": {"a": [{"password": "x"}], "b": [{"password": "${random_password.a.result}"}]},
		"aws_secretsmanager_secret_version": {"a": [{"secret_string": joined}], "b": [{}]},
	}}
	values := infrastructure_secrets.values with input as {"review": {"object": files}}
	[[value.title, value.origin] | some value in values] == [["aws_db_instance.a", "literal"]]
	texts := infrastructure_secrets.texts with input as {"review": {"object": files}}
	[text.text | some text in texts; text.title == "aws_secretsmanager_secret_version.a"] == [joined]
}

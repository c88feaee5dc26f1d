package lib.guiderail.addons_test

import data.lib.guiderail.addons

# The same add-on in every format.
test_formats[note] if {
	some note, document in {
		"a plan": plan({"addon_name": "vpc-cni", "configuration_values": `{"a": 1}`}, {}),
		"a template": {"Resources": {"A": {"Type": "AWS::EKS::Addon", "Properties": {"AddonName": "vpc-cni", "ConfigurationValues": "a: 1"}}}},
		"eksctl": {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "addons": [{"name": "vpc-cni", "configurationValues": "a: 1"}]},
	}
	[addon] := addons.named("vpc-cni") with input as {"review": {"object": document}}
	addons.configuration(addon) == {"a": 1}
	others := addons.named("coredns") with input as {"review": {"object": document}}
	others == []
	not addons.may_be_there("coredns") with input as {"review": {"object": document}}
}

test_a_name_that_is_not_known if {
	document := plan({}, {"addon_name": true})
	addons.may_be_there("vpc-cni") with input as {"review": {"object": document}}
}

test_no_configuration[note] if {
	some note, text in {"none": null, "no object": "a", "no YAML": "{", "no text": {"a": 1}}
	addons.configuration({"configuration": {"value": text}}) == {}
}

plan(after, unknown) := {"format_version": "1.2", "resource_changes": [{
	"address": "aws_eks_addon.a", "type": "aws_eks_addon", "name": "a",
	"change": {"actions": ["create"], "after": after, "after_unknown": unknown},
}]}

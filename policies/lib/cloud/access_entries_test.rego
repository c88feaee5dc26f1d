package lib.guiderail.access_entries_test

import data.lib.guiderail.access_entries

# The same entry in every format.
test_formats[note] if {
	some note, document in {
		"a plan": {"format_version": "1.2", "resource_changes": [
			change("aws_eks_access_entry", {"principal_arn": "arn:r", "kubernetes_groups": ["ops"]}),
			change("aws_eks_access_policy_association", {"principal_arn": "arn:r", "policy_arn": "arn:p", "access_scope": [{"type": "cluster"}]}),
		]},
		"a template": {"Resources": {"A": {"Type": "AWS::EKS::AccessEntry", "Properties": {
			"PrincipalArn": "arn:r", "KubernetesGroups": ["ops"],
			"AccessPolicies": [{"PolicyArn": "arn:p", "AccessScope": {"Type": "cluster"}}],
		}}}},
		"eksctl": config({"accessConfig": {"accessEntries": [{
			"principalARN": "arn:r", "kubernetesGroups": ["ops"],
			"accessPolicies": [{"policyARN": "arn:p", "accessScope": {"type": "cluster"}}],
		}]}}),
	}
	[policy] := access_entries.policies with input as {"review": {"object": document}}
	[policy.principal.value, policy.policy.value, policy.scope.value] == ["arn:r", "arn:p", "cluster"]
	[group] := access_entries.groups with input as {"review": {"object": document}}
	[group.principal.value, group.groups.value] == ["arn:r", ["ops"]]
}

test_mappings if {
	document := config({"iamIdentityMappings": [{"arn": "arn:r", "groups": ["ops"]}, {"account": "111122223333"}]})
	found := access_entries.groups with input as {"review": {"object": document}}
	[entry.groups.value | some entry in found] == [["ops"], []]
	accounts := access_entries.accounts with input as {"review": {"object": document}}
	accounts == [{"title": "iamIdentityMappings[1]", "path": ["iamIdentityMappings", 1, "account"], "account": "111122223333"}]
}

change(type, after) := {
	"address": sprintf("%s.a", [type]), "type": type, "name": "a",
	"change": {"actions": ["create"], "after": after, "after_unknown": {}},
}

config(more) := object.union({"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig"}, more)

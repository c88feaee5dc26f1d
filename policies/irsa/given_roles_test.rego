package lib.guiderail.given_roles_test

import data.lib.guiderail.given_roles

test_missing[note] if {
	some note, [documents, objects, wanted] in {
		"no infrastructure": [{}, [account], {"arn:aws:iam::111122223333:role/till"}],
		"another role": [{"a": files("stock", "x")}, [account], {"arn:aws:iam::111122223333:role/till"}],
		"the role": [{"a": files("till", "x")}, [account], set()],
		"a role without a known name": [{"a": files("${var.name}", "x")}, [account], set()],
		"no role named": [{"a": files("stock", "x")}, [object.remove(account, ["metadata"])], set()],
		"a placeholder": [{}, [{"metadata": {"annotations": {"eks.amazonaws.com/role-arn": "${ROLE}"}}}], {"${ROLE}"}],
		"no ARN": [{}, [{"metadata": {"annotations": {"eks.amazonaws.com/role-arn": "till"}}}], set()],
		"an association that is not known": [
			{"a": {"resource": {"aws_eks_pod_identity_association": {"a": [{"namespace": "shop", "service_account": "till", "role_arn": "${module.a.arn}"}]}}}},
			[], {"the role of aws_eks_pod_identity_association.a"},
		],
		"an association": [{"a": files("stock", "till")}, [], {"arn:aws:iam::111122223333:role/other"}],
		"an association of another account": [{"a": files("stock", "x")}, [], set()],
	}
	shown := given_roles.missing("shop", "till") with data.inventory as {
		"cluster": {"inventory.guiderail/v1": {"Infrastructure": documents}},
		"namespace": {"shop": {"v1": {"ServiceAccount": {"till": made | some made in objects}}}},
	}
	shown == wanted
}

account := {"metadata": {"annotations": {"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/till"}}}

files(name, associated) := {"resource": {
	"aws_iam_role": {"a": [{"name": name}]},
	"aws_eks_pod_identity_association": {"a": [{
		"namespace": "shop", "service_account": associated, "role_arn": "arn:aws:iam::111122223333:role/other",
	}]},
}}

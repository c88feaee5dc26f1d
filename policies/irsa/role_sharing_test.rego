package guiderail.irsa.role_sharing_test

import data.guiderail.irsa.role_sharing

arn := "arn:aws:iam::111122223333:role/shop"

key := "eks.amazonaws.com/role-arn"

test_denied_shared if {
	inventory := {"namespace": {
		"shop": {"v1": {"ServiceAccount": {"app": account("shop", "app", arn), "report": account("shop", "report", arn)}}},
		"till": {"v1": {"ServiceAccount": {"app": account("till", "app", arn), "free": account("till", "free", null)}}},
	}}
	said(account("shop", "app", arn), inventory, {}) == {finding("shop/report, till/app")}
	said(account("shop", "app", arn), inventory, {"shared_roles": [arn]}) == set()
	said(account("shop", "app", arn), inventory, {"shared_roles": ["arn:aws:iam::111122223333:role/sho"]}) == {finding("shop/report, till/app")}
}

test_denied_without_namespace if {
	subject := {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "app", "annotations": {key: arn}}}
	own := {"namespace": {"default": {"v1": {"ServiceAccount": {"app": subject}}}}}
	said(subject, own, {}) == set()
	said(subject, object.union(own, with_app("till", arn)), {}) == {finding("till/app")}
}

test_denied_default if {
	said(account("shop", "default", arn), {}, {}) == {{
		"msg": sprintf("annotation %s gives a role to service account default, which every pod that names no service account uses; use another service account", [key]),
		"details": {"path": ["metadata", "annotations", key]},
	}}
}

test_allowed[note] if {
	some note, inventory in {
		"alone": with_app("shop", arn),
		"other role": object.union(with_app("shop", arn), with_app("till", "arn:aws:iam::111122223333:role/till")),
		"nothing": {},
	}
	said(account("shop", "app", arn), inventory, {}) == set()
	role_sharing.applies with input as {"review": {"object": account("shop", "app", arn)}}
}

test_not_applicable[note] if {
	some note, object in {
		"no annotation": {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": "shop"}},
		"null": account("shop", "default", null),
		"empty": account("shop", "default", ""),
		"number": account("shop", "default", 5),
		"other kind": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "default", "annotations": {key: arn}}},
		"other group": json.patch(account("shop", "default", arn), [{"op": "replace", "path": "/apiVersion", "value": "example.org/v1"}]),
		"other kind of the group of associations": {"apiVersion": "eks.services.k8s.aws/v1alpha1", "kind": "Addon", "spec": {"serviceAccount": "default"}},
	}
	not role_sharing.applies with input as {"review": {"object": object}}
	said(object, with_app("till", arn), {}) == set()
}

finding(others) := {
	"msg": sprintf("annotation %s: role %s is also used by ServiceAccount %s; give each its own role", [key, arn, others]),
	"details": {"path": ["metadata", "annotations", key]},
}

said(subject, inventory, parameters) := violation if {
	violation := role_sharing.violation with input as {"review": {"object": subject}, "parameters": parameters} with data.inventory as inventory
}

with_app(namespace, role) := {"namespace": {namespace: {"v1": {"ServiceAccount": {"app": account(namespace, "app", role)}}}}}

account(namespace, name, role) := {
	"apiVersion": "v1", "kind": "ServiceAccount",
	"metadata": {"name": name, "namespace": namespace, "annotations": {key: role}},
}

test_association[note] if {
	some note, case in {
		"of the account default": {"apiVersion": "eks.services.k8s.aws/v1alpha1", "account": "default", "want": {{
			"msg": "spec.serviceAccount gives a role to service account default, which every pod that names no service account uses; use another service account",
			"details": {"path": ["spec", "serviceAccount"]},
		}}},
		"of another": {"apiVersion": "eks.services.k8s.aws/v1alpha1", "account": "till", "want": set()},
		"of a wrong type": {"apiVersion": "eks.services.k8s.aws/v1alpha1", "account": ["default"], "want": set()},
		"of another group": {"apiVersion": "example.org/v1", "account": "default", "want": set()},
	}
	role_sharing.violation == case.want with input as {"review": {"object": {
		"apiVersion": case.apiVersion,
		"kind": "PodIdentityAssociation",
		"metadata": {"name": "till", "namespace": "shop"},
		"spec": {"namespace": "shop", "serviceAccount": case.account, "roleARN": "arn:aws:iam::111122223333:role/till"},
	}}}
}

test_applies_to_an_association if {
	role_sharing.applies with input as {
		"apiVersion": "eks.services.k8s.aws/v1alpha1",
		"kind": "PodIdentityAssociation",
		"spec": {"serviceAccount": "till"},
	}
}

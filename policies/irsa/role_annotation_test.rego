package guiderail.irsa.role_annotation_test

import data.guiderail.irsa.role_annotation

key := "eks.amazonaws.com/role-arn"

test_denied_value[note] if {
	some note, value in {
		"the article's placeholder": "arn:aws:iam::aws-account-id:role/role-name",
		"account too short": "arn:aws:iam::12345678901:role/app",
		"account too long": "arn:aws:iam::1234567890123:role/app",
		"no account": "arn:aws:iam:::role/app",
		"region": "arn:aws:iam:eu-north-1:111122223333:role/app",
		"name alone": "app",
		"number": 111122223333,
		"user": "arn:aws:iam::111122223333:user/app",
		"policy": "arn:aws:iam::111122223333:policy/app",
		"instance profile": "arn:aws:iam::111122223333:instance-profile/app",
		"session": "arn:aws:sts::111122223333:assumed-role/app/session",
		"no name": "arn:aws:iam::111122223333:role/",
		"path alone": "arn:aws:iam::111122223333:role/team/",
		"space behind": "arn:aws:iam::111122223333:role/app ",
		"line break behind": "arn:aws:iam::111122223333:role/app\n",
		"space in it": "arn:aws:iam:: 111122223333:role/app",
		"full width": "arn:aws:iam::１11122223333:role/app",
		"another partition": "arn:azure:iam::111122223333:role/app",
		"wildcard": "arn:aws:iam::111122223333:role/*",
	}
	role_annotation.violation == {finding(
		sprintf("annotation %s is %s, which is not the ARN of an IAM role; set arn:aws:iam::<account>:role/<name>", [key, json.marshal(value)]),
		["metadata", "annotations", key],
	)} with input as account({key: value})
}

test_denied_empty[note] if {
	some note, value in {"empty": "", "null": null}
	role_annotation.violation == {finding(
		sprintf("annotation %s is empty, so pods get no role; set arn:aws:iam::<account>:role/<name>", [key]),
		["metadata", "annotations", key],
	)} with input as account({key: value})
}

test_denied_misspelt[name] if {
	some name in [
		"eks-amazonaws.com/role-arn", "eks.amazonaws.com/role_arn", "eks.amazonaws.com/roleArn", "eks.amazonaws.com/rolearn",
		"eks.amazonaws.com/role", "eks.amazonaws.com/iam-role-arn", "eks.aws.com/role-arn", "eks.amazonaws.com.role-arn",
		"EKS.amazonaws.com/role-arn", "eks.amazonaws.com/role-arns", "eks.amazonaws.com/arn", "eks.amazonaws.com/iam-role",
		"eks.amazon.com/role-arn", "eks.amazonaws/role-arn", "eks.aws.amazon.com/role-arn", "amazonaws.com/role-arn",
		"iam.amazonaws.com/role-arn",
	]
	role_annotation.violation == {finding(
		sprintf("annotation %s has no effect; rename it to %s", [name, key]),
		["metadata", "annotations", name],
	)} with input as account({name: "arn:aws:iam::111122223333:role/app"})
}

test_denied_on_pods[note] if {
	some note, case in {
		"pod": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": annotated, "spec": {}}, "paths": [[]]},
		"template": {
			"object": {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"metadata": annotated, "spec": {}}}},
			"paths": [["spec", "template"]],
		},
		"workload and template of a CronJob": {
			"object": {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": annotated, "spec": {"jobTemplate": {"spec": {"template": {"metadata": annotated, "spec": {}}}}}},
			"paths": [[], ["spec", "jobTemplate", "spec", "template"]],
		},
	}
	role_annotation.violation == {finding(
		sprintf("annotation %s has no effect here; set it on the ServiceAccount", [key]),
		array.concat(path, ["metadata", "annotations", key]),
	) |
		some path in case.paths
	} with input as {"review": {"object": case.object}}
}

test_allowed[note] if {
	some note, annotations in {
		"role": {key: "arn:aws:iam::111122223333:role/app"},
		"path": {key: "arn:aws:iam::111122223333:role/team/a_b+c=d,e.f@g-h"},
		"China": {key: "arn:aws-cn:iam::111122223333:role/app"},
		"GovCloud": {key: "arn:aws-us-gov:iam::111122223333:role/app"},
		"none": {},
		"null": null,
		"the other annotations": {
			"eks.amazonaws.com/sts-regional-endpoints": "true",
			"eks.amazonaws.com/token-expiration": "86400",
			"eks.amazonaws.com/audience": "sts.amazonaws.com",
			"azure.workload.identity/client-id": "00000000-0000-0000-0000-000000000000",
			"iam.gke.io/gcp-service-account": "app@project.iam.gserviceaccount.com",
		},
	}
	role_annotation.violation == set() with input as account(annotations)
	role_annotation.unknown == set() with input as account(annotations)
}

test_allowed_of_other_kinds[note] if {
	some note, object in {
		"pod without it": {"apiVersion": "v1", "kind": "Pod", "metadata": {"annotations": {"a": "b"}}, "spec": {}},
		"pod without metadata": {"apiVersion": "v1", "kind": "Pod", "spec": {}},
		"annotations null": {"apiVersion": "v1", "kind": "Pod", "metadata": {"annotations": null}, "spec": {}},
		"another kind": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"annotations": {key: "app"}}},
		"another group": {"apiVersion": "example.org/v1", "kind": "ServiceAccount", "metadata": {"annotations": {key: "app"}}},
	}
	role_annotation.violation == set() with input as {"review": {"object": object}}
}

test_applies if {
	role_annotation.applies with input as account({"a": "b"})
	role_annotation.applies with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"annotations": {"a": "b"}}, "spec": {}}
	role_annotation.applies with input as {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"annotations": {"a": "b"}}, "spec": {"template": {"spec": {}}}}
}

test_does_not_apply[note] if {
	some note, object in {
		"account without annotations": {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "app"}},
		"account with none": {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "app", "annotations": {}}},
		"pod without metadata": {"apiVersion": "v1", "kind": "Pod", "spec": {}},
		"annotations null": {"apiVersion": "v1", "kind": "Pod", "metadata": {"annotations": null}, "spec": {}},
		"annotations of another type": {"apiVersion": "v1", "kind": "Pod", "metadata": {"annotations": 7}, "spec": {}},
	}
	not role_annotation.applies with input as {"review": {"object": object}}
}

test_unknown[value] if {
	some value in [
		"{{ .Values.roleArn }}", "arn:aws:iam::<account>:role/app", "arn:aws:iam::${ACCOUNT}:role/app",
		"arn:aws:iam::111122223333:role/@NAME@",
	]
	role_annotation.violation == set() with input as account({key: value})
	role_annotation.unknown == {finding(sprintf("annotation %s %s is still to be filled in", [key, value]), ["metadata", "annotations", key])} with input as account({key: value})
}

annotated := {"annotations": {key: "arn:aws:iam::111122223333:role/app"}}

finding(msg, path) := {"msg": msg, "details": {"path": path}}

account(annotations) := {"review": {"object": {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "app", "annotations": annotations}}}}

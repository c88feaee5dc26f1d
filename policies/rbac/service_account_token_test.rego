package guiderail.rbac.service_account_token_test

import data.guiderail.rbac.service_account_token

absent := "pod: automountServiceAccountToken is not set, so a token for the API server is mounted unless the service account sets it to false; set it to false"

account_absent := "automountServiceAccountToken is not set, so every pod of this service account gets a token for the API server unless the pod itself sets it to false; set it to false"

test_denied_pod[note] if {
	some note, case in {
		"absent": {"spec": {}, "msg": absent},
		"null": {"spec": {"automountServiceAccountToken": null}, "msg": absent},
		"absent with an account": {"spec": {"serviceAccountName": "app"}, "msg": absent},
		"true": {"spec": {"automountServiceAccountToken": true}, "msg": says("true")},
		"text": {"spec": {"automountServiceAccountToken": "false"}, "msg": says(`"false"`)},
		"the token that admission mounts": {
			"spec": {"volumes": [{"name": "kube-api-access-x1", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}}]},
			"msg": absent,
		},
	}
	service_account_token.violation == {finding(case.msg, [])} with input as pod(case.spec)
	service_account_token.unknown == set() with input as pod(case.spec)
}

test_denied_cron_job if {
	cron_job := {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"initContainers": [{"name": "a"}]}}}}}}
	service_account_token.violation == {finding(absent, ["spec", "jobTemplate", "spec", "template"])} with input as cron_job
}

test_denied_account[note] if {
	some note, case in {
		"absent": {"account": {"metadata": {"name": "app"}}, "msg": account_absent},
		"null": {"account": {"metadata": {"name": "app"}, "automountServiceAccountToken": null}, "msg": account_absent},
		"generated name": {"account": {"metadata": {"generateName": "a-"}}, "msg": account_absent},
		"no metadata": {"account": {"metadata": null}, "msg": account_absent},
		"true": {
			"account": {"metadata": {"name": "app"}, "automountServiceAccountToken": true},
			"msg": "automountServiceAccountToken is true, so every pod of this service account gets a token for the API server unless the pod itself sets it to false; set it to false",
		},
		"true for the default account": {
			"account": {"metadata": {"name": "default"}, "automountServiceAccountToken": true},
			"msg": "automountServiceAccountToken is true, so every pod of this service account gets a token for the API server unless the pod itself sets it to false; set it to false",
		},
		"IRSA does not need it": {
			"account": {"metadata": {"name": "app", "annotations": {"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/app"}}},
			"msg": account_absent,
		},
	}
	service_account_token.violation == {{"msg": case.msg, "details": {"path": ["automountServiceAccountToken"]}}} with input as account(case.account)
}

test_allowed_pod[note] if {
	some note, spec in {
		"false": {"automountServiceAccountToken": false},
		"false with a token of its own": {
			"automountServiceAccountToken": false,
			"volumes": [{"name": "aws-iam-token", "projected": {"sources": [{"serviceAccountToken": {"audience": "sts.amazonaws.com", "path": "token"}}]}}],
		},
		"false in a container's place is not looked for": {"automountServiceAccountToken": false, "containers": [{"name": "a", "automountServiceAccountToken": true}]},
	}
	service_account_token.violation == set() with input as pod(spec)
	service_account_token.unknown == set() with input as pod(spec)
}

test_allowed_by_the_account[note] if {
	some note, spec in {
		"named": {"serviceAccountName": "quiet"},
		"null": {"serviceAccountName": "quiet", "automountServiceAccountToken": null},
		"in the older field": {"serviceAccount": "quiet"},
		"default": {},
	}
	service_account_token.violation == set() with input as pod(spec) with data.inventory as accounts
	service_account_token.unknown == set() with input as pod(spec) with data.inventory as accounts
}

test_allowed_by_the_account_in_the_namespace_default if {
	without := {"apiVersion": "v1", "kind": "Pod", "spec": {"serviceAccountName": "quiet"}}
	service_account_token.violation == set() with input as without with data.inventory as {"namespace": {"default": accounts.namespace.shop}}
}

test_denied_in_spite_of_the_account[note] if {
	some note, case in {
		"the pod outweighs it": {"spec": {"serviceAccountName": "quiet", "automountServiceAccountToken": true}, "msg": says("true")},
		"no such account": {"spec": {"serviceAccountName": "gone"}, "msg": absent},
		"the account of another namespace": {"spec": {"serviceAccountName": "other"}, "msg": absent},
	}
	service_account_token.violation == {finding(case.msg, [])} with input as pod(case.spec) with data.inventory as accounts
	service_account_token.unknown == set() with input as pod(case.spec) with data.inventory as accounts
}

test_unknown_by_the_account[note] if {
	some note, asked in {
		"the account's field is to be filled in": pod({"serviceAccountName": "open"}),
		"the account's name is to be filled in": pod({"serviceAccountName": "{{ACCOUNT}}"}),
		"the account may still come": {"review": object.union(pod({"serviceAccountName": "gone"}).review, {"operation": "CREATE"})},
	}
	service_account_token.violation == set() with input as asked with data.inventory as accounts
	service_account_token.unknown == {finding("pod: automountServiceAccountToken is not set; what counts cannot be told from here", [])} with input as asked with data.inventory as accounts
}

# The account default is there in every namespace, whoever sees it.
test_denied_in_an_admission_request if {
	review := object.union(pod({}).review, {"operation": "CREATE"})
	service_account_token.violation == {finding(absent, [])} with input as {"review": review} with data.inventory as {}
}

test_denied_by_the_account_in_spite_of_the_parameter if {
	asked := object.union(pod({"serviceAccountName": "silent"}), {"parameters": {"leave_to_service_account": true}})
	service_account_token.violation == set() with input as asked with data.inventory as accounts
}

# The account itself is the finding, once.
test_said_of_the_account[name] if {
	some name in ["loud", "silent"]
	service_account_token.violation == set() with input as pod({"serviceAccountName": name}) with data.inventory as accounts
	service_account_token.unknown == set() with input as pod({"serviceAccountName": name}) with data.inventory as accounts
}

test_the_account_default_says_nothing if {
	inventory := {"namespace": {"shop": {"v1": {"ServiceAccount": {"default": {}}}}}}
	service_account_token.violation == {finding(account_agrees("default"), [])} with input as pod({}) with data.inventory as inventory
}

test_bound_accounts_need_it[note] if {
	some note, asked in {
		"pod": pod({"serviceAccountName": "app"}),
		"pod that says yes": pod({"serviceAccountName": "app", "automountServiceAccountToken": true}),
		"account": account({"metadata": {"name": "app", "namespace": "shop"}}),
	}
	service_account_token.violation == set() with input as asked with data.inventory as bindings
	service_account_token.unknown == set() with input as asked with data.inventory as bindings
}

test_unknown_whether_bound if {
	said := `whether it is ServiceAccount "app" that a binding grants permissions, so it needs the token, depends on the namespace, which one of them leaves out`
	loose := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"serviceAccountName": "app"}}
	service_account_token.violation == set() with input as loose with data.inventory as bindings
	service_account_token.unknown == {finding(sprintf("pod: automountServiceAccountToken is not set; %s", [said]), [])} with input as loose with data.inventory as bindings
	service_account_token.violation == set() with input as account({"metadata": {"name": "app"}}) with data.inventory as bindings
	service_account_token.unknown == {{
		"msg": sprintf("automountServiceAccountToken is not set; %s", [said]),
		"details": {"path": ["automountServiceAccountToken"]},
	}} with input as account({"metadata": {"name": "app"}}) with data.inventory as bindings
}

test_denied_beside_bindings_of_others if {
	service_account_token.violation == {finding(absent, [])} with input as pod({"serviceAccountName": "other"}) with data.inventory as bindings
}

test_denied_in_spite_of_a_label_of_its_own if {
	labelled := {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"guiderail.dev/needs-api-token": "true"}}, "spec": {}}
	service_account_token.violation == {finding(absent, [])} with input as labelled
}

bindings := {"namespace": {"shop": {"rbac.authorization.k8s.io/v1": {"RoleBinding": {"b": {
	"metadata": {"namespace": "shop"},
	"subjects": [{"kind": "ServiceAccount", "name": "app", "namespace": "shop"}],
}}}}}}

accounts := {"namespace": {
	"shop": {"v1": {"ServiceAccount": {
		"default": {"automountServiceAccountToken": false},
		"quiet": {"automountServiceAccountToken": false},
		"loud": {"automountServiceAccountToken": true},
		"silent": {},
		"open": {"automountServiceAccountToken": "{{AUTOMOUNT}}"},
	}}},
	"till": {"v1": {"ServiceAccount": {"other": {"automountServiceAccountToken": false}}}},
}}

account_agrees(name) := sprintf("pod: automountServiceAccountToken is not set, so a token for the API server is mounted, and ServiceAccount %q does not set it to false; set it to false", [name])

test_allowed_exceptions[note] if {
	some note, written in {
		"pod of the cluster": {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "kube-system"}, "spec": {}},
		"account of the cluster": account({"metadata": {"name": "a", "namespace": "kube-system"}}).review.object,
		"account default, as the cluster makes it": account({"metadata": {"name": "default", "namespace": "shop"}}).review.object,
		"no account of Kubernetes": {"apiVersion": "example.org/v1", "kind": "ServiceAccount", "metadata": {"name": "a"}},
		"another kind": {"apiVersion": "v1", "kind": "Service", "spec": {}},
	}
	service_account_token.violation == set() with input as {"review": {"object": written}}
	service_account_token.unknown == set() with input as {"review": {"object": written}}
}

test_denied_near_exceptions[note] if {
	some note, metadata in {
		"label that is not true": {"labels": {"guiderail.dev/needs-api-token": "no"}},
		"label of the workload, not of its pods": {"labels": {"guiderail.dev/needs-api-token": "true"}},
		"namespace that only begins so": {"namespace": "kube-system-evil"},
	}
	service_account_token.violation == {finding(absent, ["spec", "template"])} with input as {
		"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": metadata,
		"spec": {"template": {"metadata": {"labels": {"guiderail.dev/needs-api-token": "false"}}, "spec": {}}},
	}
}

test_unknown_placeholder if {
	service_account_token.violation == set() with input as pod({"automountServiceAccountToken": "{{ .Values.automount }}"})
	service_account_token.unknown == {finding(
		`pod: automountServiceAccountToken is "{{ .Values.automount }}"; what counts cannot be told from here`,
		[],
	)} with input as pod({"automountServiceAccountToken": "{{ .Values.automount }}"})
	service_account_token.violation == set() with input as account({"automountServiceAccountToken": "${AUTOMOUNT}"})
}

test_parameters if {
	left := {"parameters": {"leave_to_service_account": true}}
	service_account_token.violation == set() with input as object.union(pod({"serviceAccountName": "app"}), left)
	service_account_token.unknown == {finding("pod: automountServiceAccountToken is not set; what counts cannot be told from here", [])} with input as object.union(pod({"serviceAccountName": "app"}), left)
	service_account_token.violation == {finding(absent, [])} with input as object.union(pod({}), left)
	service_account_token.violation == {finding(absent, [])} with input as object.union(pod({"serviceAccountName": "default"}), left)
	service_account_token.violation == {finding(says("true"), [])} with input as object.union(pod({"serviceAccountName": "app", "automountServiceAccountToken": true}), left)

	named := {"parameters": {"allowed_service_accounts": ["shop/app"]}}
	service_account_token.violation == set() with input as object.union(pod({"serviceAccountName": "app"}), named)
	service_account_token.violation == {finding(absent, [])} with input as object.union(pod({"serviceAccountName": "app-2"}), named)
	service_account_token.violation == set() with input as object.union(account({"metadata": {"name": "app", "namespace": "shop"}}), named)
	count(service_account_token.violation) == 1 with input as object.union(account({"metadata": {"name": "app", "namespace": "web"}}), named)

	labelled := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"api": "true"}}, "spec": {}}}}
	service_account_token.violation == set() with input as object.union(labelled, {"parameters": {"exception_label": "api"}})
	labelled_account := account({"metadata": {"name": "a", "labels": {"api": "true"}}})
	service_account_token.violation == set() with input as object.union(labelled_account, {"parameters": {"exception_label": "api"}})
	count(service_account_token.violation) == 1 with input as object.union(labelled_account, {"parameters": {"exception_label": "other"}})

	of_the_cluster := {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "kube-system"}, "spec": {}}
	service_account_token.violation == {finding(absent, [])} with input as {"review": {"object": of_the_cluster}, "parameters": {"exempt_namespaces": []}}
}

says(value) := sprintf("pod: automountServiceAccountToken is %s, so a token for the API server is mounted; set it to false, or list the account in allowed_service_accounts if the pod calls the API server", [value])

finding(msg, path) := {"msg": msg, "details": {"path": array.concat(path, ["spec", "automountServiceAccountToken"])}}

account(fields) := {"review": {"object": object.union({"apiVersion": "v1", "kind": "ServiceAccount"}, fields)}}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "shop"}, "spec": spec}}}

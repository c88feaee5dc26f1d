package guiderail.rbac.dedicated_service_account_test

import data.guiderail.rbac.dedicated_service_account

unset := "pod: serviceAccountName is not set, so the pod runs as the service account default of its namespace; use a dedicated service account"

default_account := "pod: serviceAccountName is default, the service account of every pod that names none; use a dedicated service account"

test_denied[note] if {
	some note, case in {
		"absent": {"spec": {}, "msg": unset},
		"null": {"spec": {"serviceAccountName": null}, "msg": unset},
		"empty": {"spec": {"serviceAccountName": ""}, "msg": unset},
		"no text": {"spec": {"serviceAccountName": 7}, "msg": unset},
		"default": {"spec": {"serviceAccountName": "default"}, "msg": default_account},
		"default in the old field": {"spec": {"serviceAccount": "default"}, "msg": default_account},
		"as an API server fills it in": {"spec": {"serviceAccountName": "default", "serviceAccount": "default"}, "msg": default_account},
		"without a token": {"spec": {"automountServiceAccountToken": false}, "msg": unset},
	}
	dedicated_service_account.violation == {finding(case.msg, [])} with input as pod(case.spec)
	dedicated_service_account.unknown == set() with input as pod(case.spec)
}

test_denied_cron_job if {
	cron_job := {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"initContainers": [{"name": "a"}]}}}}}}
	dedicated_service_account.violation == {finding(unset, ["spec", "jobTemplate", "spec", "template"])} with input as cron_job
}

test_allowed[note] if {
	some note, spec in {
		"of its own": {"serviceAccountName": "app"},
		"in the old field": {"serviceAccount": "app"},
		"a name that only begins so": {"serviceAccountName": "default-backend"},
	}
	dedicated_service_account.violation == set() with input as pod(spec)
	dedicated_service_account.unknown == set() with input as pod(spec)
}

test_allowed_pod_of_the_cluster if {
	dedicated_service_account.violation == set() with input as in_namespace("kube-system")
	dedicated_service_account.violation == {finding(unset, [])} with input as in_namespace("kube-system-evil")
}

test_silent_for_other_kinds if {
	dedicated_service_account.violation == set() with input as {"apiVersion": "v1", "kind": "Service", "spec": {}}
}

test_unknown if {
	dedicated_service_account.violation == set() with input as pod({"serviceAccountName": "<account>"})
	dedicated_service_account.unknown == {finding("pod: serviceAccountName is <account>, which is still to be filled in", [])} with input as pod({"serviceAccountName": "<account>"})
}

test_parameter if {
	dedicated_service_account.violation == {finding(unset, [])} with input as object.union(in_namespace("kube-system"), {"parameters": {"exempt_namespaces": []}})
}

finding(msg, path) := {"msg": msg, "details": {"path": array.concat(path, ["spec", "serviceAccountName"])}}

in_namespace(namespace) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": namespace}, "spec": {}}}}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

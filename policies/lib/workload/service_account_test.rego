package lib.guiderail.service_account_test

import data.lib.guiderail.service_account

test_of_pod[note] if {
	some note, case in {
		"named": {"spec": {"serviceAccountName": "app"}, "want": "app"},
		"named in the old field": {"spec": {"serviceAccount": "app"}, "want": "app"},
		"the new field outweighs the old one": {"spec": {"serviceAccountName": "app", "serviceAccount": "other"}, "want": "app"},
		"an empty one does not": {"spec": {"serviceAccountName": "", "serviceAccount": "other"}, "want": "other"},
		"absent": {"spec": {}, "want": ""},
		"null": {"spec": {"serviceAccountName": null, "serviceAccount": null}, "want": ""},
		"no text": {"spec": {"serviceAccountName": 7}, "want": ""},
	}
	service_account.of(case.spec) == case.want
	[pod.account | some pod in service_account.pods] == [case.want] with input as {"apiVersion": "v1", "kind": "Pod", "spec": case.spec}
}

test_account_of_a_part if {
	sidecars := {"apiVersion": "apps.kruise.io/v1alpha1", "kind": "SidecarSet", "spec": {"containers": []}}
	service_account.pods == [] with input as sidecars
	named := object.union(sidecars, {"spec": {"serviceAccountName": "app"}})
	[pod.account | some pod in service_account.pods] == ["app"] with input as named
}

test_assigned[note] if {
	some note, case in {
		"named": {"spec": {"serviceAccountName": "app"}, "want": ["app"]},
		"none": {"spec": {}, "want": []},
		"default": {"spec": {"serviceAccountName": "default"}, "want": []},
	}
	pod := {"apiVersion": "v1", "kind": "Pod", "spec": case.spec}
	[pod.account | some pod in service_account.assigned] == case.want with input as pod
}

test_nothing_for_other_kinds if {
	service_account.pods == [] with input as {"apiVersion": "v1", "kind": "Service", "spec": {"serviceAccountName": "app"}}
}

test_qualified if {
	service_account.qualified("app") == "shop/app" with input as {"kind": "Pod", "metadata": {"namespace": "shop"}}
	service_account.qualified("") == "shop/default" with input as {"kind": "Pod", "metadata": {"namespace": "shop"}}
	service_account.qualified("app") == "default/app" with input as {"kind": "Pod"}
}

package guiderail.rbac.account_exists_test

import data.guiderail.rbac.account_exists

test_denied[note] if {
	some note, case in {
		"another name": {"metadata": {"namespace": "shop"}, "name": "shop/tills"},
		"without a namespace beside others": {"metadata": {}, "name": "default/tills"},
	}
	said(workload(case.metadata, {"serviceAccountName": "tills"})) == {"violation": {sprintf("pod: serviceAccountName names ServiceAccount %q, which does not exist; correct the name or add it", [case.name])}, "unknown": set()}
}

test_unknown[note] if {
	some note, case in {
		"no account of the namespace": {"metadata": {"namespace": "web"}, "spec": {"serviceAccountName": "app"}, "msg": `"web/app", which is not among these objects; the cluster may have it`},
		"an account without a namespace": {"metadata": {"namespace": "shop"}, "spec": {"serviceAccountName": "loose"}, "msg": `"shop/loose", which is not among these objects; the cluster may have it`},
		"a placeholder": {"metadata": {"namespace": "shop"}, "spec": {"serviceAccount": "{{ NAME }}"}, "msg": `"shop/{{ NAME }}", which is still to be filled in`},
	}
	said(workload(case.metadata, case.spec)) == {"violation": set(), "unknown": {sprintf("pod: serviceAccountName names ServiceAccount %s", [case.msg])}}
}

test_allowed[note] if {
	some note, written in {
		"it is there": workload({"namespace": "shop"}, {"serviceAccountName": "till"}),
		"in the older field": workload({"namespace": "shop"}, {"serviceAccount": "till"}),
		"both without a namespace": workload({}, {"serviceAccountName": "loose"}),
		"none, which means default": workload({"namespace": "shop"}, {}),
		"default": workload({"namespace": "shop"}, {"serviceAccountName": "default"}),
		"another kind": object.union(workload({"namespace": "shop"}, {"serviceAccountName": "gone"}), {"kind": "Shop"}),
	}
	said(written) == {"violation": set(), "unknown": set()}
}

test_applies if {
	account_exists.applies with input as workload({}, {"serviceAccountName": "app"})
	not account_exists.applies with input as workload({}, {})
	not account_exists.applies with input as {"apiVersion": "v1", "kind": "Service"}
}

test_in_an_admission_request if {
	asked := {"review": {"operation": "CREATE", "object": workload({"namespace": "shop"}, {"serviceAccountName": "tills"})}}
	account_exists.violation == set() with input as asked with data.inventory as inventory
	{finding.msg | some finding in account_exists.unknown} == {`pod: serviceAccountName names ServiceAccount "shop/tills", which is not there yet`} with input as asked with data.inventory as inventory
}

test_parameters if {
	asked := {"review": {"object": workload({"namespace": "shop"}, {"serviceAccountName": "tills"})}, "parameters": {"known_service_accounts": ["shop/tills"]}}
	account_exists.violation == set() with input as asked with data.inventory as inventory
	account_exists.unknown == set() with input as asked with data.inventory as inventory
}

test_path if {
	{finding.details.path | some finding in account_exists.violation} == {["spec", "template", "spec", "serviceAccountName"]} with input as workload({"namespace": "shop"}, {"serviceAccountName": "tills"}) with data.inventory as inventory
}

said(written) := {"violation": violation, "unknown": unknown} if {
	violation := {finding.msg | some finding in account_exists.violation} with input as written with data.inventory as inventory
	unknown := {finding.msg | some finding in account_exists.unknown} with input as written with data.inventory as inventory
}

inventory := {"namespace": {
	"shop": {"v1": {"ServiceAccount": {"till": {"metadata": {"namespace": "shop"}}}}},
	"default": {"v1": {"ServiceAccount": {"loose": {"metadata": {"name": "loose"}}}}},
}}

workload(metadata, spec) := {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": {"template": {"spec": spec}}}

package lib.guiderail.token_need_test

import data.lib.guiderail.token_need

test_judged[note] if {
	some note, case in {
		"free": {"name": "idle", "namespace": "shop", "want": [[false, "is wrong"]]},
		"bound": {"name": "app", "namespace": "shop", "want": []},
		"open": {"name": "app", "namespace": "", "want": [[true, concat(" ", [
			`; whether it is ServiceAccount "app" that a binding grants permissions,`,
			"so it needs the token, depends on the namespace, which one of them leaves out",
		])]]},
	}
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": case.namespace}}
	judged := [j | j := token_need.judged(case.name, "is wrong")] with input as pod with data.inventory as inventory
	judged == case.want
}

test_settled[note] if {
	some note, case in {
		"the account says no": {"setting": null, "name": "app", "account": {"automountServiceAccountToken": false}, "want": true},
		"the account is a finding": {"setting": null, "name": "app", "account": {}, "want": true},
		"the account is the cluster's": {"setting": null, "name": "default", "account": {}, "want": false},
		"the account default says yes": {
			"setting": null, "name": "default", "account": {"automountServiceAccountToken": true},
			"want": true,
		},
		"no account is told": {"setting": null, "name": "app", "account": null, "want": false},
		"the pod says yes": {"setting": true, "name": "app", "account": {"automountServiceAccountToken": false}, "want": false},
	}
	[true | token_need.is_settled(case.setting, case.name, case.account)] == [true | case.want]
}

test_made_by_the_cluster[note] if {
	some note, case in {
		"default": {"name": "default", "setting": null, "want": true},
		"default that says yes": {"name": "default", "setting": true, "want": false},
		"another": {"name": "app", "setting": null, "want": false},
	}
	[true | token_need.is_made_by_the_cluster(case.name, case.setting)] == [true | case.want]
}

test_open[note] if {
	some note, case in {
		"setting to be filled in": {"setting": "${TOKEN}", "written": "app", "account": null, "leave": false, "want": true},
		"account's to be filled in": {
			"setting": null, "written": "app", "leave": false,
			"account": {"automountServiceAccountToken": "${TOKEN}"},
			"want": true,
		},
		"account to be filled in": {"setting": null, "written": "${NAME}", "account": null, "leave": false, "want": true},
		"left to an account that is not told": {"setting": null, "written": "app", "account": null, "leave": true, "want": true},
		"left to the account default": {"setting": null, "written": "default", "account": null, "leave": true, "want": false},
		"left to the account that is filled in": {"setting": null, "written": "", "account": null, "leave": true, "want": false},
		"not left to it": {"setting": null, "written": "app", "account": null, "leave": false, "want": false},
		"account is told": {"setting": null, "written": "app", "account": {}, "leave": true, "want": false},
		"setting": {"setting": true, "written": "${NAME}", "account": null, "leave": true, "want": false},
	}
	[true | token_need.is_open(case.setting, case.written, case.account, case.leave)] == [true | case.want]
}

# An account may come after what runs as it.
test_open_in_a_request[note] if {
	some note, case in {
		"a named one": {"written": "app", "want": true},
		"default": {"written": "default", "want": false},
	}
	request := {"review": {"operation": "CREATE", "object": {"apiVersion": "v1", "kind": "Pod"}}}
	[true | token_need.is_open(null, case.written, null, false)] == [true | case.want] with input as request
}

inventory := {"namespace": {"shop": {"rbac.authorization.k8s.io/v1": {"RoleBinding": {"b": {
	"metadata": {"namespace": "shop"},
	"roleRef": {"kind": "Role", "name": "deployer"},
	"subjects": [{"kind": "ServiceAccount", "name": "app"}],
}}}}}}

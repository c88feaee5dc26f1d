package guiderail.namespaces.label_guard_test

import data.guiderail.namespaces.label_guard

level := "pod-security.kubernetes.io/enforce"

ignore := "admission.gatekeeper.sh/ignore"

test_denied[note] if {
	some note, case in {
		"raised": {"before": {level: "baseline"}, "after": {level: "restricted"}, "want": {finding(level)}},
		"removed": {"before": {level: "baseline"}, "after": {}, "want": {finding(level)}},
		"added": {"before": {}, "after": {ignore: ""}, "want": {finding(ignore)}},
		"two": {
			"before": {level: "baseline", "team": "a"},
			"after": {"networking/allow-internet-access": "true"},
			"want": {finding(level), finding("networking/allow-internet-access")},
		},
	}
	label_guard.violation == case.want with input as request("UPDATE", case.before, case.after)
}

test_denied_on_creation if {
	label_guard.violation == {finding(ignore)} with input as request("CREATE", null, {level: "baseline", ignore: "yes"})
}

test_denied_without_labels if {
	label_guard.violation == {finding(level)} with input as {"review": {
		"operation": "UPDATE",
		"userInfo": {"username": "ann"},
		"object": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "sidecar", "labels": null}},
		"oldObject": namespace({level: "baseline"}),
	}}
}

test_denied_to_whom_nobody_knows if {
	count(label_guard.violation) == 1 with input as {"review": {"operation": "UPDATE", "object": namespace({}), "oldObject": namespace({level: "baseline"})}}
}

test_allowed[note] if {
	some note, case in {
		"other labels": {"before": {"team": "a"}, "after": {"team": "b", "networking": "x", "my-networking/a": "b", level: null}},
		"same": {"before": {level: "baseline"}, "after": {level: "baseline"}},
	}
	after := {label: value | some label, value in case.after; value != null}
	label_guard.applies with input as request("UPDATE", case.before, after)
	label_guard.violation == set() with input as request("UPDATE", case.before, after)
}

test_allowed_to[note] if {
	some note, case in {
		"administrators": {"user": {"username": "root", "groups": ["system:masters"]}, "parameters": {}},
		"a named user": {"user": {"username": "ann", "groups": []}, "parameters": {"allowed_users": ["ann"]}},
		"a named group": {"user": {"username": "ann", "groups": ["ops"]}, "parameters": {"allowed_groups": ["ops"]}},
	}
	review := object.union(request("UPDATE", {level: "baseline"}, {}).review, {"userInfo": case.user})
	label_guard.violation == set() with input as {"review": review, "parameters": case.parameters}
}

test_silent[note] if {
	some note, review in {
		"file or audit": {"object": namespace({ignore: ""})},
		"delete": {"operation": "DELETE", "object": null, "oldObject": namespace({level: "baseline"})},
		"other kind": {"operation": "CREATE", "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {ignore: ""}}}},
		"other group": {"operation": "CREATE", "object": {"apiVersion": "x.io/v1", "kind": "Namespace", "metadata": {"labels": {ignore: ""}}}},
	}
	not label_guard.applies with input as {"review": review}
	label_guard.violation == set() with input as {"review": review}
}

finding(label) := {
	"msg": sprintf(`user "ann" is not allowed to change label %s; have one of the allowed users or groups do it`, [label]),
	"details": {"path": ["metadata", "labels", label]},
}

namespace(labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "sidecar", "labels": labels}}

request("CREATE", null, after) := {"review": {
	"operation": "CREATE",
	"userInfo": {"username": "ann", "groups": ["staff"]},
	"object": namespace(after),
	"oldObject": null,
}}

request("UPDATE", before, after) := {"review": {
	"operation": "UPDATE",
	"userInfo": {"username": "ann", "groups": ["staff"]},
	"object": namespace(after),
	"oldObject": namespace(before),
}}

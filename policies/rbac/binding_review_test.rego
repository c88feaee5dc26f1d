package guiderail.rbac.binding_review_test

import data.guiderail.rbac.binding_review

annotation := "guiderail.dev/last-reviewed"

test_denied_without_date[note] if {
	some note, metadata in {
		"no annotations": {},
		"null annotations": {"annotations": null},
		"text": {"annotations": "none"},
		"other annotations": {"annotations": {"team": "a"}},
		"null": {"annotations": {annotation: null}},
		"label": {"labels": {annotation: "2026-01-31"}},
	}
	binding_review.violation == {finding("was never reviewed; set the annotation guiderail.dev/last-reviewed to the day of the review")} with input as binding(metadata)
	binding_review.unknown == set() with input as binding(metadata)
	binding_review.applies with input as binding(metadata)
}

test_denied_no_date[note] if {
	some note, case in {
		"empty": {"date": "", "shown": `""`},
		"words": {"date": "last spring", "shown": `"last spring"`},
		"another order": {"date": "31.01.2026", "shown": `"31.01.2026"`},
		"no day of the calendar": {"date": "2026-02-30", "shown": `"2026-02-30"`},
		"number": {"date": 2026, "shown": "2026"},
	}
	msg := sprintf("its annotation guiderail.dev/last-reviewed is %s, which is not a date; write it as 2026-01-31", [case.shown])
	binding_review.violation == {finding(msg)} with input as binding({"annotations": {annotation: case.date}})
	binding_review.unknown == set() with input as binding({"annotations": {annotation: case.date}})
}

test_denied_age[note] if {
	some note, case in {
		"old": {"date": "2025-08-01", "msg": "was last reviewed on 2025-08-01, more than 180 days ago; review it"},
		"old time": {"date": "2025-08-01T12:00:00+02:00", "msg": "was last reviewed on 2025-08-01T12:00:00+02:00, more than 180 days ago; review it"},
		"still to come": {"date": "2026-03-01", "msg": "says it was reviewed on 2026-03-01, which is in the future; write the day of the last review"},
	}
	review := object.union(binding({"annotations": {annotation: case.date}}), {"parameters": {"now": "2026-01-31T09:00:00Z"}})
	binding_review.violation == {finding(case.msg)} with input as review
	binding_review.unknown == set() with input as review
}

test_denied_cluster_role_binding if {
	written := {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}, "subjects": [
		{"kind": "Group", "name": "ops"},
		{"kind": "ServiceAccount", "name": "ci", "namespace": "build"},
	]}
	binding_review.violation == {{
		"msg": `ClusterRoleBinding gives ClusterRole "cluster-admin" to Group "ops", ServiceAccount "build/ci" and was never reviewed; set the annotation guiderail.dev/last-reviewed to the day of the review`,
		"details": {"path": ["metadata", "annotations", annotation]},
	}} with input as {"review": {"object": written}}
}

test_allowed_age[note] if {
	some note, reviewed in {
		"today": "2026-01-31",
		"half a year ago": "2025-08-05",
		"tomorrow where the reviewer lives": "2026-02-01",
		"time": "2026-01-31T08:00:00.5+01:00",
	}
	review := object.union(binding({"annotations": {annotation: reviewed}}), {"parameters": {"now": "2026-01-31T09:00:00Z"}})
	binding_review.violation == set() with input as review
	binding_review.unknown == set() with input as review
}

test_silent_for_what_is_not_privileged[note] if {
	some note, written in {
		"another role": json.patch(binding({}).review.object, [{"op": "replace", "path": "/roleRef/name", "value": "view"}]),
		"nobody": json.patch(binding({}).review.object, [{"op": "remove", "path": "/subjects"}]),
		"no role": json.patch(binding({}).review.object, [{"op": "remove", "path": "/roleRef"}]),
		"default binding": {
			"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "cluster-admin"},
			"roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}, "subjects": [{"kind": "Group", "name": "system:masters"}],
		},
		"another kind": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "admin"}},
	}
	binding_review.violation == set() with input as {"review": {"object": written}}
	binding_review.unknown == set() with input as {"review": {"object": written}}
	not binding_review.applies with input as {"review": {"object": written}}
}

test_unknown_age[note] if {
	some note, parameters in {"no present": {}, "no date for the present": {"now": "today"}}
	review := object.union(binding({"annotations": {annotation: "2026-01-31"}}), {"parameters": parameters})
	binding_review.violation == set() with input as review
	binding_review.unknown == {{
		"msg": "the last review was on 2026-01-31, and what day it is now is not known",
		"details": {"path": ["metadata", "annotations", annotation]},
	}} with input as review
}

test_parameters if {
	review := object.union(binding({"annotations": {"example.org/reviewed": "2026-01-01"}}), {"parameters": {
		"annotation": "example.org/reviewed", "max_age_days": 30, "now": "2026-01-31", "roles": ["admin"],
	}})
	binding_review.violation == set() with input as review

	stricter := object.union(review, {"parameters": {"max_age_days": 29}})
	{violation.msg | some violation in binding_review.violation} == {
		`RoleBinding gives ClusterRole "admin" to Group "leads" and was last reviewed on 2026-01-01, more than 29 days ago; review it`,
	} with input as stricter

	binding_review.violation == set() with input as object.union(review, {"parameters": {"max_age_days": 29, "roles": []}})
}

finding(msg) := {
	"msg": sprintf(`RoleBinding gives ClusterRole "admin" to Group "leads" and %s`, [msg]),
	"details": {"path": ["metadata", "annotations", annotation]},
}

binding(metadata) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "RoleBinding",
	"metadata": object.union({"name": "leads", "namespace": "shop"}, metadata),
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "admin"},
	"subjects": [{"kind": "Group", "name": "leads"}],
}}}

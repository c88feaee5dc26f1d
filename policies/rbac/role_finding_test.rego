package lib.guiderail.role_finding_test

import data.lib.guiderail.role_finding

test_offences if {
	role_finding.offences(table, [], "remove it") == {
		{"path": ["rules", 0, "resources", 0], "msg": msg("rules[0] (use on things)", "remove it"), "is_open": false},
		{"path": ["rules", 1, "resources", 0], "msg": msg("rules[1] (use on things, only for a)", "remove it"), "is_open": false},
		gap,
	} with input as role
}

test_nameable_offences if {
	role_finding.nameable_offences(table, [], "name them") == {
		{"path": ["rules", 0, "resources", 0], "msg": msg("rules[0] (use on things)", "name them"), "is_open": false},
		{"path": ["rules", 1, "resources", 0], "msg": msg("rules[1] (use on things, only for a)", "remove it"), "is_open": false},
		gap,
	} with input as role
}

test_gaps if role_finding.gaps(table, []) == {gap} with input as role

test_allowed if {
	role_finding.offences(table, ["shop/operator"], "remove it") == set() with input as role
	role_finding.nameable_offences(table, ["shop/operator"], "remove it") == set() with input as role
}

msg(title, advice) := sprintf(`%s: anyone bound to this Role can use things in namespace shop; %s`, [title, advice])

gap := {"path": ["rules", 2, "verbs", 0], "msg": "rules[2]: verbs ${VERB} is still to be filled in", "is_open": true}

table := {"example.org": [{"verbs": {"use"}, "resources": {"things"}, "is_by_name": true, "can": "use things"}]}

rule(changes) := object.union({"apiGroups": ["example.org"], "resources": ["things"], "verbs": ["use"]}, changes)

role := {
	"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
	"metadata": {"name": "operator", "namespace": "shop"},
	"rules": [rule({}), rule({"resourceNames": ["a"]}), rule({"verbs": ["${VERB}"]}), rule({"verbs": ["get"]})],
}

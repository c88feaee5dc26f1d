package guiderail.gatekeeper.enforcement_action_test

import data.guiderail.gatekeeper.enforcement_action

plain(action) := {
	"msg": sprintf("enforcementAction is %v, so violations are let through; set deny", [action]),
	"details": {"path": ["spec", "enforcementAction"]},
}

test_denied[action] if {
	some action in ["dryrun", "Deny", "deny ", "audit", 5]
	enforcement_action.violation == {plain(action)} with input as constraint({"enforcementAction": action})
}

test_denied_scoped[note] if {
	some note, scoped in {
		"null": null,
		"none": [],
		"counted": [{"action": "dryrun", "enforcementPoints": [{"name": "*"}]}],
		"elsewhere": [{"action": "deny", "enforcementPoints": [{"name": "gator.gatekeeper.sh"}, {"name": "audit.gatekeeper.sh"}]}],
		"nowhere": [{"action": "deny"}],
	}
	enforcement_action.violation == {{
		"msg": "scopedEnforcementActions has no action at the point validation.gatekeeper.sh, so violations are let through; set deny",
		"details": {"path": ["spec", "scopedEnforcementActions"]},
	}} with input as constraint({"enforcementAction": "scoped", "scopedEnforcementActions": scoped})
}

test_allowed[note] if {
	some note, spec in {
		"absent": {},
		"null": {"enforcementAction": null},
		"no spec": null,
		"deny": {"enforcementAction": "deny"},
		"warn": {"enforcementAction": "warn"},
		"scoped": {"enforcementAction": "scoped", "scopedEnforcementActions": [
			{"action": "dryrun", "enforcementPoints": [{"name": "audit.gatekeeper.sh"}]},
			{"action": "deny", "enforcementPoints": [{"name": "validation.gatekeeper.sh"}]},
		]},
		"scoped everywhere": {"enforcementAction": "scoped", "scopedEnforcementActions": [{"action": "warn", "enforcementPoints": [{"name": "*"}]}]},
	}
	enforcement_action.violation == set() with input as constraint(spec)
}

test_allowed_in_another_group if {
	enforcement_action.violation == set() with input as {"apiVersion": "example.org/v1", "kind": "K8sAllowedRepos", "spec": {"enforcementAction": "dryrun"}}
}

test_parameters if {
	review := constraint({"enforcementAction": "dryrun"})
	enforcement_action.violation == set() with input as object.union(review, {"parameters": {"allowed_constraints": ["c"]}})
	enforcement_action.violation == {plain("dryrun")} with input as object.union(review, {"parameters": {"allowed_constraints": ["c2"]}})
	enforcement_action.violation == {plain("warn")} with input as object.union(constraint({"enforcementAction": "warn"}), {"parameters": {"actions": ["deny"]}})
}

constraint(spec) := {"review": {"object": {
	"apiVersion": "constraints.gatekeeper.sh/v1beta1", "kind": "K8sAllowedRepos", "metadata": {"name": "c"}, "spec": spec,
}}}

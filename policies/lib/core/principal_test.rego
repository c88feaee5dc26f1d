package lib.guiderail.principal_test

import data.lib.guiderail.principal

ann := {"review": {"operation": "UPDATE", "userInfo": {"username": "ann", "groups": ["ops", "staff"]}}}

allowed(users, groups) := {"allowed_users": users, "allowed_groups": groups}

test_allowed_as_user if principal.is_allowed(allowed(["bob", "ann"], [])) with input as ann

test_allowed_by_group if principal.is_allowed(allowed([], ["ops"])) with input as ann

test_denied_by_part_of_a_name if not principal.is_allowed(allowed(["an", "annette"], ["op", "ops2"])) with input as ann

test_denied_when_nobody_asks if not principal.is_allowed(allowed(["ann"], ["ops"])) with input as {"review": {}}

test_denied_when_nobody_is_listed[note] if {
	some note, parameters in {"empty lists": allowed([], []), "no lists": {}}
	not principal.is_allowed(parameters) with input as ann
}

test_refusal if {
	msg := `user "ann" is not allowed to change spec; have one of the allowed users or groups do it`
	principal.refusal("change spec") == msg with input as ann
}

test_title if {
	principal.title == `user "ann"` with input as ann
	principal.title == "an unnamed user" with input as {"review": {"userInfo": {}}}
	principal.title == "an unnamed user" with input as {"review": {}}
}

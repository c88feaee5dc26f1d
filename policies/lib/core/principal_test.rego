package lib.guiderail.principal_test

import data.lib.guiderail.principal

ann := {"review": {"operation": "UPDATE", "userInfo": {"username": "ann", "groups": ["ops", "staff"]}}}

test_among_users if principal.is_among(["bob", "ann"], []) with input as ann

test_among_groups if principal.is_among([], ["ops"]) with input as ann

test_names_are_whole if not principal.is_among(["an", "annette"], ["op", "ops2"]) with input as ann

test_nobody_asks if not principal.is_among(["ann"], ["ops"]) with input as {"review": {}}

test_title if {
	principal.title == `user "ann"` with input as ann
	principal.title == "an unnamed user" with input as {"review": {"userInfo": {}}}
	principal.title == "an unnamed user" with input as {"review": {}}
}

package lib.guiderail.known_account_test

import data.lib.guiderail.known_account

test_state[note] if {
	some note, case in {
		"there": ["shop", "app", "present"],
		"beside others": ["shop", "gone", "absent"],
		"of a namespace of which nothing is told": ["web", "app2", "open"],
		"one that names no namespace": ["tools", "loose", "open"],
		"one that names no namespace, beside others": ["shop", "loose", "open"],
		"both name none": ["", "loose", "present"],
		"there in a namespace, and asked for without": ["", "app", "open"],
		"without a namespace beside others": ["", "gone", "absent"],
		"in default": ["default", "gone", "absent"],
	}
	known_account.state(case[0], case[1]) == case[2] with data.inventory as {"namespace": {
		"shop": {"v1": {"ServiceAccount": {"app": {"metadata": {"namespace": "shop"}}}}},
		"default": {"v1": {"ServiceAccount": {"loose": {"metadata": {"name": "loose"}}}}},
	}}
}

test_nothing_is_told if {
	known_account.state("shop", "app") == "open" with data.inventory as {}
	known_account.state("", "app") == "open" with data.inventory as {}
}

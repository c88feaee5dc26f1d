package lib.guiderail.finding_test

import data.lib.guiderail.finding

_offences := [
	{"path": ["a"], "msg": "a is wrong", "is_open": false},
	{"path": ["b"], "msg": "b is not known", "is_open": true},
]

test_violations_are_certain if {
	finding.violations(_offences) == {{"msg": "a is wrong", "details": {"path": ["a"]}}}
}

test_unknowns_are_open if {
	finding.unknowns(_offences) == {{"msg": "b is not known", "details": {"path": ["b"]}}}
}

test_value_is_wrong if {
	finding.of_value(["x"], "pod: x", 5, "is 5; set 6") == {"path": ["x"], "msg": "pod: x is 5; set 6", "is_open": false}
}

test_value_is_a_placeholder if {
	offence := finding.of_value(["x"], "pod: x", "${X}", "is \"${X}\"; set 6")
	offence == {"path": ["x"], "msg": "pod: x ${X} is still to be filled in", "is_open": true}
}

test_stated_value_is_wrong if {
	finding.of_stated(["x"], "x is", 5, "5; set 6") == {"path": ["x"], "msg": "x is 5; set 6", "is_open": false}
}

test_stated_value_is_a_placeholder if {
	offence := finding.of_stated(["x"], "x is", "${X}", "\"${X}\"; set 6")
	offence == {"path": ["x"], "msg": "x is ${X}, which is still to be filled in", "is_open": true}
}

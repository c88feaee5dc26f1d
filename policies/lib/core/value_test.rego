package lib.guiderail.value_test

import data.lib.guiderail.value

_object := {"object": {"a": 1}, "array": [1], "text": "a", "blank": " ", "none": null}

test_object_in if {
	value.object_in(_object, "object") == {"a": 1}
	every field in ["array", "text", "none", "absent"] {
		value.object_in(_object, field) == {}
	}
	value.object_in("text", "object") == {}
}

test_array_in if {
	value.array_in(_object, "array") == [1]
	every field in ["object", "text", "none", "absent"] {
		value.array_in(_object, field) == []
	}
}

test_text_in if {
	value.text_in(_object, "text") == "a"
	every field in ["object", "array", "none", "absent"] {
		value.text_in(_object, field) == ""
	}
}

test_has_text if {
	value.has_text(_object, "text")
	not value.has_text(_object, "blank")
	not value.has_text(_object, "absent")
	not value.has_text(_object, "array")
}

test_shown if {
	value.shown(null) == "not set"
	value.shown("a") == "\"a\""
}

package lib.guiderail.duration_test

import data.lib.guiderail.duration

test_hours[written] if {
	some written, hours in {"90m": 1.5, "1h30m": 1.5, "0.5h": 0.5, "3600s": 1, "1h0m36s": 1.01, "0": 0, "999999h": 999999}
	duration.hours(written) == hours
}

test_number_of_hours if duration.hours(0) == 0

test_no_hours[note] if {
	some note, written in {
		"empty": "",
		"no unit": "5",
		"another unit": "5d",
		"finer than a second": "500ms",
		"another order": "30m1h",
		"negative": "-1h",
		"centuries": "9999999h",
		"white space": "1h 30m",
		"null": null,
	}
	not duration.hours(written)
}

test_valid[written] if {
	some written in ["90m", "1h30m", "500ms", "1us", "1µs", "1ns", "9999999h", "30m1h", "1.h"]
	duration.is_valid(written)
}

test_not_valid[written] if {
	some written in ["", "5", "5d", "-1h", "h", "1h 30m", null, 5]
	not duration.is_valid(written)
}

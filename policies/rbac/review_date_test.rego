package lib.guiderail.review_date_test

import data.lib.guiderail.review_date

test_defect[note] if {
	some note, case in {
		"today": {"reviewed": "2026-01-31", "now": "2026-01-31T12:00:00Z", "is_open": false, "want": []},
		"just recent enough": {"reviewed": "2026-01-01", "now": "2026-01-31", "is_open": false, "want": []},
		"tomorrow": {"reviewed": "2026-02-01", "now": "2026-01-31", "is_open": false, "want": []},
		"no day to compare with": {"reviewed": "2020-01-01", "now": "", "is_open": true, "want": []},
		"never": {
			"reviewed": null, "now": "2026-01-31", "is_open": false,
			"want": ["was never reviewed; set the annotation example.org/reviewed to the day of the review"],
		},
		"no date": {
			"reviewed": 5, "now": "", "is_open": false,
			"want": ["its annotation example.org/reviewed is 5, which is not a date; write it as 2026-01-31"],
		},
		"in the future": {
			"reviewed": "2026-02-02", "now": "2026-01-31", "is_open": false,
			"want": ["says it was reviewed on 2026-02-02, which is in the future; write the day of the last review"],
		},
		"too old": {
			"reviewed": "2025-12-31", "now": "2026-01-31", "is_open": false,
			"want": ["was last reviewed on 2025-12-31, more than 30 days ago; review it"],
		},
	}
	parameters := {"annotation": "example.org/reviewed", "max_age_days": 30, "now": case.now}
	[true | review_date.is_age_open(case.reviewed, parameters)] == [true | case.is_open]
	[defect | defect := review_date.defect(case.reviewed, parameters)] == case.want
}

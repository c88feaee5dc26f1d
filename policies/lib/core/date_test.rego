package lib.guiderail.date_test

import data.lib.guiderail.date

test_nanoseconds[text] if {
	some text, seconds in {
		"2000-01-01": 946684800,
		"2026-01-31": 1769817600,
		"2024-02-29": 1709164800,
		"2000-02-29": 951782400,
		"2096-02-29": 3981312000,
		"2099-12-31": 4102358400,
		"2026-01-31T00:00:00Z": 1769817600,
		"2026-01-31T01:00:00+01:00": 1769817600,
		"2026-01-30T19:30:00-04:30": 1769817600,
		"2026-01-31T00:00:00.000Z": 1769817600,
	}
	date.nanoseconds(text) == seconds * 1000000000
}

test_no_date[note] if {
	some note, text in {
		"empty": "",
		"words": "last spring",
		"the 29th of an ordinary February": "2026-02-29",
		"the 30th of February": "2024-02-30",
		"the 31st of April": "2026-04-31",
		"a thirteenth month": "2026-13-01",
		"day 0": "2026-01-00",
		"another order": "31-01-2026",
		"no leading zero": "2026-1-31",
		"slashes": "2026/01/31",
		"white space": " 2026-01-31",
		"a line behind": "2026-01-31\n",
		"another century": "1999-12-31",
		"time without zone": "2026-01-31T00:00:00",
		"small letters": "2026-01-31t00:00:00z",
		"a space for the T": "2026-01-31 00:00:00Z",
		"hour 24": "2026-01-31T24:00:00Z",
		"leap second": "2026-01-31T23:59:60Z",
		"zone of 24 hours": "2026-01-31T00:00:00+24:00",
		"number": 20260131,
		"null": null,
	}
	not date.nanoseconds(text)
}

test_day if date.day == date.nanoseconds("2026-02-01") - date.nanoseconds("2026-01-31")

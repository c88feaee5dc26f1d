package lib.guiderail.cron_test

import data.lib.guiderail.cron

test_daily[note] if {
	some note in [
		"15 3 * * *", "*/5 * * * *", "0 0 ? * *", "0 4 */1 1-12 0-6", "0,30 1-5 * * SUN-SAT", "  0 4 * * *  ", "0\t4 * * *",
		"@daily", "@midnight", "@hourly", "@Daily", "@every 6h", "@every 24h", "@every 90m",
		"TZ=Europe/Tallinn 0 4 * * *", "CRON_TZ=Europe/Tallinn @daily",
	]
	not cron.undaily(note)
}

test_less_than_daily[note] if {
	some note in [
		"0 4 * * 1-5", "0 4 * * 0", "0 4 1 * *", "0 4 */2 * *", "0 4 * 1 *", "0 4 * * mon",
		"@weekly", "@monthly", "@yearly", "@annually", "TZ=Europe/Tallinn @weekly",
	]
	cron.undaily(note) == sprintf("%s is not daily", [note])
}

test_no_schedule[note] if {
	some note, schedule in {
		"four": "4 * * *", "six": "0 0 4 * * *", "words": "every day at four", "unknown macro": "@often", "every": "@every 48h",
		"signs": "0 4 * * !", "range": "0 4 1- * *", "number": 4, "list": ["@daily"], "object": {},
	}
	cron.undaily(schedule) == sprintf("%v is not a valid schedule", [schedule])
}

test_not_set[note] if {
	some note, schedule in {"null": null, "empty": ""}
	cron.undaily(schedule) == "is not set"
}

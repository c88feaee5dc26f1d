package lib.guiderail.schedule_test

import data.lib.guiderail.schedule

test_days[text] if {
	some text, days in {
		"rate(1 day)": 1,
		"rate(90 days)": 90,
		"rate(4 hours)": 1,
		"rate(720 hours)": 30,
		"cron(0 12 * * ? *)": 1,
		"cron(0 8 ? * MON-FRI *)": 3,
		"cron(0 8 ? * SUN *)": 7,
		"cron(0 8 ? * 2,5 *)": 4,
		"cron(0 8 1 * ? *)": 31,
		"cron(0 8 1/10 * ? *)": 10,
		"cron(0 8 1,15 * ? *)": 17,
		"cron(0 8 L * ? *)": 31,
		"cron(0 8 15W * ? *)": 31,
		"cron(0 8 ? * 2#1 *)": 35,
		"cron(0 8 ? * 6L *)": 35,
		"cron(0 8 ? * L *)": 7,
		"cron(0 8 1 */3 ? *)": 92,
		"cron(0 8 1 JAN ? *)": 365,
		"cron(0 8 * jan-jun ? *)": 185,
	}
	schedule.days(text) == days
}

test_no_schedule[text] if {
	some text in ["", "90", "rate()", "rate(1 year)", "cron(0 12 * *)", "cron(0 0 31 2 ? *)", "cron(0 0 x * ? *)", "cron(0 0 1 1 ? 2030)"]
	not schedule.days(text)
}

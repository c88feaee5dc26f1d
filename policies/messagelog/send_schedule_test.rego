package lib.guiderail.send_schedule_test

import data.lib.guiderail.send_schedule

test_denied[note] if {
	some note, case in {
		"suspended": {"spec": {"schedule": "@daily", "suspend": true}, "field": "suspend", "msg": "suspend is true, so nothing is copied; remove it"},
		"weekly": {"spec": {"schedule": "@weekly"}, "field": "schedule", "msg": "schedule @weekly is not daily; copy archives and backups elsewhere every day"},
		"absent": {"spec": {}, "field": "schedule", "msg": "schedule is not set; copy archives and backups elsewhere every day"},
		"null": {"spec": {"schedule": null}, "field": "schedule", "msg": "schedule is not set; copy archives and backups elsewhere every day"},
	}
	send_schedule.offences(cron_job(case.spec), []) == {{"path": ["spec", case.field], "msg": case.msg, "is_open": false}}
}

test_denied_both_at_once if {
	fields := {offence.path[1] | some offence in send_schedule.offences(cron_job({"suspend": true, "schedule": "@yearly"}), [])}
	fields == {"suspend", "schedule"}
}

test_allowed[note] if {
	some note, spec in {
		"daily": {"schedule": "15 4 * * *"},
		"as allowed": {"schedule": "0 4 * * 0"},
		"not suspended": {"schedule": "@daily", "suspend": false},
		"null": {"schedule": "@daily", "suspend": null},
	}
	send_schedule.offences(cron_job(spec), ["0 4 * * 0"]) == set()
}

test_unknown[schedule] if {
	some schedule in ["{{SCHEDULE}}", "CRON_TZ={{ZONE}} 0 4 * * *"]
	send_schedule.offences(cron_job({"schedule": schedule}), [schedule]) == {{
		"path": ["spec", "schedule"], "msg": sprintf("schedule %s is still to be filled in", [schedule]), "is_open": true,
	}}
}

test_none_of_other_objects[note] if {
	some note, change in {
		"another kind": {"kind": "Job"},
		"another group": {"apiVersion": "batch.volcano.sh/v1alpha1"},
		"no spec": {"spec": null},
	}
	send_schedule.offences(object.union(cron_job({"suspend": true, "schedule": "@weekly"}), change), []) == set()
}

cron_job(spec) := {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "send"}, "spec": spec}

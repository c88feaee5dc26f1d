# METADATA
# title: When archives and backups are sent away
# description: |
#   Whether a CronJob runs every day.
package lib.guiderail.send_schedule

import data.lib.guiderail.cron
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder

# METADATA
# description: |
#   Why a CronJob does not run every day, in the form that `finding` takes. Empty for any other object. A schedule in
#   the list of allowed ones is accepted exactly as written.
offences(maker, allowed) := {offence |
	_is_cron_job(maker)
	is_object(maker.spec)
	some offence in (_suspension(maker.spec) | _schedule(object.get(maker.spec, "schedule", ""), allowed))
}

_is_cron_job(maker) if {
	maker.kind == "CronJob"
	ctx.group_of(maker) == "batch"
}

_suspension(spec) := {{"path": ["spec", "suspend"], "msg": msg, "is_open": false}} if {
	spec.suspend == true
	msg := "suspend is true, so nothing is copied; remove it"
} else := set()

_schedule(schedule, allowed) := {{"path": ["spec", "schedule"], "msg": msg, "is_open": true}} if {
	placeholder.is_in(schedule)
	msg := sprintf("schedule %s is still to be filled in", [schedule])
} else := set() if {
	schedule in allowed
} else := {{"path": ["spec", "schedule"], "msg": msg, "is_open": false}} if {
	msg := sprintf("schedule %s; copy archives and backups elsewhere every day", [cron.undaily(schedule)])
} else := set()

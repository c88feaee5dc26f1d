# METADATA
# title: When archives and backups are sent away
# description: |
#   The schedule of the CronJob under review.
package lib.guiderail.send_schedule

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder

# METADATA
# description: Whether the object under review is a CronJob.
is_cron_job if {
	ctx.kind == "CronJob"
	ctx.group == "batch"
}

# METADATA
# description: Its schedule, as written.
schedule := object.get(ctx.resource.spec, "schedule", "") if {
	is_cron_job
	is_object(ctx.resource.spec)
}

# METADATA
# description: Whether its schedule is still to be filled in.
is_schedule_open if {
	is_string(schedule)
	placeholder.is_in(schedule)
}

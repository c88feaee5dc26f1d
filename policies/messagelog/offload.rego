# METADATA
# title: Backups and message archives must be copied elsewhere every day
# description: |
#   Files that are stored beside the server are lost with the cluster or the account, or to whoever
#   breaks into either. Copies in S3 or Blob Storage survive that, provided that something sends them
#   every day, to the right server and over an encrypted connection.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_security_user_guide.md
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-ss_x-road_6_security_server_user_guide.md
# custom:
#   severity: medium
#   requirements: [MSGLOG-08]
#   match: [workload]
#   remediation: Create a CronJob in the sidecar's namespace that mounts the claim of /var/lib/xroad and copies its
#     contents to S3 or Blob Storage over https every day.
#   parameters:
#     directories: {type: array, items: {type: string}, description: "Directories of the archives and the backups,
#       without a trailing slash."}
#     senders: {type: array, items: {type: string}, description: "Regular expressions (RE2) that are matched against a
#       container's image, command, arguments and variables to recognize that it sends files away."}
#     claims_sent_elsewhere: {type: array, items: {type: string}, description: "Exact names of claims that something
#       outside the cluster copies, such as AWS Backup."}
#     allowed_schedules: {type: array, items: {type: string}, description: "Schedules, exactly as written, that are
#       accepted although they are not daily."}
package guiderail.messagelog.offload

import data.lib.guiderail.archive
import data.lib.guiderail.archive_sender
import data.lib.guiderail.cron
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.offload
import data.lib.guiderail.send_schedule

defaults := {
	"directories": ["/var/lib/xroad"],
	"senders": [
		`\bs3://`,
		`\baws\s+s3(api)?\b`,
		`\baz\s+storage\b`,
		`\bazcopy\b`,
		`\.blob\.core\.(windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)`,
		`\brclone\b`,
	],
	"claims_sent_elsewhere": [],
	"allowed_schedules": [],
}

parameters := object.union(defaults, ctx.parameters)

applies if count(archive.keepers) > 0

applies if count(_own_senders) > 0

violation contains {
	"msg": "suspend is true, so that nothing is sent away; remove it", "details": {"path": ["spec", "suspend"]},
} if {
	send_schedule.is_cron_job
	ctx.resource.spec.suspend == true
	count(_own_senders) > 0
}

violation contains {"msg": msg, "details": {"path": ["spec", "schedule"]}} if {
	send_schedule.is_cron_job
	count(_own_senders) > 0
	not send_schedule.is_schedule_open
	not send_schedule.schedule in parameters.allowed_schedules
	how := cron.undaily(send_schedule.schedule)
	msg := sprintf("schedule %v %s; send archives and backups away every day", [send_schedule.schedule, how])
}

violation contains {"msg": msg, "details": {"path": sender.path}} if {
	some sender in _own_senders
	some option in regex.find_n(`--(no-verify-ssl|no-check-certificate|insecure)\b`, sender.text, -1)
	msg := sprintf("%s takes any server for the right one (%s); leave the option out", [sender.title, option])
}

violation contains {"msg": msg, "details": {"path": sender.path}} if {
	some sender in _own_senders
	some pattern in archive_sender.plain_addresses
	some match in regex.find_all_string_submatch_n(pattern, sender.text, -1)
	not regex.match(`^(localhost|127\.[0-9.]+|\[::1\])$`, match[1])
	msg := sprintf("%s sends archives and backups over http to %s; use https", [sender.title, match[1]])
}

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

unknown contains {"msg": msg, "details": {"path": ["spec", "schedule"]}} if {
	send_schedule.is_schedule_open
	count(_own_senders) > 0
	msg := sprintf("schedule %s is still to be filled in", [send_schedule.schedule])
}

_offences contains {"path": array.concat(keeper.path, field), "msg": msg, "is_open": is_open} if {
	some keeper in archive_sender.alone(_own_senders, parameters)
	[is_open, field, how] := _judged(keeper, archive_sender.perhaps(parameters))
	msg := sprintf("%s: %s", [keeper.title, how])
}

_judged(keeper, perhaps) := [
	true, [], sprintf("whether archives and backups are sent away is not known; %s may do it", [who]),
] if {
	count(perhaps) > 0
	who := concat(", ", sort(perhaps))
} else := [true, [], sprintf("no object that is given sends %s away", [_what])] if {
	ctx.operation
} else := [false, [], sprintf("nothing in namespace %q sends %s away; %s", [
	ctx.namespace_or_default, _what, _advice,
])] if {
	archive_sender.archives(keeper, parameters)
} else := [
	true, ["image"], sprintf("the image does not tell slim from full, %s would have to be sent away", [whose]),
] if {
	whose := "whose archives and backups"
}

_what := sprintf("the archives and backups of %s", [concat(", ", parameters.directories)])

_own_senders := archive_sender.senders(_sending, parameters)

_sending := [candidate |
	some candidate in offload.candidates_of(ctx.resource, parameters.directories)
	offload.sends(candidate, parameters.senders)
]

_advice := "add a CronJob that copies them to S3 or Blob Storage every day"

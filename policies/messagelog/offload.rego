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
import data.lib.guiderail.offload
import data.lib.guiderail.placeholder

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

violation contains {"msg": "suspend is true, so that nothing is sent away; remove it", "details": {"path": ["spec", "suspend"]}} if {
	_is_cron_job
	ctx.resource.spec.suspend == true
	count(_own_senders) > 0
}

violation contains {"msg": msg, "details": {"path": ["spec", "schedule"]}} if {
	_is_cron_job
	count(_own_senders) > 0
	not _is_schedule_open
	not _schedule in parameters.allowed_schedules
	msg := sprintf("schedule %v %s; send archives and backups away every day", [_schedule, cron.undaily(_schedule)])
}

violation contains {"msg": msg, "details": {"path": sender.path}} if {
	some sender in _own_senders
	some option in regex.find_n(`--(no-verify-ssl|no-check-certificate|insecure)\b`, sender.text, -1)
	msg := sprintf("%s takes any server for the right one (%s); leave the option out", [sender.title, option])
}

violation contains {"msg": msg, "details": {"path": sender.path}} if {
	some sender in _own_senders
	some pattern in _plain_addresses
	some match in regex.find_all_string_submatch_n(pattern, sender.text, -1)
	not regex.match(`^(localhost|127\.[0-9.]+|\[::1\])$`, match[1])
	msg := sprintf("%s sends archives and backups over http to %s; use https", [sender.title, match[1]])
}

violation contains {"msg": msg, "details": {"path": keeper.path}} if {
	not ctx.operation
	some keeper in archive_sender.alone(_own_senders, parameters)
	archive_sender.archives(keeper, parameters)
	archive_sender.perhaps(parameters) == set()
	msg := sprintf("%s: nothing in namespace %q sends the archives and backups of %s away; add a CronJob that copies them to S3 or Blob Storage every day", [keeper.title, ctx.namespace_or_default, concat(", ", parameters.directories)])
}

unknown contains {"msg": msg, "details": {"path": keeper.path}} if {
	some keeper in archive_sender.alone(_own_senders, parameters)
	count(archive_sender.perhaps(parameters)) > 0
	msg := sprintf("%s: whether archives and backups are sent away is not told; %s may do it", [keeper.title, concat(", ", sort(archive_sender.perhaps(parameters)))])
}

unknown contains {"msg": msg, "details": {"path": keeper.path}} if {
	ctx.operation
	some keeper in archive_sender.alone(_own_senders, parameters)
	archive_sender.perhaps(parameters) == set()
	msg := sprintf("%s: no object that is given sends the archives and backups of %s away", [keeper.title, concat(", ", parameters.directories)])
}

unknown contains {"msg": msg, "details": {"path": array.concat(keeper.path, ["image"])}} if {
	some keeper in archive_sender.alone(_own_senders, parameters)
	not archive_sender.archives(keeper, parameters)
	archive_sender.perhaps(parameters) == set()
	not ctx.operation
	msg := sprintf("%s: the image does not tell slim from full, whose archives and backups would have to be sent away", [keeper.title])
}

unknown contains {"msg": msg, "details": {"path": ["spec", "schedule"]}} if {
	_is_schedule_open
	count(_own_senders) > 0
	msg := sprintf("schedule %s is still to be filled in", [_schedule])
}

_is_cron_job if {
	ctx.kind == "CronJob"
	ctx.group == "batch"
}

_schedule := object.get(ctx.resource.spec, "schedule", "") if {
	_is_cron_job
	is_object(ctx.resource.spec)
}

_is_schedule_open if {
	is_string(_schedule)
	placeholder.is_in(_schedule)
}

# An endpoint, by an option or a variable of the usual programs, and Blob Storage itself.
_plain_addresses := [
	`(?i)(?:--[a-z0-9-]*endpoint(?:-url)?[= ]["']?|_ENDPOINT(?:_URL)?(?:_S3)?=)http://(?:[^\s/"'@]*@)?([^\s/:"'@]+)`,
	`(?i)\bhttp://([a-z0-9-]+\.blob\.core\.[a-z0-9.]+)`,
]

_own_senders := archive_sender.senders(_sending, parameters)

_sending := [candidate |
	some candidate in offload.candidates_of(ctx.resource, parameters.directories)
	offload.sends(candidate, parameters.senders)
]

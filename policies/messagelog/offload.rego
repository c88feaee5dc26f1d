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
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.send_schedule
import data.lib.guiderail.unsent_archive

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

applies if count(_senders) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains offence if {
	count(_senders) > 0
	some offence in send_schedule.offences(ctx.resource, parameters.allowed_schedules)
}

_offences contains {"path": sender.path, "msg": msg, "is_open": false} if {
	some sender in _senders
	some how in archive_sender.weaknesses(sender)
	msg := sprintf("%s %s", [sender.title, how])
}

_offences contains offence if {
	count(_senders) == 0
	some offence in unsent_archive.offences(ctx.resource, parameters)
}

_senders := archive_sender.senders(ctx.resource, parameters)

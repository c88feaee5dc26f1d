# METADATA
# title: The API server must write an audit log
# description: |
#   Only the audit log shows afterwards who read a Secret or changed a role. The API server writes none unless it
#   is given an audit policy and a file or webhook to write to.
# related_resources:
#   - https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
# custom:
#   severity: medium
#   requirements: [MON-07]
#   match: [control_plane]
#   namespaces: [kube-system]
#   remediation: Set --audit-policy-file, --audit-log-path or --audit-webhook-config-file, and
#     --audit-log-maxage=30 or more.
#   parameters:
#     min_days: {type: integer, description: "For how many days at least the files of the audit log have to be kept."}
package guiderail.monitoring.api_server_audit

import data.lib.guiderail.control_plane
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

defaults := {"min_days": 30}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(control_plane.api_servers) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": server.path, "msg": msg, "is_open": false} if {
	some server in control_plane.api_servers
	server.is_whole
	missing := [flags |
		some flags in [["--audit-policy-file"], ["--audit-log-path", "--audit-webhook-config-file"]]
		every flag in flags {
			not control_plane.is_given(server, trim_left(flag, "-"))
		}
	]
	count(missing) > 0
	wanted := concat(" and ", [concat(" or ", flags) | some flags in missing])
	msg := sprintf("%s: %s must be set, or nothing is written to an audit log", [server.title, wanted])
}

_offences contains {"path": age.path, "msg": msg, "is_open": is_open} if {
	some server in control_plane.api_servers
	control_plane.is_given(server, "audit-log-maxage")
	age := control_plane.flag(server, "audit-log-maxage")
	not _is_enough(age)
	is_open := object.get({true: false}, age.is_known, true)
	msg := sprintf("%s: --audit-log-maxage %s", [server.title, _how(is_open)])
}

# As without the flag, no file is deleted because of its age.
_is_enough(age) if age.value == "0"

_is_enough(age) if {
	regex.match(`^[0-9]{1,9}$`, age.value)
	to_number(age.value) >= parameters.min_days
}

_how(false) := sprintf("must be %d days or more", [parameters.min_days])

_how(true) := "is not known"

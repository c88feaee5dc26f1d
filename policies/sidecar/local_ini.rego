# METADATA
# title: The sidecar's local.ini must not open its API or stop its backups
# description: |
#   The Security Server's management API creates keys, certificates and clients. Its address lists are
#   the only barrier to a stolen API key, and a list that admits every address is no barrier. A backup
#   schedule that never fires turns automatic backups off, and they are missing when they are needed.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-syspar_x-road_v6_system_parameters.md
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-ss_x-road_6_security_server_user_guide.md
# custom:
#   severity: medium
#   requirements: [XR-15]
#   match: [local_ini]
#   remediation: In [proxy-ui-api], set key-management-api-whitelist and regular-api-whitelist to the networks from
#     which the server is administered, and in [configuration-client], set proxy-configuration-backup-cron to a schedule
#     that fires every day.
#   parameters:
#     min_prefix_ipv4: {type: integer, description: "An IPv4 block with a shorter prefix counts as open to everyone."}
#     min_prefix_ipv6: {type: integer, description: "An IPv6 block with a shorter prefix counts as open to everyone,
#       unless its addresses are private."}
#     require_automatic_backups: {type: boolean, description: "Whether the server's own daily backups must stay on."}
package guiderail.sidecar.local_ini

import data.lib.guiderail.cidr
import data.lib.guiderail.ctx
import data.lib.guiderail.local_ini
import data.lib.guiderail.placeholder

defaults := {"min_prefix_ipv4": 8, "min_prefix_ipv6": 16, "require_automatic_backups": true}

parameters := object.union(defaults, ctx.parameters)

applies if count(local_ini.files) > 0

violation contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _whitelists
	blocks := [block |
		some part in split(setting.value, ",")
		block := trim_space(part)
		cidr.is_valid(block)
		cidr.is_wide(block, _shortest)
	]
	count(blocks) > 0
	what := sprintf("%s allows %s", [setting.title, concat(" and ", blocks)])
	msg := sprintf("%s; list the networks from which the server is administered", [what])
}

violation contains {"msg": msg, "details": {"path": setting.path}} if {
	parameters.require_automatic_backups
	some setting in local_ini.settings("configuration-client", "proxy-configuration-backup-cron")
	regex.match(`\s2(0[5-9]|[1-9][0-9])[0-9]$`, setting.value)
	msg := sprintf("%s is %s, which never occurs; set a daily schedule", [setting.title, setting.value])
}

unknown contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _whitelists
	placeholder.is_in(setting.value)
	msg := sprintf("%s is still to be filled in", [setting.title])
}

_shortest := {"ipv4": parameters.min_prefix_ipv4, "ipv6": parameters.min_prefix_ipv6}

_whitelists := [setting |
	some key in ["key-management-api-whitelist", "regular-api-whitelist"]
	some setting in local_ini.settings("proxy-ui-api", key)
]

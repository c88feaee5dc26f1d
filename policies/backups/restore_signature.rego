# METADATA
# title: Restores must verify the backup's signature and origin
# description: |
#   A restore runs as root and replaces the keys, the configuration and the database with the contents
#   of the file. The option -N skips the signature check, -P accepts a file without a signature, and -F
#   accepts a backup of another server. With any of them, whoever can place a file owns the Security
#   Server.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-ss_x-road_6_security_server_user_guide.md
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/security_server_sidecar_user_guide.md
# custom:
#   severity: critical
#   requirements: [BACKUP-01]
#   match: [workload, {groups: [""], kinds: [ConfigMap]}, commands]
#   remediation: Call restore_xroad_proxy_configuration.sh with only -s and -f, on a signed backup of the same server.
#   parameters:
#     options: {type: array, items: {type: string, enum: ["-N", "-P", "-F"]}, description: "Options that a restore must
#       not use."}
package guiderail.backups.restore_signature

import data.lib.guiderail.ctx
import data.lib.guiderail.restore_call

defaults := {"options": ["-N", "-P", "-F"]}

parameters := object.union(defaults, ctx.parameters)

applies if count(restore_call.restores) > 0

violation contains {"msg": msg, "details": {"path": restore.path}} if {
	some restore in restore_call.restores
	found := [option | some option in parameters.options; substring(option, 1, 1) in restore.flags]
	count(found) > 0
	shown := sprintf("%s restores a backup with %s", [restore.title, concat(" and ", found)])
	msg := sprintf("%s; remove the options that skip the signature and origin checks", [shown])
}

# Behind the wrapper that adds it, _restore_xroad.sh takes -E for a signed file.
violation contains {"msg": msg, "details": {"path": restore.path}} if {
	"-P" in parameters.options
	some restore in restore_call.restores
	restore.script == "_restore_xroad.sh"
	restore.options == []
	not "E" in restore.flags
	not "P" in restore.flags
	what := sprintf("%s restores a backup without -E, so without checking its signature", [restore.title])
	msg := sprintf("%s; call restore_xroad_proxy_configuration.sh", [what])
}

unknown contains {"msg": msg, "details": {"path": restore.path}} if {
	some restore in restore_call.restores
	count(restore.options) > 0
	what := sprintf("%s restores a backup with the options %s", [restore.title, concat(" ", restore.options)])
	msg := sprintf("%s, whose values are not known", [what])
}

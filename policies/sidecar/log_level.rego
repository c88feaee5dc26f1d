# METADATA
# title: The sidecar's log level must be valid and fit for production
# description: |
#   X-Road compares levels letter by letter. It does not know info or WARNING, and logging then falls
#   back to a level that nobody chose. DEBUG and finer levels write message headers and personal data to
#   the cluster's logs, and with OFF no incident can be explained.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/security_server_sidecar_user_guide.md
# custom:
#   severity: low
#   requirements: [XR-12]
#   match: [workload]
#   remediation: Set XROAD_LOG_LEVEL and XROAD_ROOT_LOG_LEVEL to INFO, WARN or ERROR, or remove them.
#   fix:
#     - {at: [value], set: {value: INFO}}
#   parameters:
#     levels: {type: array, items: {type: string}, description: "The levels that may be set, out of TRACE, DEBUG, INFO,
#       WARN, ERROR, ALL and OFF."}
package guiderail.sidecar.log_level

import data.lib.guiderail.ctx
import data.lib.guiderail.sidecar_setting
import data.lib.guiderail.xroad

defaults := {"levels": ["INFO", "WARN", "ERROR"]}

parameters := object.union(defaults, ctx.parameters)

applies if count(xroad.containers) > 0

violation contains {"msg": msg, "details": {"path": level.path}} if {
	some container in xroad.containers
	some name in _names
	level := sidecar_setting.variable(container, name)
	not sidecar_setting.is_open(level)
	defect := _defect(level.value)
	msg := sprintf("%s: env %s %s; set it to one of %s", [container.title, name, defect, concat(", ", parameters.levels)])
}

unknown contains {"msg": msg, "details": {"path": level.path}} if {
	some container in xroad.containers
	some name in _names
	level := sidecar_setting.variable(container, name)
	sidecar_setting.is_open(level)
	msg := sprintf("%s: the value of env %s is not known", [container.title, name])
}

_names := ["XROAD_LOG_LEVEL", "XROAD_ROOT_LOG_LEVEL"]

# An empty value counts as none, which is INFO.
_defect(value) := sprintf("is %s, which is not an X-Road log level", [value]) if {
	value != ""
	not value in {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "ALL", "OFF"}
} else := sprintf("is %s, which is not suitable for production", [value]) if {
	value != ""
	not value in parameters.levels
}

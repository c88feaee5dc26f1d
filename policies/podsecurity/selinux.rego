# METADATA
# title: SELinux options must keep the container's confinement
# description: |
#   On nodes with SELinux the type of a process decides what it may touch, whoever it runs as. A type
#   such as spc_t or unconfined_t, or a user or role of one's own choice, lets a container out to the
#   files and processes of the node.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   severity: high
#   requirements: [PSA-17]
#   match: [workload]
#   remediation: Remove seLinuxOptions.user and seLinuxOptions.role, and use one of the types that were made for
#     containers.
#   parameters:
#     version:
#       type: string
#       pattern: '^(latest|v1\.(0|[1-9][0-9]*))$'
#       description: The version of the Pod Security Standards to judge by, latest or one such as v1.36; from v1.31 on
#         container_engine_t is allowed.
package guiderail.podsecurity.selinux

import data.lib.guiderail.ctx
import data.lib.guiderail.podsecurity

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": option.path}} if {
	some option in _forbidden
	not podsecurity.is_open(option.value)
	msg := sprintf("%s is %s; %s", [option.title, json.marshal(option.value), _advice[option.field]])
}

unknown contains {"msg": msg, "details": {"path": option.path}} if {
	some option in _forbidden
	podsecurity.is_open(option.value)
	msg := sprintf("%s %s is still to be filled in", [option.title, option.value])
}

_forbidden contains {"field": field, "title": title, "path": path, "value": value} if {
	some context in podsecurity.contexts
	options := context.spec.seLinuxOptions
	some field in ["type", "user", "role"]
	value := options[field]
	not value in {"", null}
	not _is_allowed(field, value)
	title := sprintf("%s: securityContext.seLinuxOptions.%s", [context.title, field])
	path := array.concat(context.path, ["seLinuxOptions", field])
}

_is_allowed("type", value) if value in _types

_types := array.concat(["container_t", "container_init_t", "container_kvm_t"], _types_of_version)

_types_of_version := ["container_engine_t"] if {
	podsecurity.minor(parameters.version) >= 31
} else := []

_advice := {
	"type": sprintf("remove it or use %s", [concat(", ", _types)]),
	"user": "remove it",
	"role": "remove it",
}

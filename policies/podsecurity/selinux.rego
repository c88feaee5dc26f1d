# METADATA
# title: SELinux options must not weaken the container's confinement
# description: |
#   On nodes with SELinux, the type of a process decides what it may access, whichever user runs it. A
#   type such as spc_t or unconfined_t, or a custom user or role, gives a container access to the files
#   and processes of the node.
# related_resources: [https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline]
# custom:
#   severity: high
#   requirements: [PSA-17]
#   match: [workload]
#   remediation: Remove seLinuxOptions.user and seLinuxOptions.role, and remove seLinuxOptions.type or set it to a
#     container type such as container_t.
#   fix:
#     - {remove: {}}
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to apply, latest or one such as v1.36. From v1.31 on, container_engine_t is allowed."}
package guiderail.podsecurity.selinux

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_value(path, title, option, wrong) if {
	some context in podsecurity.contexts
	some field in ["type", "user", "role"]
	option := context.spec.seLinuxOptions[field]
	not option in {"", null}
	not _is_allowed(field, option)
	title := sprintf("%s: securityContext.seLinuxOptions.%s", [context.title, field])
	path := array.concat(context.path, ["seLinuxOptions", field])
	wrong := sprintf("is %s; %s", [json.marshal(option), _advice[field]])
}

_is_allowed("type", option) if option in _types

_types := array.concat(["container_t", "container_init_t", "container_kvm_t"], _types_of_version)

_types_of_version := ["container_engine_t" | podsecurity.minor(parameters.version) >= 31]

_advice := {
	"type": sprintf("remove it or use %s", [concat(", ", _types)]),
	"user": "remove it",
	"role": "remove it",
}

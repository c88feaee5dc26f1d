# METADATA
# title: The sidecar must have the CPU and memory that it needs to run
# description: |
#   The sidecar's several Java services size themselves by the memory they find. With less than the
#   minimum they are killed again and again while they start, and with too little CPU the probes give up
#   before the server is ready. If an amount is not set, the sidecar gets only what the node has left.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/security_server_sidecar_user_guide.md
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   severity: medium
#   requirements: [XR-08]
#   match: [workload]
#   remediation: In the container's resources, set requests and limits to at least 2 CPUs and 4Gi of memory, or 3Gi for
#     a slim sidecar.
#   fix:
#     - {at: [cpu], set: {value: {parameter: [cpu]}}}
#     - {at: [memory], set: {value: {parameter: [memory_slim]}}}
#     - {at: [memory], set: {value: {parameter: [memory_full]}}}
#   parameters:
#     cpu: {type: string, description: "The minimum amount of CPU."}
#     memory_slim: {type: string, description: "The minimum amount of memory of a slim sidecar."}
#     memory_full: {type: string, description: "The minimum amount of memory of a full sidecar."}
package guiderail.sidecar.resources

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.quantity
import data.lib.guiderail.workload
import data.lib.guiderail.xroad

defaults := {"cpu": "2", "memory_slim": "3Gi", "memory_full": "4Gi"}

parameters := object.union(defaults, ctx.parameters)

applies if count(xroad.servers) > 0

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in xroad.servers
	some name in ["cpu", "memory"]
	not _source(container, name)
	path := array.concat(container.path, ["resources", "requests", name])
	what := sprintf("%s: resources.requests.%s is not set, and neither is the limit", [container.title, name])
	msg := sprintf("%s; %s", [what, _wanted(container, name)])
}

violation contains {"msg": msg, "details": {"path": amount.path}} if {
	some container in xroad.servers
	some amount in _amounts(container)
	quantity.parse(amount.value) < quantity.parse(_minimum(container, amount.name))
	msg := sprintf("%s: %s is %v; %s", [container.title, amount.title, amount.value, _wanted(container, amount.name)])
}

unknown contains {"msg": msg, "details": {"path": amount.path}} if {
	some container in xroad.servers
	container.type == "unknown"
	some amount in _amounts(container)
	amount.name == "memory"
	value := quantity.parse(amount.value)
	value >= quantity.parse(parameters.memory_slim)
	value < quantity.parse(parameters.memory_full)
	what := sprintf("%s: %s is %v, which is enough only for a slim sidecar", [container.title, amount.title, amount.value])
	msg := sprintf("%s, and the image does not show whether it is one", [what])
}

unknown contains {"msg": msg, "details": {"path": amount.path}} if {
	some container in xroad.servers
	some amount in _amounts(container)
	placeholder.is_in(sprintf("%v", [amount.value]))
	msg := sprintf("%s: %s is still to be filled in", [container.title, amount.title])
}

_wanted(container, name) := sprintf("%s needs at least %v", [_subjects[container.type], _minimum(container, name)])

_subjects := {"slim": "a slim sidecar", "full": "a full sidecar", "unknown": "a sidecar"}

_minimum(container, name) := parameters.cpu if {
	name == "cpu"
} else := parameters.memory_full if {
	container.type == "full"
} else := parameters.memory_slim

_amounts(container) := [amount |
	some name in ["cpu", "memory"]
	source := _source(container, name)
	some list in ["requests", "limits"]
	value := source.resources[list][name]
	value != null
	amount := {
		"name": name,
		"value": value,
		"title": sprintf("resources.%s.%s", [list, name]),
		"path": array.concat(source.path, [list, name]),
	}
]

# The pod's amounts count where the container has none, and a limit counts as a request that is not set.
_source(container, name) := source if {
	_tells(container.spec.resources, name)
	source := {"resources": container.spec.resources, "path": array.concat(container.path, ["resources"])}
} else := source if {
	pod := workload.pods[container.pod]
	resources := pod.spec.resources
	_tells(resources, name)
	source := {"resources": resources, "path": workload.field_path(pod, "resources")}
}

_tells(resources, name) if {
	some list in ["requests", "limits"]
	resources[list][name] != null
}

# METADATA
# title: Pods must not share the namespaces of their node
# description: |
#   With the node's network a pod passes by every NetworkPolicy, hears what other pods send and reaches
#   services that listen on the node alone, such as the kubelet and the metadata of the cloud. With the
#   node's processes or memory it reads the secrets of every pod on the node.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   severity: high
#   requirements: [PSA-10]
#   match: [workload]
#   remediation: Remove hostNetwork, hostPID and hostIPC; give what needs the node itself, such as a network plugin, a
#     namespace of its own and a waiver. Processes of a Windows host (windowsOptions.hostProcess) go first, since the
#     API server wants hostNetwork beside them.
package guiderail.podsecurity.host_namespaces

import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload

violation contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _shared
	not podsecurity.is_open(setting.value)
	msg := sprintf("pod: %s is %s, which shares %s of its node; remove it", [setting.field, json.marshal(setting.value), _what[setting.field]])
}

unknown contains said if some said in podsecurity.open_patches

unknown contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _shared
	podsecurity.is_open(setting.value)
	msg := sprintf("pod: %s %s is still to be filled in", [setting.field, setting.value])
}

_shared contains {"field": field, "path": path, "value": value} if {
	some pod in workload.pods
	some field, _ in _what
	value := pod.spec[field]
	not value in {false, null}
	path := workload.field_path(pod, field)
}

_what := {
	"hostIPC": "the memory",
	"hostNetwork": "the network",
	"hostPID": "the processes",
}

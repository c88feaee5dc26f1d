# METADATA
# title: Pods must not share the namespaces of their node
# description: |
#   With the node's network a pod passes by every NetworkPolicy, hears what other pods send and reaches
#   services that listen on the node alone, such as the kubelet and the metadata of the cloud. With the
#   node's processes or memory it reads the secrets of every pod on the node.
# related_resources: [https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline]
# custom:
#   severity: high
#   requirements: [PSA-10]
#   match: [workload]
#   remediation: Remove hostNetwork, hostPID and hostIPC; give what needs the node itself, such as a network plugin, a
#     namespace of its own and a waiver. Processes of a Windows host (windowsOptions.hostProcess) go first, since the
#     API server wants hostNetwork beside them.
package guiderail.podsecurity.host_namespaces

import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

unknown contains said if some said in podsecurity.open_patches

_offences contains finding.of_value(workload.field_path(pod, field), title, setting, wrong) if {
	some pod in workload.pods
	some field, what in {"hostIPC": "the memory", "hostNetwork": "the network", "hostPID": "the processes"}
	setting := pod.spec[field]
	not setting in {false, null}
	title := sprintf("pod: %s", [field])
	wrong := sprintf("is %s, which shares %s of its node; remove it", [json.marshal(setting), what])
}

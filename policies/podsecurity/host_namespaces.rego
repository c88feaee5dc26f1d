# METADATA
# title: Pods must not share the host's namespaces
# description: |
#   A pod on the host's network bypasses every NetworkPolicy, can listen to the traffic of other pods,
#   and reaches services that listen only on the node, such as the kubelet and the cloud's metadata
#   service. A pod that shares the host's processes or IPC can read the secrets of every pod on the
#   node.
# related_resources: [https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline]
# custom:
#   severity: high
#   requirements: [PSA-10]
#   match: [workload]
#   remediation: Remove hostNetwork, hostPID and hostIPC. Run what needs the host, such as a network plugin, in a
#     namespace of its own with a waiver. Remove windowsOptions.hostProcess first, because the API server requires
#     hostNetwork with it.
#   fix:
#     - {remove: {}}
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

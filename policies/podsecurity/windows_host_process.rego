# METADATA
# title: Windows pods must not run as HostProcess
# description: |
#   A HostProcess container is not isolated. It runs on the Windows node itself, with the node's network
#   and files and usually the system account. It is the Windows equivalent of a privileged container.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/
# custom:
#   severity: high
#   requirements: [PSA-21]
#   match: [workload]
#   remediation: Remove securityContext.windowsOptions.hostProcess from the pod and its containers.
#   fix:
#     - {remove: {}}
package guiderail.podsecurity.windows_host_process

import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_value(path, title, setting, wrong) if {
	some context in podsecurity.contexts
	setting := context.spec.windowsOptions.hostProcess
	not setting in {false, null}
	path := array.concat(context.path, ["windowsOptions", "hostProcess"])
	title := sprintf("%s: securityContext.windowsOptions.hostProcess", [context.title])
	wrong := sprintf("is %s; remove it or set it to false", [json.marshal(setting)])
}

# METADATA
# title: Windows pods must not run as processes of their host
# description: |
#   A HostProcess container is no container: it runs on the Windows node itself, with its network, its
#   files and, as most do, its system account. It is to Windows what privileged is to Linux.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/
# custom:
#   severity: high
#   requirements: [PSA-21]
#   match: [workload]
#   remediation: Remove securityContext.windowsOptions.hostProcess from the pod and its containers.
package guiderail.podsecurity.windows_host_process

import data.lib.guiderail.podsecurity

violation contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _host_processes
	not podsecurity.is_open(setting.value)
	msg := sprintf("%s: securityContext.windowsOptions.hostProcess is %s; remove it or set it to false", [setting.title, json.marshal(setting.value)])
}

unknown contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _host_processes
	podsecurity.is_open(setting.value)
	msg := sprintf("%s: securityContext.windowsOptions.hostProcess %s is still to be filled in", [setting.title, setting.value])
}

_host_processes contains {"title": context.title, "path": path, "value": value} if {
	some context in podsecurity.contexts
	value := context.spec.windowsOptions.hostProcess
	not value in {false, null}
	path := array.concat(context.path, ["windowsOptions", "hostProcess"])
}

# METADATA
# title: A secondary must find its primary through a headless Service in its namespace
# description: |
#   A secondary copies keys and configuration from whatever answers at XROAD_PRIMARY_DNS, without
#   verifying its identity. The name must be that of a headless Service in the same namespace that leads
#   only to the primary's pod. Any other name leads to another server, or to none.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
#   - https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
# custom:
#   severity: medium
#   requirements: [XR-14]
#   match: [workload]
#   remediation: Set XROAD_PRIMARY_DNS to the name of a Service in the same namespace with clusterIP None and a selector
#     that selects the primary's pod.
package guiderail.sidecar.primary_dns

import data.lib.guiderail.ctx
import data.lib.guiderail.pods
import data.lib.guiderail.service_host
import data.lib.guiderail.sidecar_setting
import data.lib.guiderail.xroad

# A secondary without XROAD_PRIMARY_DNS fails as soon as it starts.
applies if count(_hosts) > 0

applies if count(_untold) > 0

violation contains {"msg": msg, "details": {"path": host.path}} if {
	some host in _hosts
	not sidecar_setting.is_open(host)
	defect := _defect(host.value)
	msg := sprintf("%s: XROAD_PRIMARY_DNS is %q, %s", [host.title, host.value, defect])
}

unknown contains {"msg": msg, "details": {"path": host.path}} if {
	some host in _hosts
	sidecar_setting.is_open(host)
	msg := sprintf("%s: the value of XROAD_PRIMARY_DNS is not known", [host.title])
}

unknown contains {"msg": msg, "details": {"path": host.path}} if {
	ctx.operation
	some host in _hosts
	not sidecar_setting.is_open(host)
	service_host.is_here(host.value)
	not service_host.service(host.value)
	what := sprintf("%s: whether XROAD_PRIMARY_DNS %q is a headless Service is not known", [host.title, host.value])
	msg := sprintf("%s; it is not among the given objects", [what])
}

unknown contains {"msg": msg, "details": {"path": array.concat(container.path, ["envFrom"])}} if {
	some container in _untold
	msg := sprintf("%s: XROAD_PRIMARY_DNS may come from envFrom, whose values are not known", [container.title])
}

_secondaries := [container |
	some container in xroad.servers
	container.role == "secondary"
]

_hosts := [host |
	some container in _secondaries
	host := object.union(sidecar_setting.variable(container, "XROAD_PRIMARY_DNS"), {"title": container.title})
]

_untold := [container |
	some container in _secondaries
	not sidecar_setting.variable(container, "XROAD_PRIMARY_DNS")
	sidecar_setting.may_have_more_variables(container)
]

_defect(host) := "which is not a Service in this namespace; set it to the primary's headless Service" if {
	not service_host.is_here(host)
} else := "but there is no such Service in this namespace; set it to the primary's headless Service" if {
	not ctx.operation
	not service_host.service(host)
} else := "an ExternalName Service, which points outside the namespace; set it to the primary's headless Service" if {
	service_host.service(host).spec.type == "ExternalName"
} else := "a Service that is not headless; set its clusterIP to None" if {
	object.get(service_host.service(host), ["spec", "clusterIP"], null) != "None"
} else := "a Service that does not select the primary; set it to the primary's headless Service" if {
	selected := pods.selected(ctx.namespace_or_default, service_host.service(host).spec.selector)
	count(selected) > 0
	every pod in selected {
		not pod.pod in xroad.pods_with_role(pod.object, "primary")
	}
}

# METADATA
# title: Sidecars behind a load balancer must share an external database
# description: |
#   The primary and its secondaries serve one configuration from one database. A primary without a
#   database host starts its own database in the pod. The secondaries cannot reach it, and it is lost
#   with the pod.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/security_server_sidecar_user_guide.md
# custom:
#   severity: medium
#   requirements: [XR-07]
#   match: [workload]
#   remediation: Set the primary's XROAD_DB_HOST to the host of a PostgreSQL server outside the pod.
package guiderail.sidecar.external_database

import data.lib.guiderail.sidecar_setting
import data.lib.guiderail.xroad

applies if count(_members) > 0

violation contains {"msg": msg, "details": {"path": host.path}} if {
	some container in _members
	host := _host(container)
	not host.is_reference
	xroad.is_loopback(host.value)
	what := sprintf("%s: env XROAD_DB_HOST is %s", [container.title, _shown(host.value)])
	msg := sprintf("%s, so the database runs in the pod; set it to a host outside the pod", [what])
}

unknown contains {"msg": msg, "details": {"path": host.path}} if {
	some container in _members
	host := _host(container)
	sidecar_setting.is_open(host)
	msg := sprintf("%s: the value of env XROAD_DB_HOST is not known", [container.title])
}

_members := [container |
	some container in xroad.servers
	container.role != "single"
]

# A secondary takes the database from the configuration that it copies.
_host(container) := sidecar_setting.variable_or_none(container, "XROAD_DB_HOST") if {
	container.role == "primary"
} else := sidecar_setting.variable(container, "XROAD_DB_HOST")

_shown(value) := "not set" if {
	trim_space(value) == ""
} else := value

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
#   remediation: Set the environment variable XROAD_DB_HOST of the primary to the host of a PostgreSQL server outside
#     the pod.
package guiderail.sidecar.external_database

import data.lib.guiderail.placeholder
import data.lib.guiderail.sidecar_setting
import data.lib.guiderail.xroad

applies if count(_members) > 0

violation contains {"msg": msg, "details": {"path": host.path}} if {
	some container in _members
	host := sidecar_setting.variable(container, "XROAD_DB_HOST")
	not host.is_reference
	xroad.is_loopback(host.value)
	what := sprintf("%s: env XROAD_DB_HOST %s", [container.title, _shown(host.value)])
	msg := sprintf("%s, so that the database runs in the pod; name a host outside", [what])
}

# A secondary takes the database from the configuration that it copies.
violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["env"])}} if {
	some container in _members
	container.role == "primary"
	not sidecar_setting.variable(container, "XROAD_DB_HOST")
	not sidecar_setting.may_have_more_variables(container)
	what := sprintf("%s: env XROAD_DB_HOST is not set, so that the database runs in the pod", [container.title])
	msg := sprintf("%s; name a host outside", [what])
}

unknown contains {"msg": msg, "details": {"path": host.path}} if {
	some container in _members
	host := sidecar_setting.variable(container, "XROAD_DB_HOST")
	_is_open(host)
	msg := sprintf("%s: the value of env XROAD_DB_HOST cannot be told from here", [container.title])
}

unknown contains {"msg": msg, "details": {"path": array.concat(container.path, ["envFrom"])}} if {
	some container in _members
	container.role == "primary"
	not sidecar_setting.variable(container, "XROAD_DB_HOST")
	sidecar_setting.may_have_more_variables(container)
	msg := sprintf("%s: envFrom may bring XROAD_DB_HOST; what it brings cannot be told from here", [container.title])
}

_members := [container |
	some container in xroad.servers
	container.role != "single"
]

_is_open(host) if host.is_reference

_is_open(host) if placeholder.is_in(host.value)

_shown(value) := "is empty" if {
	trim_space(value) == ""
} else := sprintf("is %s", [value])

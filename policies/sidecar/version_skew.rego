# METADATA
# title: Secondaries must run the same version and variant as their primary
# description: |
#   A secondary copies the configuration and the database from its primary. Another version of the
#   Security Server may be unable to read what the primary wrote, and a slim one lacks services of the
#   full one, so messages fail depending on which pod they reach.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
# custom:
#   severity: low
#   requirements: [XR-16]
#   match: [workload]
#   remediation: Use the same version and variant in the images of the primary and its secondaries. When upgrading,
#     upgrade the primary first and its secondaries right after it.
package guiderail.sidecar.version_skew

import data.lib.guiderail.ctx
import data.lib.guiderail.pods
import data.lib.guiderail.xroad

applies if count(_secondaries) > 0

violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["image"])}} if {
	some container in _secondaries
	some primary in _primaries
	not _is_open(container.image)
	not _is_open(primary.image)
	_edition(container.image) != _edition(primary.image)
	msg := sprintf("%s: runs %s while its primary, %s, runs %s; use the same version and variant for both", [
		container.title, _edition(container.image), primary.owner, _edition(primary.image),
	])
}

unknown contains {"msg": msg, "details": {"path": array.concat(container.path, ["image"])}} if {
	some container in _secondaries
	some primary in _primaries
	some image in [container.image, primary.image]
	_is_open(image)
	container.reference != primary.reference
	msg := sprintf("%s: whether it runs the same version as its primary, %s, is not known; the tags do not show it", [
		container.title,
		primary.owner,
	])
}

_secondaries := [container |
	some container in xroad.servers
	container.role == "secondary"
]

# The primaries that the secondaries use: those behind the Service in XROAD_PRIMARY_DNS, or the only one
# in the namespace.
default _primaries := []

_primaries := behind if {
	count(_secondaries) > 0
	behind := [primary |
		some name in _services
		some pod in pods.selected(ctx.namespace_or_default, data.inventory.namespace[ctx.namespace_or_default].v1.Service[name].spec.selector)
		some primary in _servers(pod)
		primary.role == "primary"
	]
	count(behind) > 0
} else := only if {
	count(_secondaries) > 0
	only := [primary |
		some pod in pods.of(ctx.namespace_or_default)
		some primary in _servers(pod)
		primary.role == "primary"
	]
	count(only) == 1
}

_services contains split(host, ".")[0] if {
	some container in _secondaries
	host := xroad.variable(container, "XROAD_PRIMARY_DNS").value
}

_servers(pod) := [object.union(server, {"owner": pod.title}) |
	some server in xroad.servers_of(pod.object)
	server.pod == pod.pod
]

# The tag without the role: version, variant and build.
_edition(image) := concat("-", [part |
	some part in split(image.tag, "-")
	not part in {"primary", "secondary"}
])

# A reference with a placeholder is not valid.
_is_open(image) if not image.valid

_is_open(image) if image.tag == ""

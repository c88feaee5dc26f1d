# METADATA
# title: The API server must authorize requests by RBAC
# description: |
#   Without --authorization-mode, or with AlwaysAllow in it, the API server lets everybody whom it knows do
#   everything. No role and no binding counts then.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/authorization/
# custom:
#   severity: critical
#   requirements: [RBAC-17]
#   match: [control_plane]
#   namespaces: [kube-system]
#   remediation: Set --authorization-mode=Node,RBAC.
package guiderail.rbac.api_server_authorization

import data.lib.guiderail.control_plane
import data.lib.guiderail.finding

applies if count(control_plane.api_servers) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": modes.path, "msg": msg, "is_open": is_open} if {
	some server in control_plane.api_servers
	_is_judged(server)
	modes := control_plane.items(server, "authorization-mode")
	wrong := _wrong(modes.value)
	is_open := object.get({true: false}, modes.is_known, true)
	msg := sprintf("%s: %s", [server.title, _how(is_open, wrong)])
}

# The file of --authorization-config takes the place of the modes.
_is_judged(server) if {
	not control_plane.is_given(server, "authorization-config")
	_is_told(server)
}

_is_told(server) if server.is_whole

_is_told(server) if control_plane.is_given(server, "authorization-mode")

_wrong([""]) := "--authorization-mode must be set, for example to Node,RBAC; the default allows everything"

_wrong(modes) := "--authorization-mode must not have AlwaysAllow, which allows everything" if {
	"AlwaysAllow" in modes
} else := "--authorization-mode must have RBAC" if {
	modes != [""]
	not "RBAC" in modes
}

_how(false, wrong) := wrong

_how(true, _) := "whether --authorization-mode has RBAC and not AlwaysAllow is not known"

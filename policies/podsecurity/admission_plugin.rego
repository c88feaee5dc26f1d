# METADATA
# title: The API server must run Pod Security admission
# description: |
#   The labels of a namespace that say which pods may run there count only where the API server runs the plug-in
#   PodSecurity. It does from Kubernetes 1.23 on, unless a flag turns it off.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-admission/
# custom:
#   severity: high
#   requirements: [PSA-04]
#   match: [control_plane]
#   namespaces: [kube-system]
#   remediation: Take PodSecurity out of --disable-admission-plugins and PodSecurity=false out of --feature-gates,
#     and run a supported version of Kubernetes.
package guiderail.podsecurity.admission_plugin

import data.lib.guiderail.control_plane
import data.lib.guiderail.finding

applies if count(control_plane.api_servers) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": list.path, "msg": msg, "is_open": false} if {
	some server in control_plane.api_servers
	some flag, wrong in {
		"disable-admission-plugins": "PodSecurity",
		"feature-gates": "PodSecurity=false",
	}
	list := control_plane.items(server, flag)
	wrong in list.value
	msg := sprintf("%s: --%s must not have %s", [server.title, flag, wrong])
}

_offences contains {"path": list.path, "msg": msg, "is_open": true} if {
	some server in control_plane.api_servers
	some flag in ["disable-admission-plugins", "feature-gates"]
	list := control_plane.items(server, flag)
	list.is_known == false
	msg := sprintf("%s: whether --%s turns off PodSecurity is not known", [server.title, flag])
}

# The old flag names all plug-ins that run.
_offences contains {"path": list.path, "msg": msg, "is_open": false} if {
	some server in control_plane.api_servers
	control_plane.is_given(server, "admission-control")
	list := control_plane.items(server, "admission-control")
	list.is_known
	_lacks(list)
	msg := sprintf("%s: --admission-control must have PodSecurity; use --enable-admission-plugins instead", [server.title])
}

_offences contains {"path": server.path, "msg": msg, "is_open": false} if {
	wanted := "in which PodSecurity is not on by default; run a supported version"
	some server in control_plane.api_servers
	_lacks_plugin(server)
	msg := sprintf("%s: the version is %s, %s", [server.title, server.version, wanted])
}

_lacks(list) if {
	names := list.value
	not "PodSecurity" in names
}

_lacks_plugin(server) if control_plane.is_before(server, 22)

_lacks_plugin(server) if {
	control_plane.is_before(server, 23)
	gates := control_plane.items(server, "feature-gates").value
	not "PodSecurity=true" in gates
}

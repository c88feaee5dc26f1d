# METADATA
# title: The Kubernetes Dashboard must not run with its protections turned off
# description: |
#   Some options of the Dashboard let everybody in without a token, or send tokens over a connection
#   that others can read. They are meant for demonstrations, and are often left in place.
# related_resources: [https://github.com/kubernetes-retired/dashboard/blob/master/docs/common/arguments.md]
# custom:
#   severity: high
#   requirements: [DASH-04]
#   match: [workload]
#   namespaces: [kube-system]
#   remediation: Remove the option from the args of the container.
package guiderail.dashboard.insecure_flags

import data.lib.guiderail.dashboard

applies if count(dashboard.containers) > 0

violation contains {"msg": msg, "details": {"path": option.path}} if {
	some option in dashboard.options
	consequence := _consequences[option.name]
	not _is_harmless(option)
	msg := sprintf("%s: --%s %s; remove it", [option.title, option.name, consequence])
}

# The texts that switch an option off.
_is_harmless(option) if {
	option.name in {"enable-skip-login", "enable-insecure-login", "disable-settings-authorizer"}
	option.value in {"0", "f", "F", "false", "False", "FALSE"}
}

_is_harmless(option) if {
	option.name == "insecure-port"
	_given(option) == "0"
}

_is_harmless(option) if {
	option.name == "insecure-bind-address"
	_given(option) in {"127.0.0.1", "::1"}
}

_given(option) := option.value if {
	option.value != ""
} else := option.next

_consequences := {
	"enable-skip-login": "lets everybody in without a token, with the rights of the Dashboard itself",
	"enable-insecure-login": "takes tokens over plain HTTP",
	"disable-settings-authorizer": "lets everybody change the settings",
	"insecure-port": "serves plain HTTP",
	"insecure-bind-address": "serves plain HTTP to other machines",
}

# METADATA
# title: The Kubernetes Dashboard must not run with its protections turned off
# description: |
#   Some options of the Dashboard let anyone in without a token, or send tokens over a connection
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
	not _is_harmless(option)
	consequence := _consequences[option.name]
	msg := sprintf("%s: --%s %s; remove it", [option.title, option.name, consequence])
}

# The values that turn an option off.
_is_harmless(option) if {
	option.name in {"enable-skip-login", "enable-insecure-login", "disable-settings-authorizer"}
	option.value in {"0", "f", "F", "false", "False", "FALSE"}
}

_is_harmless(option) if {
	option.name == "insecure-port"
	dashboard.given(option) == "0"
}

_is_harmless(option) if {
	option.name == "insecure-bind-address"
	dashboard.given(option) in {"127.0.0.1", "::1"}
}

_consequences := {
	"enable-skip-login": "lets anyone in without a token, with the permissions of the Dashboard itself",
	"enable-insecure-login": "accepts tokens over plain HTTP",
	"disable-settings-authorizer": "lets anyone change the settings",
	"insecure-port": "serves plain HTTP",
	"insecure-bind-address": "serves plain HTTP to other machines",
}

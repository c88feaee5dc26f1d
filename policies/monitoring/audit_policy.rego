# METADATA
# title: The audit policy must log changes and no secrets
# description: |
#   The first rule that matches a request decides, and a request that no rule matches is not logged at all. A rule
#   too many hides who changed a role, and a level too high puts the values of Secrets into the log, where more
#   people can read them than in the cluster.
# related_resources:
#   - https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy
# custom:
#   severity: medium
#   requirements: [MON-06]
#   match: [control_plane_files]
#   remediation: Begin with rules of level None for the control plane's own reads, go on with level Metadata for
#     secrets, configmaps and tokenreviews, and end with a rule of level Metadata for everything.
#   parameters:
#     sensitive: {type: array, items: {type: string}, description: "Resources whose contents must not be in the
#       log, each with its API group behind the first dot."}
#     logged: {type: array, items: {type: string}, description: "Resources of which changes must be in the log, in
#       the same form."}
package guiderail.monitoring.audit_policy

import data.lib.guiderail.audit_rules
import data.lib.guiderail.control_plane_files
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.placeholder

defaults := {
	"sensitive": ["secrets", "configmaps", "tokenreviews.authentication.k8s.io", "serviceaccounts/token"],
	"logged": [
		"pods", "pods/exec", "secrets", "serviceaccounts/token", "namespaces", "deployments.apps",
		"clusterrolebindings.rbac.authorization.k8s.io", "networkpolicies.networking.k8s.io",
		"validatingwebhookconfigurations.admissionregistration.k8s.io", "widgets.example.com",
	],
}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_files) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_files := control_plane_files.of_kind("Policy")

_offences contains {"path": path, "msg": msg, "is_open": false} if {
	some file in _files
	some wrong in _wrongs(file.document)
	path := control_plane_files.path(file, wrong.steps)
	msg := concat("", [file.title, wrong.msg])
}

_wrongs(document) := [wrong |
	rules := audit_rules.of(document)
	some list in [_form(document), _rules_form(rules), _exposed(rules), _hidden(rules), _unmatched(rules)]
	some wrong in list
]

_form(document) := array.concat(
	[{"steps": ["apiVersion"], "msg": msg} |
		document.apiVersion != "audit.k8s.io/v1"
		msg := "apiVersion must be audit.k8s.io/v1; API servers from version 1.24 on refuse others"
	],
	[{"steps": ["omitStages", i], "msg": msg} |
		some i, stage in document.omitStages
		stage == "ResponseComplete"
		msg := sprintf("omitStages must not have %s, without which hardly a request is logged", [stage])
	],
)

_rules_form(rules) := [{"steps": array.concat(["rules", i], wrong.steps), "msg": msg} |
	some i, rule in rules
	some list in [_level_form(rule), _misplaced(rules, rule), _versioned(rule)]
	some wrong in list
	msg := sprintf("rules[%d]%s", [i, wrong.msg])
]

_level_form(rule) := [{"steps": ["level"], "msg": ".level must be None, Metadata, Request or RequestResponse"} |
	level := rule.level
	not level in {"None", "Metadata", "Request", "RequestResponse"}
	not placeholder.is_in(level)
]

# A rule that never matches what it names is one that somebody misses, unless another one logs the same.
_misplaced(rules, rule) := [wrong |
	rule.level != "None"
	some j, entry in rule.resources
	entry.group == ""
	some resource in entry.resources
	group := _groups[split(resource, "/")[0]]
	request := audit_rules.usual_requests(_asked("create", sprintf("%s.%s", [resource, group])))[0]
	_level(rules, audit_rules.deciding(rules, request)) != rule.level
	msg := sprintf(".resources[%d] never matches %s, which is in the API group %s", [j, resource, group])
	wrong := {"steps": ["resources", j], "msg": msg}
]

_level(rules, i) := rules[i].level if {
	i >= 0
} else := "None"

_versioned(rule) := [wrong |
	some j, entry in rule.resources
	contains(entry.group, "/")
	msg := sprintf(".resources[%d].group must be an API group without its version, or the rule never matches", [j])
	wrong := {"steps": ["resources", j, "group"], "msg": msg}
]

_groups := {
	"clusterrolebindings": "rbac.authorization.k8s.io",
	"clusterroles": "rbac.authorization.k8s.io",
	"cronjobs": "batch",
	"daemonsets": "apps",
	"deployments": "apps",
	"ingresses": "networking.k8s.io",
	"jobs": "batch",
	"networkpolicies": "networking.k8s.io",
	"replicasets": "apps",
	"rolebindings": "rbac.authorization.k8s.io",
	"roles": "rbac.authorization.k8s.io",
	"statefulsets": "apps",
	"tokenreviews": "authentication.k8s.io",
}

# What ends in the log: one request for each rule and resource.
_exposed(rules) := [{"steps": ["rules", i], "msg": msg} |
	some i, rule in rules
	rule.level in {"Request", "RequestResponse"}
	some resource in parameters.sensitive
	witnesses := [request |
		some verb in _telling_verbs(resource, rule.level)
		some request in audit_rules.requests(rule, _asked(verb, resource))
		audit_rules.decides(rules, i, request)
	]
	count(witnesses) > 0
	what := audit_rules.shown(witnesses[0])
	msg := sprintf("rules[%d]: %s is logged at level %s, with the values; use Metadata", [i, what, rule.level])
]

# Who reads sends no values, and who asks for a token gets it in the response.
_telling_verbs("serviceaccounts/token", "Request") := []

_telling_verbs(resource, level) := ["create"] if {
	resource in {"serviceaccounts/token", "tokenreviews.authentication.k8s.io"}
	[resource, level] != ["serviceaccounts/token", "Request"]
} else := ["create", "update", "patch"] if {
	resource != "serviceaccounts/token"
	level == "Request"
} else := ["get", "list", "create", "update", "patch"] if {
	level == "RequestResponse"
}

# What a rule keeps out of the log: one request for each rule.
_hidden(rules) := [{"steps": ["rules", i], "msg": msg} |
	some i, rule in rules
	rule.level == "None"
	witnesses := [request |
		some asked in _to_be_logged
		some request in audit_rules.requests(rule, asked)
		user := request.user
		not audit_rules.is_of_the_system(user)
		audit_rules.decides(rules, i, request)
	]
	count(witnesses) > 0
	msg := sprintf("rules[%d]: %s is not logged; log it at level Metadata", [i, audit_rules.shown(witnesses[0])])
]

_unmatched(rules) := [{"steps": ["rules"], "msg": msg} |
	witnesses := [request |
		some asked in _to_be_logged
		some request in audit_rules.usual_requests(asked)
		audit_rules.deciding(rules, request) == -1
	]
	count(witnesses) > 0
	what := audit_rules.shown(witnesses[0])
	msg := sprintf("rules: %s matches no rule and is not logged; end with a rule of level Metadata for everything", [what])
]

_to_be_logged := [_asked(verb, resource) |
	some resource in parameters.logged
	some verb in object.get(_verbs, resource, ["create", "update", "patch", "delete"])
]

_verbs := {
	"pods/exec": ["create", "get"],
	"secrets": ["get", "list", "create", "update", "patch", "delete"],
	"serviceaccounts/token": ["create"],
}

_asked(verb, resource) := {
	"verb": verb,
	"resource": name,
	"group": substring(resource, count(name) + 1, -1),
	"is_global": is_global,
} if {
	name := split(resource, ".")[0]
	is_global := object.get(_global, name, false)
}

_global := {
	"clusterrolebindings": true,
	"clusterroles": true,
	"tokenreviews": true,
	"validatingwebhookconfigurations": true,
}

_offences contains {"path": path, "msg": msg, "is_open": true} if {
	some file in _files
	some i, rule in file.document.rules
	placeholder.is_in(rule.level)
	path := control_plane_files.path(file, ["rules", i, "level"])
	msg := sprintf("%srules[%d].level is still to be filled in", [file.title, i])
}

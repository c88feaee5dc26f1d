# METADATA
# title: Tokens for the Kubernetes Dashboard must expire
# description: |
#   A token in a Secret never expires: whoever saw it once, in a chat, a ticket or a browser, can log in
#   to the Dashboard until somebody deletes the Secret. A session that never ends does the same on every
#   machine on which it was left open.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets
#   - https://github.com/kubernetes-retired/dashboard/blob/master/docs/common/arguments.md
# custom:
#   severity: high
#   requirements: [DASH-05]
#   match: [workload, {groups: [""], kinds: [Secret]}, commands]
#   namespaces: [kube-system]
#   remediation: Delete the Secret and create short-lived tokens with kubectl create token. Remove --token-ttl from the
#     args, so that a session ends after fifteen minutes.
#   parameters:
#     max_token_ttl: {type: integer, description: "The longest time, in seconds, that a session may last, or a token
#       that kubectl create token makes."}
#     service_accounts: {type: array, items: {type: string}, description: "Exact names of service accounts, in any
#       namespace, that people use to log in to the Dashboard."}
package guiderail.dashboard.static_token

import data.lib.guiderail.commands
import data.lib.guiderail.ctx
import data.lib.guiderail.dashboard
import data.lib.guiderail.duration

defaults := {"max_token_ttl": 43200, "service_accounts": ["admin-user", "dashboard-admin", "eks-admin"]}

parameters := object.union(defaults, ctx.parameters)

applies if count(dashboard.containers) > 0

applies if _is_token

applies if count(_made) > 0

violation contains {"msg": msg, "details": {"path": ["type"]}} if {
	_is_token
	account := object.get(ctx.resource, ["metadata", "annotations", "kubernetes.io/service-account.name"], "")
	dashboard.is_account(ctx.namespace_or_none, account, parameters.service_accounts)
	what := sprintf("the Secret contains a Kubernetes Dashboard token of service account %q", [account])
	msg := sprintf("%s, which never expires; delete it and use kubectl create token", [what])
}

violation contains {"msg": msg, "details": {"path": option.path}} if {
	some option in dashboard.options
	option.name == "token-ttl"
	how := _duration(dashboard.given(option))
	msg := sprintf("%s: --token-ttl %s; remove it", [option.title, how])
}

violation contains {"msg": msg, "details": {"path": option.path}} if {
	some call in _made
	option := commands.option(call, {"--duration"})
	duration.hours(option.text) * 3600 > parameters.max_token_ttl
	what := sprintf("%s create token makes a token that is valid for %s", [call.program, option.text])
	msg := sprintf("%s, longer than %d seconds; leave out --duration", [what, parameters.max_token_ttl])
}

unknown contains {"msg": msg, "details": {"path": option.path}} if {
	some call in _made
	option := commands.option(call, {"--duration"})
	not option.is_known
	msg := sprintf("how long the token is valid that %s create token makes is not known", [call.program])
}

_made := [call |
	some call in commands.calls
	call.program in {"kubectl", "oc"}
	commands.has_words(call, ["create", "token"])
]

_is_token if {
	ctx.kind == "Secret"
	ctx.group == ""
	ctx.resource.type == "kubernetes.io/service-account-token"
}

_duration(text) := "is 0, so a session never expires" if {
	regex.match(`^0+$`, text)
} else := sprintf("is %s, so a session lasts longer than %d seconds", [text, parameters.max_token_ttl]) if {
	regex.match(`^[1-9][0-9]{0,17}$`, text)
	to_number(text) > parameters.max_token_ttl
}

# METADATA
# title: Pods must not have IAM roles that may do everything in a service
# description: |
#   Whoever takes over a pod has the permissions of its role. If these cover a whole service of AWS, or all of AWS, one
#   hole in one program is enough to lose all that the account holds there.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
# custom:
#   severity: high
#   requirements: [IRSA-09]
#   match: [workload]
#   limits:
#     gatekeeper: "Does not run in Gatekeeper: no cluster has the files that make its IAM roles."
#   remediation: Give the role only the actions that the pods call and the ARNs of what they call them on, or run the
#     pods as a service account with another role.
package guiderail.irsa.powerful_role

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.given_roles
import data.lib.guiderail.service_account
import data.lib.guiderail.shown_role
import data.lib.guiderail.workload

applies if {
	some pod in service_account.pods
	count(_given(pod)) > 0
}

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": workload.field_path(pod, "serviceAccountName"), "msg": msg, "is_open": is_open} if {
	some pod in service_account.pods
	some given in _given(pod)
	powers := shown_role.powers(given.role)
	count(powers) > 0
	is_open := count([doubt | some doubt in [given.answer == "open", given.role.is_bounded]; doubt]) > 0
	account := sprintf("pod: ServiceAccount %s", [service_account.qualified(pod.account)])
	chain := sprintf("%s has %s by %s, which may do %s", [account, given.role.title, given.by, concat(", ", sort(powers))])
	msg := concat("; ", [chain, {true: _doubt, false: _advice}[is_open]])
}

_doubt := "whether all of that counts is not known"

_advice := "name the actions and resources that the pods need"

_given(pod) := given_roles.of_account(ctx.namespace_or_default, service_account.name(pod.account))

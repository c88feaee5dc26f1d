# METADATA
# title: Roles must not let anyone gain further permissions
# description: |
#   Normally nobody can grant more than they have. The verbs bind, escalate and impersonate, creating
#   service account tokens and approving client certificates bypass that rule. Whoever has one of them
#   can become a cluster administrator in two steps, whatever else the role says.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#escalate-verb
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
#   - https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/
# custom:
#   severity: critical
#   requirements: [RBAC-06]
#   match: [rbac]
#   remediation: Remove the verb. If it is needed, list in resourceNames the roles, service accounts or signers for
#     which it is needed.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of roles that may grant this. A
#       ClusterRole is written as name, a Role as namespace/name."}
package guiderail.rbac.escalation_verbs

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.granted
import data.lib.guiderail.powers
import data.lib.guiderail.rbac
import data.lib.guiderail.role_finding
import data.lib.guiderail.role_rule

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

# rbac.wildcards names its form, and none of the other powers is named beside it.
violation contains {"msg": msg, "details": {"path": grant.path}} if {
	everything := [rule | some rule in rbac.rules(parameters.allowed_roles); role_rule.is_everything(rule)]
	some grant in granted.of_rules(powers.escalation, everything)
	msg := sprintf("%s: anyone bound to this %s can do everything; list what is needed", [grant.title, ctx.kind])
}

unknown contains said if some said in finding.unknowns(_offences)

_offences := role_finding.nameable_offences(powers.escalation, parameters.allowed_roles, _advice)

_advice := "remove it or limit it with resourceNames"

# METADATA
# title: Objects must not rely on PodSecurityPolicy, which no longer exists
# description: |
#   Kubernetes 1.25 removed PodSecurityPolicy. A manifest of one is refused or ignored, and a role that
#   allows its use grants nothing. Whoever relies on either believes that pods are restricted while
#   nothing restricts them.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-policy/
#   - https://kubernetes.io/docs/tasks/configure-pod-container/migrate-from-psp/
# custom:
#   severity: low
#   requirements: [PSA-07]
#   match:
#     - {groups: [policy, extensions], kinds: [PodSecurityPolicy]}
#     - {groups: [rbac.authorization.k8s.io], kinds: [Role, ClusterRole]}
#   remediation: Remove the object or the rule, and set the Pod Security level that the pods need on their namespaces.
package guiderail.podsecurity.no_pod_security_policy

import data.lib.guiderail.ctx

violation contains {"msg": msg, "details": {"path": ["kind"]}} if {
	ctx.kind == "PodSecurityPolicy"
	ctx.group in {"policy", "extensions"}
	msg := "kind PodSecurityPolicy was removed in Kubernetes 1.25; label the namespaces with a Pod Security level"
}

violation contains {"msg": msg, "details": {"path": ["rules", i, "resources", j]}} if {
	ctx.group == "rbac.authorization.k8s.io"
	ctx.kind in {"Role", "ClusterRole"}
	some i, rule in ctx.resource.rules
	some j, resource in rule.resources

	# The second is a mistake that is made.
	resource in {"podsecuritypolicies", "podsecuritypolicy"}
	msg := sprintf("rules[%d] grants access to %s, which Kubernetes 1.25 removed; remove it", [i, resource])
}

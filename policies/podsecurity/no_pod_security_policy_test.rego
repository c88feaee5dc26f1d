package guiderail.podsecurity.no_pod_security_policy_test

import data.guiderail.podsecurity.no_pod_security_policy

test_denied_kind[version] if {
	some version in ["policy/v1beta1", "extensions/v1beta1"]
	no_pod_security_policy.violation == {{
		"msg": "kind PodSecurityPolicy was removed in Kubernetes 1.25; label the namespaces with a Pod Security level",
		"details": {"path": ["kind"]},
	}} with input as {"review": {"object": {"apiVersion": version, "kind": "PodSecurityPolicy", "metadata": {"name": "p"}}}}
}

test_denied_rule[note] if {
	some note, case in {
		"use": {"kind": "ClusterRole", "rule": {"apiGroups": ["policy"], "resources": ["podsecuritypolicies"], "verbs": ["use"]}, "name": "podsecuritypolicies"},
		"old group": {"kind": "Role", "rule": {"apiGroups": ["extensions"], "resources": ["podsecuritypolicies"], "verbs": ["use"]}, "name": "podsecuritypolicies"},
		"singular": {"kind": "Role", "rule": {"apiGroups": ["policy"], "resources": ["podsecuritypolicy"], "verbs": ["use"]}, "name": "podsecuritypolicy"},
		"no group": {"kind": "Role", "rule": {"resources": ["podsecuritypolicies"]}, "name": "podsecuritypolicies"},
	}
	no_pod_security_policy.violation == {{
		"msg": sprintf("rules[1] grants access to %s, which Kubernetes 1.25 removed; remove it", [case.name]),
		"details": {"path": ["rules", 1, "resources", 0]},
	}} with input as role(case.kind, [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}, case.rule])
}

test_allowed[note] if {
	some note, rules in {
		"others": [{"apiGroups": ["policy"], "resources": ["poddisruptionbudgets"], "verbs": ["get"]}],
		"everything": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}],
		"reviews of OpenShift": [{"apiGroups": ["security.openshift.io"], "resources": ["podsecuritypolicyreviews"], "verbs": ["create"]}],
		"addresses": [{"nonResourceURLs": ["/podsecuritypolicies"], "verbs": ["get"]}],
		"null": null,
		"text": "podsecuritypolicies",
		"null resources": [{"resources": null}],
	}
	no_pod_security_policy.violation == set() with input as role("ClusterRole", rules)
}

test_silent_for_other_kinds[note] if {
	some note, object in {
		"kind": {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget"},
		"group": {"apiVersion": "example.org/v1", "kind": "PodSecurityPolicy"},
		"role of another group": {"apiVersion": "example.org/v1", "kind": "Role", "rules": [{"resources": ["podsecuritypolicies"]}]},
	}
	no_pod_security_policy.violation == set() with input as {"review": {"object": object}}
}

role(kind, rules) := {"review": {"object": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": "r"}, "rules": rules}}}

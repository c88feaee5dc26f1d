package guiderail.monitoring.audit_policy_test

import data.guiderail.monitoring.audit_policy

all := {"level": "Metadata"}

secrets := {"resources": [{"group": "", "resources": ["secrets", "configmaps", "serviceaccounts/token"]}]}

test_denied[note] if {
	some note, case in {
		"contents of Secrets": {"rules": [{"level": "Request", "resources": [{"resources": ["secrets"]}]}, all], "n": 1},
		"tokens": {"rules": [{"level": "RequestResponse", "resources": [{"resources": ["serviceaccounts/*"]}]}, all], "n": 1},
		"everything": {"rules": [{"level": "RequestResponse"}], "n": 4},
		"one account": {"rules": [{"level": "RequestResponse", "users": ["a"], "resources": [{"resources": ["secrets"]}]}, all], "n": 1},
		"too late": {"rules": [{"level": "Request"}, object.union(secrets, all)], "n": 3},
		"nothing": {"rules": [], "n": 1},
		"no rules": {"rules": null, "n": 1},
		"nothing for the rest": {"rules": [object.union(secrets, all)], "n": 1},
		"a blanket": {"rules": [{"level": "None"}, all], "n": 1},
		"a blanket for one": {"rules": [{"level": "None", "users": ["a"]}, all], "n": 1},
		"a blanket for a group": {"rules": [{"level": "None", "userGroups": ["a"]}, all], "n": 1},
		"a blanket for a namespace": {"rules": [{"level": "None", "namespaces": ["a"]}, all], "n": 1},
		"reads of Secrets": {"rules": [{"level": "None", "verbs": ["get"]}, all], "n": 1},
		"a wrong level": {"rules": [{"level": "metadata"}], "n": 1},
		"no level": {"rules": [{}], "n": 1},
		"a wrong group": {"rules": [{"level": "Request", "resources": [{"resources": ["deployments/scale"]}]}, all], "n": 1},
		"a wrong group and no other rule": {"rules": [object.union(secrets, all), {"level": "Request", "resources": [{"resources": ["roles"]}]}], "n": 2},
		"a version": {"rules": [{"level": "Request", "resources": [{"group": "apps/v1"}]}, all], "n": 1},
		"no rule": {"rules": [1, all], "n": 1},
	}
	result := said(policy({"rules": case.rules}), {})
	count(result.violation) == case.n
	result.unknown == set()
}

test_allowed[note] if {
	some note, rules in {
		"all": [all],
		"secrets first": [object.union(secrets, all), {"level": "Request", "verbs": ["get", "list"]}, all],
		"who asks for a token sends none": [{"level": "Request", "resources": [{"resources": ["serviceaccounts/token"]}]}, all],
		"nodes": [{"level": "None", "userGroups": ["system:nodes", "system:serviceaccounts:kube-system"]}, all],
		"the control plane": [{"level": "None", "users": ["system:apiserver", "system:serviceaccount:kube-system:a"]}, all],
		"paths": [{"level": "None", "nonResourceURLs": ["*"]}, all],
		"reads of pods": [{"level": "None", "verbs": ["get", "list"], "resources": [{"resources": ["pods"]}]}, all],
		"the same level": [{"level": "Metadata", "resources": [{"resources": ["deployments"]}]}, all],
	}
	said(policy({"rules": rules}), {}) == nothing
}

test_form if {
	said(policy({"rules": [all], "omitStages": ["RequestReceived"]}), {}) == nothing
	count(said(policy({"rules": [all], "omitStages": ["ResponseComplete"]}), {}).violation) == 1
	count(said(policy({"rules": [all], "apiVersion": "audit.k8s.io/v1beta1"}), {}).violation) == 1
}

test_parameters if {
	rules := [{"level": "None", "resources": [{"group": "example.com"}]}, {"level": "Request", "resources": [{"resources": ["configmaps"]}]}, all]
	count(said(policy({"rules": rules}), {}).violation) == 2
	said(policy({"rules": rules}), {"logged": ["pods"], "sensitive": ["secrets"]}) == nothing
}

test_held if {
	held := {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": json.marshal(policy({"rules": [{"level": "None"}]}))}}
	said(held, {}).violation == {{
		"msg": "data.a: rules[0]: create of pods by jane in namespace x-road is not logged; log it at level Metadata",
		"details": {"path": ["data", "a"]},
	}}
}

test_unknown if {
	said(policy({"rules": [{"level": "${LEVEL}"}]}), {}) == {"violation": set(), "unknown": {{
		"msg": "rules[0].level is still to be filled in",
		"details": {"path": ["rules", 0, "level"]},
	}}}
}

test_silent if {
	other := object.union(policy({}), {"apiVersion": "kyverno.io/v1"})
	said(other, {}) == nothing
	not audit_policy.applies with input as {"review": {"object": other}}
	audit_policy.applies with input as {"review": {"object": policy({})}}
}

policy(fields) := object.union({"apiVersion": "audit.k8s.io/v1", "kind": "Policy"}, fields)

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := audit_policy.violation with input as asked
	unknown := audit_policy.unknown with input as asked
}

nothing := {"violation": set(), "unknown": set()}

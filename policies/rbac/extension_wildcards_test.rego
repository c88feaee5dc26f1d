package guiderail.rbac.extension_wildcards_test

import data.guiderail.rbac.extension_wildcards
import data.guiderail.rbac.wildcards

test_denied[note] if {
	some note, case in {
		"own resources": {
			"rule": {"apiGroups": ["shop.example.org"], "resources": ["tills", "tills/status"], "verbs": ["*"]},
			"path": ["verbs", 0], "how": "verbs *", "can": "do everything with tills, tills/status of shop.example.org",
		},
		"own groups": {
			"rule": {"apiGroups": ["shop.example.org", "bank.example.org"], "resources": ["*"], "verbs": ["get", "*"]},
			"path": ["resources", 0], "how": "resources *, verbs *", "can": "do everything with every resource of bank.example.org, shop.example.org",
		},
		"metrics": {
			"rule": {"apiGroups": ["metrics.k8s.io"], "resources": ["*"], "verbs": ["get"]},
			"path": ["resources", 0], "how": "resources *", "can": "use get on every resource of metrics.k8s.io",
		},
		"verbs on an external metric": {
			"rule": {"apiGroups": ["external.metrics.k8s.io"], "resources": ["queue_length"], "verbs": ["*"]},
			"path": ["verbs", 0], "how": "verbs *", "can": "do everything with queue_length of external.metrics.k8s.io",
		},
		"finalizers": {
			"rule": {"apiGroups": ["*"], "resources": ["*/finalizers"], "verbs": ["update"]},
			"path": ["apiGroups", 0], "how": "apiGroups *, resources */finalizers", "can": "use update on */finalizers of every API group",
		},
	}
	extension_wildcards.violation == {{
		"msg": sprintf("rules[0] (%s): anyone bound to this ClusterRole can %s; list what is needed", [case.how, case.can]),
		"details": {"path": array.concat(["rules", 0], case.path)},
	}} with input as role([case.rule])
	wildcards.violation == set() with input as role([case.rule])
}

# What is not judged here is judged by rbac.wildcards.
test_left_to_wildcards[note] if {
	some note, rule in {
		"everything": {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]},
		"core group": {"apiGroups": [""], "resources": ["pods"], "verbs": ["*"]},
		"group without a dot": {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["*"]},
		"group of Kubernetes": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["*"], "verbs": ["get"]},
		"beside an extension": {"apiGroups": ["shop.example.org", ""], "resources": ["*"], "verbs": ["get"]},
		"group of OpenShift": {"apiGroups": ["security.openshift.io"], "resources": ["*"], "verbs": ["get"]},
		"group to be filled in": {"apiGroups": ["{{ .Values.group }}"], "resources": ["*"], "verbs": ["get"]},
		"more than finalizers": {"apiGroups": ["*"], "resources": ["*/finalizers", "*/status"], "verbs": ["update"]},
		"URLs": {"nonResourceURLs": ["*"], "verbs": ["get"]},
		"URLs beside an extension": {"apiGroups": ["shop.example.org"], "nonResourceURLs": ["*"], "verbs": ["get"]},
		"URLs beside finalizers": {"resources": ["*/finalizers"], "nonResourceURLs": ["*"], "verbs": ["get"]},
	}
	extension_wildcards.violation == set() with input as role([rule])
	count(wildcards.violation) == 1 with input as role([rule])
}

test_allowed[note] if {
	some note, review in {
		"written out": role([{"apiGroups": ["shop.example.org"], "resources": ["tills"], "verbs": ["get", "update"]}]),
		"every external metric, of which another control speaks": role([{"apiGroups": ["external.metrics.k8s.io"], "resources": ["*"], "verbs": ["get"]}]),
		"allowed role": object.union(
			role([{"apiGroups": ["shop.example.org"], "resources": ["tills"], "verbs": ["*"]}]),
			{"parameters": {"allowed_roles": ["operator"]}},
		),
	}
	extension_wildcards.violation == set() with input as review
}

role(rules) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRole",
	"metadata": {"name": "operator"},
	"rules": rules,
}}}

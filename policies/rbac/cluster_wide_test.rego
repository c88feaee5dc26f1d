package lib.guiderail.cluster_wide_test

import data.lib.guiderail.cluster_wide
import data.lib.guiderail.role_rule

test_resources[note] if {
	some note, case in {
		"nodes": {"rule": {"resources": ["pods", "nodes", "nodes/proxy"]}, "want": [1, 2]},
		"namespaces, some of which are in reach": {"rule": {"resources": ["namespaces"]}, "want": []},
		"of any group": {"rule": {"apiGroups": ["*"], "resources": ["storageclasses", "pods"]}, "want": [0]},
		"whole group": {"rule": {"apiGroups": ["node.k8s.io"], "resources": ["runtimeclasses", "*", ""]}, "want": [0, 1]},
		"whole group beside another": {
			"rule": {"apiGroups": ["node.k8s.io", "example.org"], "resources": ["runtimeclasses"]},
			"want": [],
		},
		"no groups": {"rule": {"apiGroups": [], "resources": ["nodes"]}, "want": []},
		"roles": {"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"]}, "want": [0]},
		"roles that may be bound": {
			"rule": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["bind"]},
			"want": [],
		},
		"what is used in a namespace": {
			"rule": {"apiGroups": ["security.openshift.io"], "resources": ["securitycontextconstraints"], "verbs": ["use"]},
			"want": [],
		},
		"of a group that nobody knows": {"rule": {"apiGroups": ["", "example.org"], "resources": ["nodes"]}, "want": []},
		"no text": {"rule": {"resources": [1, null]}, "want": []},
	}
	cluster_wide.resources(rule(case.rule)) == case.want
}

test_groups_of_kubernetes[note] if {
	some note, case in {
		"core": {"groups": {""}, "want": true},
		"all": {"groups": {"*"}, "want": true},
		"old": {"groups": {"extensions"}, "want": true},
		"new": {"groups": {"new.k8s.io"}, "want": true},
		"of extensions that are known": {"groups": {"cilium.io", "kyverno.io"}, "want": true},
		"of powers": {"groups": {"templates.gatekeeper.sh"}, "want": true},
		"another": {"groups": {"", "example.org"}, "want": false},
	}
	[true | cluster_wide.are_of_kubernetes(case.groups)] == [true | case.want]
}

rule(changes) := rules[0] if {
	spec := object.union({"apiGroups": [""], "resources": [], "verbs": ["get"]}, changes)
	rules := role_rule.of({"kind": "Role", "rules": [spec]})
}

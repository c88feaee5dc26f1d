package lib.guiderail.audit_rules_test

import data.lib.guiderail.audit_rules

request(fields) := object.union(
	{
		"user": "jane", "groups": ["system:authenticated"], "verb": "get",
		"group": "", "resource": "pods", "namespace": "a", "name": "b",
	},
	fields,
)

decides(rule, fields) if audit_rules.deciding(audit_rules.of({"rules": [rule]}), request(fields)) == 0

test_matching[note] if {
	some note, case in {
		"everything": {"rule": {}, "request": {}},
		"null": {"rule": {"users": null, "resources": []}, "request": {}},
		"a user": {"rule": {"users": ["a", "jane"]}, "request": {}},
		"a group": {"rule": {"userGroups": ["system:authenticated"]}, "request": {}},
		"a verb": {"rule": {"verbs": ["get"]}, "request": {}},
		"a namespace": {"rule": {"namespaces": ["a"]}, "request": {}},
		"no namespace": {"rule": {"namespaces": [""]}, "request": {"namespace": ""}},
		"a namespace and a path": {"rule": {"namespaces": ["a"], "nonResourceURLs": ["/a"]}, "request": {}},
		"a group of the API": {"rule": {"resources": [{"group": "apps"}]}, "request": {"group": "apps"}},
		"every group": {"rule": {"resources": [{"group": "*", "resources": ["pods"]}]}, "request": {"group": "apps"}},
		"a resource": {"rule": {"resources": [{"resources": ["pods"]}]}, "request": {}},
		"every resource": {"rule": {"resources": [{"resources": ["*"]}]}, "request": {"resource": "pods/exec"}},
		"a subresource": {"rule": {"resources": [{"resources": ["pods/exec"]}]}, "request": {"resource": "pods/exec"}},
		"every subresource": {"rule": {"resources": [{"resources": ["pods/*"]}]}, "request": {"resource": "pods/exec"}},
		"a resource by its subresources": {"rule": {"resources": [{"resources": ["pods/*"]}]}, "request": {}},
		"a subresource of everything": {"rule": {"resources": [{"resources": ["*/exec"]}]}, "request": {"resource": "pods/exec"}},
		"a name": {"rule": {"resources": [{"resources": ["pods"], "resourceNames": ["b"]}]}, "request": {}},
	}
	decides(case.rule, case.request)
}

test_not_matching[note] if {
	some note, case in {
		"another user": {"rule": {"users": ["a"]}, "request": {}},
		"another group": {"rule": {"userGroups": ["a"]}, "request": {}},
		"another verb": {"rule": {"verbs": ["list"]}, "request": {}},
		"another namespace": {"rule": {"namespaces": ["b"]}, "request": {}},
		"a path": {"rule": {"nonResourceURLs": ["*"]}, "request": {}},
		"another group of the API": {"rule": {"resources": [{"group": "apps"}]}, "request": {}},
		"a group with a version": {"rule": {"resources": [{"group": "apps/v1"}]}, "request": {"group": "apps"}},
		"the resource of a subresource": {"rule": {"resources": [{"resources": ["pods"]}]}, "request": {"resource": "pods/exec"}},
		"another subresource": {"rule": {"resources": [{"resources": ["*/log"]}]}, "request": {"resource": "pods/exec"}},
		"another name": {"rule": {"resources": [{"resources": ["pods"], "resourceNames": ["c"]}]}, "request": {}},
		"no rule": {"rule": 1, "request": {}},
	}
	not decides(case.rule, case.request)
}

test_first if {
	rules := audit_rules.of({"rules": [{"users": ["a"]}, {"level": "None"}, {"level": "Metadata"}]})
	audit_rules.deciding(rules, request({})) == 1
	audit_rules.deciding([], request({})) == -1
	audit_rules.of({"rules": "a"}) == []
}

test_requests[note] if {
	some note, case in {
		"usual": {"rule": {}, "want": ["jane x-road", "system:serviceaccount:x-road:app x-road"]},
		"a user": {"rule": {"users": ["bob"], "namespaces": ["a", ""]}, "want": ["bob a"]},
		"a group": {"rule": {"userGroups": ["a"]}, "want": ["jane x-road"]},
		"accounts": {"rule": {"userGroups": ["system:serviceaccounts:a"]}, "want": ["system:serviceaccount:a:app x-road"]},
		"all accounts": {"rule": {"userGroups": ["system:serviceaccounts"]}, "want": ["system:serviceaccount:x-road:app x-road"]},
		"nodes": {"rule": {"userGroups": ["system:nodes"]}, "want": ["system:node:node-1 x-road"]},
		"nobody": {"rule": {"users": ["system:anonymous"]}, "want": ["system:anonymous x-road"]},
	}
	[rule] := audit_rules.of({"rules": [case.rule]})
	made := audit_rules.requests(rule, {"verb": "create", "group": "", "resource": "pods", "is_global": false})
	[sprintf("%s %s", [asked.user, asked.namespace]) | some asked in made] == case.want
	every asked in made {
		audit_rules.deciding([rule], asked) == 0
	}
}

test_requests_for_the_cluster if {
	made := audit_rules.usual_requests({"verb": "get", "group": "", "resource": "nodes", "is_global": true})
	[[asked.namespace, asked.name] | some asked in made] == [["", "a"], ["", "a"]]
	audit_rules.shown(made[0]) == "get of nodes by jane"
}

test_names if {
	[rule] := audit_rules.of({"rules": [{"resources": [{"resources": ["pods"], "resourceNames": ["b"]}]}]})
	made := audit_rules.requests(rule, {"verb": "get", "group": "", "resource": "pods", "is_global": false})
	{asked.name | some asked in made} == {"a", "b"}
	audit_rules.shown(made[0]) == "get of pods by jane in namespace x-road"
}

test_system if {
	audit_rules.is_of_the_system("system:node:a")
	audit_rules.is_of_the_system("system:serviceaccount:kube-system:a")
	not audit_rules.is_of_the_system("system:serviceaccount:a:b")
	not audit_rules.is_of_the_system("jane")
}

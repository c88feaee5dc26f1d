package lib.guiderail.role_rule_test

import data.lib.guiderail.role_rule

test_of if {
	role_rule.of({"kind": "Role", "rules": [spec, "no rule", {"verbs": "get", "resources": [1, "*/exec"]}]}) == [
		{
			"title": "rules[0]", "path": ["rules", 0], "is_namespaced": true, "spec": spec, "has_patterns": false,
			"verbs": {"get"}, "groups": {""}, "resources": {"pods"}, "names": {"a"}, "urls": set(),
		},
		{
			"title": "rules[2]", "path": ["rules", 2], "is_namespaced": true, "has_patterns": true,
			"spec": {"verbs": "get", "resources": [1, "*/exec"]},
			"verbs": set(), "groups": set(), "resources": {"*/exec"}, "names": set(), "urls": set(),
		},
	]
}

test_of_a_cluster_role if {
	some rule in role_rule.of({"kind": "ClusterRole", "rules": [spec]})
	not rule.is_namespaced
}

test_of_no_rules[note] if {
	some note, role in {"none": {}, "null": {"rules": null}, "text": {"rules": "all"}, "map": {"rules": {"a": spec}}}
	role_rule.of(object.union(role, {"kind": "Role"})) == []
}

test_allows[note] if {
	some note, case in {
		"as written": {"rule": {}, "request": {}, "want": true},
		"another verb": {"rule": {}, "request": {"verb": "list"}, "want": false},
		"another group": {"rule": {}, "request": {"group": "apps"}, "want": false},
		"another resource": {"rule": {}, "request": {"resource": "secrets"}, "want": false},
		"everything": {
			"rule": {"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]},
			"request": {"verb": "exec", "group": "apps", "resource": "pods/exec"},
			"want": true,
		},
		"subresource by a pattern": {"rule": {"resources": ["*/exec"]}, "request": {"resource": "pods/exec"}, "want": true},
		"resource by a pattern for subresources": {"rule": {"resources": ["*/exec"]}, "request": {}, "want": false},
		"pattern that is none": {"rule": {"resources": ["pods/*"]}, "request": {"resource": "pods/exec"}, "want": false},
		"name": {"rule": {"resourceNames": ["a"]}, "request": {"name": "a"}, "want": true},
		"another name": {"rule": {"resourceNames": ["a"]}, "request": {"name": "b"}, "want": false},
		"no name where one is wanted": {"rule": {"resourceNames": ["a"]}, "request": {}, "want": false},
	}
	request := object.union({"verb": "get", "group": "", "resource": "pods", "name": ""}, case.request)
	[true | role_rule.allows(rule(case.rule), request)] == [true | case.want]
}

test_allows_url[note] if {
	some note, case in {
		"as written": {"url": "/healthz", "want": true},
		"below it": {"url": "/healthz/etcd", "want": false},
		"below a pattern": {"url": "/apis/apps", "want": true},
		"another": {"url": "/metrics", "want": false},
	}
	written := rule({"nonResourceURLs": ["/healthz", "/apis/*"]})
	[true | role_rule.allows(written, {"verb": "get", "url": case.url})] == [true | case.want]
	not role_rule.allows(written, {"verb": "post", "url": case.url})
}

test_anything[note] if {
	some note, case in {
		"resources": {"rule": {"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]}, "want": true},
		"URLs": {"rule": {"verbs": ["get"], "nonResourceURLs": ["/healthz"]}, "want": true},
		"no verbs": {"rule": {"apiGroups": [""], "resources": ["pods"], "nonResourceURLs": ["/healthz"]}, "want": false},
		"no groups": {"rule": {"verbs": ["get"], "resources": ["pods"]}, "want": false},
		"no resources": {"rule": {"verbs": ["get"], "apiGroups": [""]}, "want": false},
	}
	read := role_rule.of({"kind": "ClusterRole", "rules": [case.rule]})
	[true | role_rule.grants_anything(read[0])] == [true | case.want]
}

test_everything[note] if {
	some note, case in {
		"all": {"changes": {}, "want": true},
		"some verbs": {"changes": {"verbs": ["get"]}, "want": false},
		"some groups": {"changes": {"apiGroups": [""]}, "want": false},
		"some resources": {"changes": {"resources": ["pods"]}, "want": false},
		"some names": {"changes": {"resourceNames": ["a"]}, "want": false},
	}
	everything := {"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}
	[true | role_rule.is_everything(rule(object.union(everything, case.changes)))] == [true | case.want]
}

test_covered[note] if {
	some note, case in {
		"same": {"rule": {}, "known": [{}], "want": true},
		"by two": {
			"rule": {"verbs": ["get", "list"]}, "known": [{}, {"verbs": ["list"]}],
			"want": true,
		},
		"verb that none has": {"rule": {"verbs": ["get", "watch"]}, "known": [{}], "want": false},
		"by all": {"rule": {}, "known": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}], "want": true},
		"all by some": {"rule": {"resources": ["*"]}, "known": [{}], "want": false},
		"names by all": {"rule": {"resourceNames": ["a"]}, "known": [{}], "want": true},
		"all by names": {"rule": {}, "known": [{"resourceNames": ["a"]}], "want": false},
		"names by two": {
			"rule": {"resourceNames": ["a", "b"]},
			"known": [{"resourceNames": ["a"]}, {"resourceNames": ["b"]}],
			"want": true,
		},
		"name that none has": {"rule": {"resourceNames": ["a", "b"]}, "known": [{"resourceNames": ["a"]}], "want": false},
		"URL": {"rule": {"nonResourceURLs": ["/api/v1"]}, "known": [{"nonResourceURLs": ["/api/*"]}], "want": true},
		"another URL": {"rule": {"nonResourceURLs": ["/logs"]}, "known": [{"nonResourceURLs": ["/api/*"]}], "want": false},
		"nothing": {"rule": {"verbs": []}, "known": [], "want": true},
	}
	known := [rule(changes) | some changes in case.known]
	[true | role_rule.is_covered(rule(case.rule), known)] == [true | case.want]
}

test_only[note] if {
	some note, case in {
		"all": {"names": [], "want": ""},
		"some": {"names": ["a", "b"], "want": ", only for a, b"},
		"those without a name": {"names": [""], "want": ""},
		"some and those without a name": {"names": ["", "a"], "want": ", only for a, requests without a name"},
	}
	role_rule.only(rule({"resourceNames": case.names})) == case.want
}

test_enumeration[note] if {
	some note, case in {
		"none": {"words": [], "want": ""},
		"four": {"words": ["a", "b", "c", "d"], "want": "a, b, c, d"},
		"five": {"words": ["a", "b", "c", "d", "e"], "want": "a, b, c and 2 more"},
	}
	role_rule.enumeration(case.words) == case.want
}

spec := {"verbs": ["get"], "apiGroups": [""], "resources": ["pods"], "resourceNames": ["a"]}

rule(changes) := role_rule.of({"kind": "Role", "rules": [
	object.union({"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]}, changes),
]})[0]

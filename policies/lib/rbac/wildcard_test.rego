package lib.guiderail.wildcard_test

import data.lib.guiderail.role_rule
import data.lib.guiderail.wildcard

test_place if {
	wildcard.place(rule({"apiGroups": ["apps"], "resources": ["pods/*", "*/scale"], "verbs": ["get*", "*"]})) == {
		"path": ["rules", 0, "resources", 1],
		"title": "rules[0] (resources */scale, verbs *)",
		"can": "do everything with */scale, pods/* of apps",
	}
	not wildcard.place(rule({"apiGroups": ["apps"], "resources": ["pods/*"], "verbs": ["get*"]}))
}

test_is_of_extensions if {
	wildcard.is_of_extensions(rule({"apiGroups": ["shop.example.org"]}))
	not wildcard.is_of_extensions(rule({"apiGroups": ["shop.example.org", "apps"]}))
	not wildcard.is_of_extensions(rule({}))
}

rule(spec) := role_rule.of({"kind": "ClusterRole", "rules": [spec]})[0]

package lib.guiderail.aggregation_test

import data.lib.guiderail.aggregation

test_sources[note] if {
	some note, case in {
		"none": {"selectors": [], "want": set()},
		"one": {"selectors": [by("to", "middle")], "want": {"part"}},
		"through another": {"selectors": [by("to", "nobody"), by("to", "all")], "want": {"middle", "part"}},
		"in a circle": {"selectors": [by("to", "second")], "want": {"first", "second", "third"}},
		"by an expression": {"selectors": [{"matchExpressions": [{"key": "to", "operator": "DoesNotExist"}]}], "want": {"plain", "wrong"}},
		"empty": {"selectors": [{}], "want": object.keys(roles)},
		"null": {"selectors": [null], "want": object.keys(roles)},
		"unreadable": {"selectors": ["all", {"matchExpressions": [{"key": "to", "operator": "Is"}]}], "want": set()},
	}
	aggregation.sources("new", case.selectors) == case.want with data.inventory as inventory
}

# The role itself is not among them, whatever the inventory has of it.
test_sources_without_itself if {
	aggregation.sources("first", [by("to", "first")]) == {"second", "third"} with data.inventory as inventory
}

test_sources_of_nothing if {
	aggregation.sources("new", [{}]) == set() with data.inventory as {}
}

test_selectors if {
	aggregation.selectors_of({"aggregationRule": {"clusterRoleSelectors": [{}]}}) == [{}]
	every role in [{}, {"aggregationRule": null}, {"aggregationRule": {"clusterRoleSelectors": null}}, {"aggregationRule": {"clusterRoleSelectors": "all"}}] {
		aggregation.selectors_of(role) == []
	}
}

inventory := {"cluster": {"rbac.authorization.k8s.io/v1": {"ClusterRole": roles}}}

roles := {
	"middle": {"metadata": {"labels": {"to": "all"}}, "aggregationRule": {"clusterRoleSelectors": [by("to", "middle")]}},
	"part": {"metadata": {"labels": {"to": "middle"}}},
	"first": {"metadata": {"labels": {"to": "second"}}, "aggregationRule": {"clusterRoleSelectors": [by("to", "first")]}},
	"second": {"metadata": {"labels": {"to": "first"}}, "aggregationRule": {"clusterRoleSelectors": [by("to", "second")]}},
	"third": {"metadata": {"labels": {"to": "second"}}},
	"wrong": {"metadata": {"labels": "all"}, "aggregationRule": {"clusterRoleSelectors": "all"}},
	"plain": {},
}

by(key, value) := {"matchLabels": {key: value}}

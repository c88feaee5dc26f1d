package lib.guiderail.flows_test

import data.lib.guiderail.flows

pod(namespace, app) := {
	"namespace": namespace, "namespace_labels": {"team": namespace}, "labels": {"app": app},
	"host_network": false, "ips": [], "ports": [],
}

node := object.union(pod("shop", "node"), {"ips": ["10.0.0.1"]})

cluster := {
	"namespaces": {
		"shop": {"namespace": "shop", "labels": {}, "namespace_labels": {"team": "shop"}, "pods": {"1": pod("shop", "web"), "2": pod("shop", "db"), "5": node}, "by_label": {"app": {"web": ["1"], "db": ["2"], "node": ["5"]}}},
		"guest": {"namespace": "guest", "labels": {}, "namespace_labels": {"team": "guest"}, "pods": {"3": pod("guest", "web")}, "by_label": {"app": {"web": ["3"]}}},
	},
	"by_label": {"team": {"shop": ["shop"], "guest": ["guest"]}, "kubernetes.io/metadata.name": {"shop": ["shop"], "guest": ["guest"]}},
	"addressed": {"4": {"ips": ["203.0.113.7"]}, "5": node},
}

test_selected if {
	pods := {i: pod("shop", app) | some i, app in ["web", "db"]}
	policy := {"metadata": {"namespace": "shop"}, "spec": {"podSelector": {"matchLabels": {"app": "db"}}}}
	flows.selected(policy, pods) == {1}
	flows.selected(object.remove(policy, ["metadata"]), pods) == set()
}

test_matching[note] if {
	some note, case in {
		"own namespace": {"peer": {"podSelector": {}}, "want": {"1", "2", "5"}},
		"pods of it": {"peer": {"podSelector": {"matchLabels": {"app": "web"}}}, "want": {"1"}},
		"one of several values": {"peer": {"podSelector": {"matchExpressions": [{"key": "app", "operator": "In", "values": ["db", "gone"]}]}}, "want": {"2"}},
		"no such label": {"peer": {"podSelector": {"matchLabels": {"tier": "web"}}}, "want": set()},
		"none of a label": {"peer": {"podSelector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]}}, "want": {"2", "5"}},
		"no object": {"peer": "everyone", "want": set()},
		"every namespace": {"peer": {"namespaceSelector": {}}, "want": {"1", "2", "3", "5"}},
		"a namespace": {"peer": {"namespaceSelector": {"matchLabels": {"team": "guest"}}, "podSelector": null}, "want": {"3"}},
		"both": {"peer": {"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "web"}}}, "want": {"1", "3"}},
		"a block": {"peer": {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}}, "want": {"4"}},
		"a block of pods": {"peer": {"ipBlock": {"cidr": "10.0.0.0/8"}}, "want": {"5"}},
		"nothing": {"peer": {}, "want": set()},
	}
	flows.matching(case.peer, "shop", cluster) == case.want
}

test_is_about_everyone if {
	flows.is_about_everyone({"peers": []})
	not flows.is_about_everyone({"peers": [{"podSelector": {}}]})
	not flows.is_about_everyone({"peers": [{}]})
}

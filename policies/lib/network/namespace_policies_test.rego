package lib.guiderail.namespace_policies_test

import data.lib.guiderail.namespace_policies

inventory := {"namespace": {"shop": {"networking.k8s.io/v1": {"NetworkPolicy": {"a": {"metadata": {"name": "a"}}, "b": {"metadata": {"name": "b"}}}}}}}

test_those_of_the_namespace[note] if {
	some note, subject in {
		"none": {},
		"other kind": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "shop"}},
		"other group": {"apiVersion": "crd.projectcalico.org/v1", "kind": "NetworkPolicy", "metadata": {"name": "a", "namespace": "shop"}},
		"other namespace": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a", "namespace": "till"}},
	}
	[policy.metadata | some policy in namespace_policies.of_namespace("shop")] == [{"name": "a"}, {"name": "b"}] with input as subject with data.inventory as inventory
}

test_the_one_under_review_counts_as_it_is if {
	subject := {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a", "namespace": "shop"}, "spec": {}}
	namespace_policies.of_namespace("shop") == [{"metadata": {"name": "b"}}, subject] with input as subject with data.inventory as inventory
	bare := json.remove(subject, ["metadata/namespace"])
	namespace_policies.of_namespace("default") == [bare] with input as bare with data.inventory as inventory
	namespace_policies.of_namespace("till") == [] with input as subject with data.inventory as inventory
}

test_possible if {
	named := {"metadata": {"name": "a", "namespace": "shop"}, "spec": {"podSelector": {"matchLabels": {"app": "a"}}}}
	floating := {"metadata": {"name": "b"}, "spec": {"podSelector": null, "policyTypes": ["Egress"]}}
	held := {"namespace": {
		"shop": {"networking.k8s.io/v1": {"NetworkPolicy": {"a": named}}},
		"default": {"networking.k8s.io/v1": {"NetworkPolicy": {"b": floating, "c": {"metadata": {"name": "c", "namespace": "default"}}}}},
	}}
	namespace_policies.possible("shop") == [floating] with data.inventory as held
	namespace_policies.possible("till") == [floating] with data.inventory as held
	namespace_policies.possible("default") == [] with data.inventory as held
	[policy.metadata.name | some policy in namespace_policies.possible("")] == ["c", "a"] with data.inventory as held
	namespace_policies.possibly_isolating("till", {"labels": {}}, "egress") == {`NetworkPolicy "b"`} with data.inventory as held
	namespace_policies.possibly_isolating("till", {"labels": {}}, "ingress") == set() with data.inventory as held
	namespace_policies.possibly_isolating("", {"labels": {"app": "a"}}, "ingress") == {`NetworkPolicy "a"`, `NetworkPolicy "c"`} with data.inventory as held
}

package lib.guiderail.other_policies_test

import data.lib.guiderail.other_policies

case_of(where, version, kind, specs) := {"where": where, "version": version, "kind": kind, "specs": specs}

# Each selects the pods with app=shop of the namespace shop.
selecting := {
	"Cilium": case_of("namespace", "cilium.io/v2", "CiliumNetworkPolicy", [
		{"endpointSelector": {"matchLabels": {"app": "shop"}}, "ingress": [{}]},
		{"endpointSelector": {"matchLabels": {"k8s:app": "shop"}}, "ingressDeny": [{"fromEntities": ["world"]}]},
		{"endpointSelector": {"matchLabels": {"k8s:app": "shop", "any:app": "shop"}}, "ingress": [{}]},
		{"endpointSelector": {"matchExpressions": [{"key": "any:app", "operator": "Exists"}]}, "enableDefaultDeny": {"ingress": true}},
	]),
	"Cilium for the cluster": case_of("cluster", "cilium.io/v2", "CiliumClusterwideNetworkPolicy", [{
		"endpointSelector": {"matchLabels": {"k8s:io.kubernetes.pod.namespace": "shop", "app": "shop"}},
		"ingress": [{}],
	}]),
	"Calico": case_of("namespace", "projectcalico.org/v3", "NetworkPolicy", [
		{"selector": "app == 'shop'", "types": ["Ingress"]},
		{"selector": "app == 'shop'"},
		{"selector": "app == 'shop'", "ingress": [{"action": "Allow"}], "egress": [{"action": "Allow"}]},
		{"selector": "something that is unknown"},
	]),
	"Calico's own": case_of("namespace", "crd.projectcalico.org/v1", "NetworkPolicy", [{"selector": "app == 'shop'", "types": ["Ingress"]}]),
	"Calico for the cluster": case_of("cluster", "projectcalico.org/v3", "GlobalNetworkPolicy", [{
		"selector": "app == 'shop'",
		"namespaceSelector": "projectcalico.org/name == 'shop'",
		"types": ["Ingress"],
	}]),
	"Calico's own for the cluster": case_of("cluster", "crd.projectcalico.org/v1", "GlobalNetworkPolicy", [{"selector": "app == 'shop'", "types": ["Ingress"]}]),
	"admin": case_of("cluster", "policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy", [
		{"subject": {"pods": {"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "shop"}}}}, "ingress": [{"action": "Deny"}]},
		{"subject": {"pods": {"namespaceSelector": {"matchLabels": {"team": "a"}}, "podSelector": {"matchLabels": {"app": "shop"}}}}, "ingress": [{"action": "Deny"}]},
	]),
	"Antrea": case_of("namespace", "crd.antrea.io/v1beta1", "NetworkPolicy", [{"appliedTo": [{"podSelector": {"matchLabels": {"app": "shop"}}}], "ingress": [{"action": "Drop"}]}]),
}

# Each selects every pod of the namespace shop.
closing := {
	"Cilium": case_of("namespace", "cilium.io/v2", "CiliumNetworkPolicy", [{"endpointSelector": {}, "ingress": [{}]}]),
	"Cilium for the cluster": case_of("cluster", "cilium.io/v2", "CiliumClusterwideNetworkPolicy", [
		{"endpointSelector": {}, "ingress": [{}]},
		{"endpointSelector": {"matchLabels": {"k8s:io.kubernetes.pod.namespace": "shop"}}, "ingress": [{}]},
	]),
	"Calico": case_of("namespace", "projectcalico.org/v3", "NetworkPolicy", [{"types": ["Ingress", "Egress"]}, {"selector": "all()", "types": ["Ingress"]}]),
	"Calico for the cluster": case_of("cluster", "projectcalico.org/v3", "GlobalNetworkPolicy", [{"namespaceSelector": "has(projectcalico.org/name)", "types": ["Ingress"]}]),
	"admin": case_of("cluster", "policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy", [{"subject": {"namespaces": {}}, "ingress": [{"action": "Deny"}]}]),
	"baseline": case_of("cluster", "policy.networking.k8s.io/v1alpha1", "BaselineAdminNetworkPolicy", [{
		"subject": {"namespaces": {"matchLabels": {"kubernetes.io/metadata.name": "shop"}}},
		"ingress": [{"action": "Deny"}],
	}]),
	"cluster": case_of("cluster", "policy.networking.k8s.io/v1alpha2", "ClusterNetworkPolicy", [{"subject": {"namespaces": {}}, "ingress": [{"action": "Deny"}]}]),
	"Antrea": case_of("cluster", "crd.antrea.io/v1beta1", "ClusterNetworkPolicy", [{"appliedTo": [{"namespaceSelector": {}}], "ingress": [{"action": "Reject"}]}]),
}

# Each is no reason for doubt about the pods with app=shop of the namespace shop.
beside := {
	"other pods": case_of("namespace", "cilium.io/v2", "CiliumNetworkPolicy", [
		{"endpointSelector": {"matchLabels": {"app": "till"}}, "ingress": [{}]},
		{"endpointSelector": {}, "egress": [{}]},
		{"endpointSelector": {}, "ingress": []},
		{"endpointSelector": {"matchLabels": {"k8s:app": "shop", "any:app": "till"}}, "ingress": [{}]},
		{"endpointSelector": {}, "ingress": [{}], "enableDefaultDeny": {"ingress": false}},
		{"nodeSelector": {}, "ingress": [{}]},
		null,
	]),
	"another namespace": case_of("cluster", "cilium.io/v2", "CiliumClusterwideNetworkPolicy", [{
		"endpointSelector": {"matchLabels": {"io.kubernetes.pod.namespace": "till"}},
		"ingress": [{}],
	}]),
	"Calico": case_of("namespace", "projectcalico.org/v3", "NetworkPolicy", [
		{"selector": "app == 'till'", "types": ["Ingress"]},
		{"types": ["Egress"]},
		{"egress": [{"action": "Deny"}]},
		null,
	]),
	"Calico, another namespace": case_of("cluster", "projectcalico.org/v3", "GlobalNetworkPolicy", [{"namespaceSelector": "projectcalico.org/name == 'till'", "types": ["Ingress"]}]),
	"admin": case_of("cluster", "policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy", [
		{"subject": {"namespaces": {"matchLabels": {"kubernetes.io/metadata.name": "till"}}}, "ingress": [{"action": "Deny"}]},
		{"subject": {"namespaces": {}}, "ingress": [{"action": "Allow"}], "egress": [{"action": "Deny"}]},
		{"subject": {}},
		null,
	]),
	"Antrea": case_of("cluster", "crd.antrea.io/v1beta1", "ClusterNetworkPolicy", [{"appliedTo": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "till"}}}], "ingress": [{"action": "Drop"}]}]),
}

test_isolating[sprintf("%s %d", [note, i])] if {
	some note, case in selecting
	some i, spec in case.specs
	isolating(case, spec) == {sprintf("%s %q", [case.kind, "p"])}
	closed(case, spec) == set()
}

test_closing[sprintf("%s %d", [note, i])] if {
	some note, case in closing
	some i, spec in case.specs
	isolating(case, spec) == {sprintf("%s %q", [case.kind, "p"])}
	closed(case, spec) == {sprintf("%s %q", [case.kind, "p"])}
}

test_beside[sprintf("%s %d", [note, i])] if {
	some note, case in beside
	some i, spec in case.specs
	isolating(case, spec) == set()
	closed(case, spec) == set()
}

# Wrong types are nobody's policy, or one that selects no pods.
test_wrong_types[note] if {
	some wrong in [null, "", 0, true, [], {}, [null], ["x"], [{}]]
	some field in [
		"spec", "specs", "endpointSelector", "matchLabels", "matchExpressions", "key", "ingress", "enableDefaultDeny", "selector",
		"namespaceSelector", "types", "egress", "subject", "pods", "namespaces", "podSelector", "appliedTo", "action",
	]
	note := sprintf("%s: %s", [field, json.marshal(wrong)])
	expressions := [object.union({"key": "app", "operator": "Exists"}, {name: wrong | some name in ["key"]; name == field})]
	spec := {
		"endpointSelector": {"matchLabels": {"app": "shop"}, "matchExpressions": expressions}, "enableDefaultDeny": {"ingress": true},
		"selector": "all()", "namespaceSelector": "all()", "types": ["Ingress"], "ingress": [{"action": "Deny"}], "egress": [{"action": "Deny"}],
		"subject": {"namespaces": {}, "pods": {"namespaceSelector": {}, "podSelector": {}}}, "appliedTo": [{"podSelector": {}, "namespaceSelector": null}],
	}
	changed := [object.union(
		{"kind": "X", "metadata": {"name": "p"}, "spec": json.patch(spec, patches)},
		{name: wrong | some name in ["spec", "specs"]; name == field},
	) |
		patches := [{"op": "replace", "path": path, "value": wrong} | some path in paths[field]]
	]
	held := {
		"namespace": {"shop": {
			"cilium.io/v2": {"CiliumNetworkPolicy": {"p": changed[0]}},
			"projectcalico.org/v3": {"NetworkPolicy": {"p": changed[0]}},
			"crd.antrea.io/v1beta1": {"NetworkPolicy": {"p": changed[0]}},
		}},
		"cluster": {"policy.networking.k8s.io/v1alpha1": {"AdminNetworkPolicy": {"p": changed[0]}}},
	}
	is_set(other_policies.isolating("shop", {"app": "shop"}, "ingress")) with input as {} with data.inventory as held
	is_set(other_policies.closing("shop", "ingress")) with input as {} with data.inventory as held
}

paths := object.union(
	{field: [sprintf("/%s", [field])] | some field in ["endpointSelector", "ingress", "enableDefaultDeny", "selector", "namespaceSelector", "types", "egress", "subject", "appliedTo"]},
	{
		"spec": [], "specs": [], "key": [], "action": ["/ingress/0/action"],
		"matchLabels": ["/endpointSelector/matchLabels"], "matchExpressions": ["/endpointSelector/matchExpressions"],
		"pods": ["/subject/pods"], "namespaces": ["/subject/namespaces"], "podSelector": ["/subject/pods/podSelector", "/appliedTo/0/podSelector"],
	},
)

test_several_specifications if {
	written := {"kind": "CiliumNetworkPolicy", "metadata": {"name": "p"}, "specs": [{"endpointSelector": {}, "ingress": [{}]}, {"endpointSelector": {}, "egress": [{}]}]}
	held := {"namespace": {"shop": {"cilium.io/v2": {"CiliumNetworkPolicy": {"p": written}}}}}
	other_policies.closing("shop", "egress") == {`CiliumNetworkPolicy "p"`} with input as {} with data.inventory as held
	other_policies.closing("till", "egress") == set() with input as {} with data.inventory as held
}

# The labels of a namespace that is given are known.
test_labels_of_the_namespace if {
	spec := {"subject": {"namespaces": {"matchLabels": {"team": "a"}}}, "ingress": [{"action": "Deny"}]}
	held := {"cluster": {
		"policy.networking.k8s.io/v1alpha1": {"AdminNetworkPolicy": {"p": {"kind": "AdminNetworkPolicy", "metadata": {"name": "p"}, "spec": spec}}},
		"v1": {"Namespace": {"shop": {"metadata": {"name": "shop", "labels": {"team": "b"}}}, "till": {"metadata": {"name": "till", "labels": {"team": "a"}}}}},
	}}
	other_policies.closing("shop", "ingress") == set() with input as {} with data.inventory as held
	other_policies.closing("till", "ingress") == {`AdminNetworkPolicy "p"`} with input as {} with data.inventory as held
}

test_doubts if {
	other := "whether B or C does is not known (parameter other_policies)"
	floating := "whether A does is not known because a namespace is not set"
	other_policies.doubts({"A"}, {"C", "B"}, "unknown") == [floating, other]
	other_policies.doubts({"A"}, {"B"}, "count") == [floating]
	other_policies.doubts(set(), {"B"}, "ignore") == []
	other_policies.doubts(set(), set(), "unknown") == []
}

test_settled if {
	other_policies.settle({"A"}, "count")
	not other_policies.settle({"A"}, "unknown")
	not other_policies.settle(set(), "count")
}

isolating(case, spec) := titles if {
	titles := other_policies.isolating("shop", {"app": "shop"}, "ingress") with input as {} with data.inventory as holding(case, spec)
}

closed(case, spec) := titles if {
	titles := other_policies.closing("shop", "ingress") with input as {} with data.inventory as holding(case, spec)
}

holding(case, spec) := {"namespace": {"shop": versions}} if {
	case.where == "namespace"
	versions := {case.version: {case.kind: {"p": {"kind": case.kind, "metadata": {"name": "p"}, "spec": spec}}}}
} else := {"cluster": versions} if {
	versions := {case.version: {case.kind: {"p": {"kind": case.kind, "metadata": {"name": "p"}, "spec": spec}}}}
}

package guiderail.namespaces.baseline_test

import data.guiderail.namespaces.baseline

messages := {
	"ResourceQuota": "namespace shop has workloads but no ResourceQuota, so they can use all resources of the nodes; add one",
	"LimitRange": "namespace shop has workloads but no LimitRange, so containers without requests and limits are unbounded; add one",
	"NetworkPolicy": "namespace shop has workloads but no NetworkPolicy that denies all ingress, so every pod can reach the pods that no other policy selects; add one",
	"RoleBinding": "namespace shop has workloads but no RoleBinding, so whoever runs them has permissions in every namespace or in none; add one",
}

complete := {
	"v1": {"ResourceQuota": {"q": {}}, "LimitRange": {"l": {}}},
	"rbac.authorization.k8s.io/v1": {"RoleBinding": {"b": {}}},
	"networking.k8s.io/v1": {"NetworkPolicy": {"n": {"spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}}}},
}

test_allowed if {
	said(namespace("shop"), holding(complete), {}) == set()
	baseline.applies with input as {"review": {"object": namespace("shop")}} with data.inventory as holding(complete)
}

# network.default_deny_ingress says it of every namespace.
test_policies_are_wanted_by_parameter_alone if {
	less := json.remove(complete, [["networking.k8s.io/v1", "NetworkPolicy"]])
	said(namespace("shop"), holding(less), {}) == set()
	said(namespace("shop"), holding(less), {"wanted": ["NetworkPolicy"]}) == {finding(messages.NetworkPolicy)}
}

test_denied_each[kind] if {
	some kind, version in {"ResourceQuota": "v1", "LimitRange": "v1", "RoleBinding": "rbac.authorization.k8s.io/v1"}
	less := json.remove(complete, [[version, kind]])
	said(namespace("shop"), holding(less), {}) == {finding(messages[kind])}
}

test_denied_all if said(namespace("shop"), holding({}), {}) == {finding(message) | some kind, message in messages; kind != "NetworkPolicy"}

test_denied_with_the_name_of_a_system_namespace_in_it if count(said(namespace("kube-system-shop"), {"namespace": {"kube-system-shop": deployed}}, {})) == 3

test_policies[note] if {
	some note, case in {
		"no types": {"spec": {"podSelector": {}}, "denied": set()},
		"empty rules": {"spec": {"podSelector": {}, "ingress": []}, "denied": set()},
		"of some pods": {"spec": {"podSelector": {"matchLabels": {"app": "shop"}}}, "denied": {finding(messages.NetworkPolicy)}},
		"of egress": {"spec": {"podSelector": {}, "policyTypes": ["Egress"]}, "denied": {finding(messages.NetworkPolicy)}},
		"of nearly all pods": {"spec": {"podSelector": {"matchExpressions": [{"key": "a", "operator": "DoesNotExist"}]}}, "denied": {finding(messages.NetworkPolicy)}},
		"for the namespace itself": {"spec": {"podSelector": {}, "ingress": [{"from": [{"podSelector": {}}]}]}, "denied": set()},
		"that allows": {"spec": {"podSelector": {}, "ingress": [{}]}, "denied": {finding(messages.NetworkPolicy)}},
	}
	found := json.patch(complete, [{"op": "replace", "path": ["networking.k8s.io/v1", "NetworkPolicy", "n"], "value": {"spec": case.spec}}])
	said(namespace("shop"), holding(found), {"wanted": ["NetworkPolicy"]}) == case.denied
}

test_wanted_by_parameter if {
	said(namespace("shop"), holding({}), {"wanted": ["LimitRange"]}) == {finding(messages.LimitRange)}
	said(namespace("shop"), holding({}), {"wanted": ["Dashboard"]}) == set()
}

test_unknown_in_a_request if {
	asked := {"review": {"operation": "UPDATE", "object": namespace("shop")}, "parameters": {"wanted": ["LimitRange"]}}
	baseline.violation == set() with input as asked with data.inventory as holding({})
	baseline.unknown == {finding("whether namespace shop has a LimitRange is not known; none is among the objects that are given")} with input as asked with data.inventory as holding({})
	baseline.unknown == set() with input as asked with data.inventory as holding(complete)
}

test_unknown_where_a_namespace_is_not_named[kind] if {
	some kind, version in {"ResourceQuota": "v1", "LimitRange": "v1", "NetworkPolicy": "networking.k8s.io/v1", "RoleBinding": "rbac.authorization.k8s.io/v1"}
	held := {"namespace": {"shop": deployed, "default": {version: {kind: {"x": {"kind": kind, "metadata": {"name": "x"}, "spec": {}}}}}}}
	asked := {"review": {"object": namespace("shop")}, "parameters": {"wanted": [kind]}}
	baseline.violation == set() with input as asked with data.inventory as held
	count(baseline.unknown) == 1 with input as asked with data.inventory as held
}

test_unknown_where_others_have_policies if {
	written := {"kind": "CiliumNetworkPolicy", "metadata": {"name": "deny"}, "spec": {"endpointSelector": {}, "ingress": [{}]}}
	asked := {"review": {"object": namespace("shop")}, "parameters": {"wanted": ["NetworkPolicy"]}}
	held := holding({"cilium.io/v2": {"CiliumNetworkPolicy": {"deny": written}}})
	baseline.violation == set() with input as asked with data.inventory as held
	count(baseline.unknown) == 1 with input as asked with data.inventory as held
}

test_not_applicable[note] if {
	some note, case in {
		"empty": {"object": namespace("till"), "inventory": holding({})},
		"of the system": {"object": namespace("kube-system"), "inventory": {"namespace": {"kube-system": deployed}}},
		"no name": {"object": {"apiVersion": "v1", "kind": "Namespace"}, "inventory": holding({})},
		"other kind": {"object": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop"}}, "inventory": holding({})},
		"other group": {"object": {"apiVersion": "x.io/v1", "kind": "Namespace", "metadata": {"name": "shop"}}, "inventory": holding({})},
	}
	not baseline.applies with input as {"review": {"object": case.object}} with data.inventory as case.inventory
	said(case.object, case.inventory, {}) == set()
}

test_exempt_by_parameter if said(namespace("shop"), holding({}), {"exempt_namespaces": ["shop"]}) == set()

finding(message) := {"msg": message, "details": {"path": ["metadata", "name"]}}

said(subject, inventory, parameters) := violation if {
	violation := baseline.violation with input as {"review": {"object": subject}, "parameters": parameters} with data.inventory as inventory
}

namespace(name) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}

deployed := {"apps/v1": {"Deployment": {"shop": {
	"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "shop"},
	"spec": {"template": {"spec": {}}},
}}}}

holding(objects) := {"namespace": {"shop": object.union(deployed, objects)}}

test_allowed_in_namespaces_of_the_system[name] if {
	some name in ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"]
	said(namespace(name), {"namespace": {name: deployed}}, {}) == set()
}

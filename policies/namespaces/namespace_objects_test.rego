package lib.guiderail.namespace_objects_test

import data.lib.guiderail.namespace_objects

test_has[kind] if {
	some kind, written in objects
	namespace_objects.has(kind, "shop") with data.inventory as holding("shop", kind, written)
	not namespace_objects.may_have(kind, "shop") with data.inventory as holding("shop", kind, written)
}

test_of_another_namespace[kind] if {
	some kind, written in objects
	not namespace_objects.has(kind, "shop") with data.inventory as holding("till", kind, written)
	not namespace_objects.may_have(kind, "shop") with data.inventory as holding("till", kind, written)
}

# What names no namespace is with what is in default.
test_may_have[kind] if {
	some kind, written in objects
	stray := json.remove(written, ["metadata/namespace"])
	namespace_objects.may_have(kind, "shop") with data.inventory as holding("default", kind, stray)
	not namespace_objects.has(kind, "shop") with data.inventory as holding("default", kind, stray)
}

test_in_default[kind] if {
	some kind, written in objects
	settled := object.union(written, {"metadata": {"namespace": "default"}})
	not namespace_objects.may_have(kind, "shop") with data.inventory as holding("default", kind, settled)
}

test_another_kind if {
	not namespace_objects.has("LimitRange", "shop") with data.inventory as holding("shop", "ResourceQuota", objects.ResourceQuota)
	not namespace_objects.has("Role", "shop") with data.inventory as holding("shop", "Role", {"kind": "Role"})
}

# A policy that lets something in denies nothing to the pods of the namespace.
test_open_policy if {
	open := json.patch(objects.NetworkPolicy, [{"op": "add", "path": "/spec/ingress", "value": [{}]}])
	not namespace_objects.has("NetworkPolicy", "shop") with data.inventory as holding("shop", "NetworkPolicy", open)
}

test_lack[note] if {
	some note, case in {
		"it is there": {"inventory": holding("shop", "LimitRange", objects.LimitRange), "input": {}, "want": []},
		"it is not": {"inventory": {}, "input": {}, "want": [{"is_open": false, "msg": concat(", ", [
			"namespace shop has workloads but no LimitRange",
			"so containers without requests and limits are unbounded; add one",
		])}]},
		"it may be": {
			"inventory": holding("default", "LimitRange", json.remove(objects.LimitRange, ["metadata/namespace"])),
			"input": {}, "want": [{"is_open": true, "msg": concat("; ", [
				"whether namespace shop has a LimitRange is not known",
				"what could be one is for no namespace that is named, or not Kubernetes' own",
			])}],
		},
		"a request does not show it": {
			"inventory": {}, "input": {"review": {"operation": "CREATE"}},
			"want": [{"is_open": true, "msg": concat("; ", [
				"whether namespace shop has a LimitRange is not known",
				"none is among the objects that are given",
			])}],
		},
	}
	found := [lack | lack := namespace_objects.lack("LimitRange", "shop")] with input as case.input with data.inventory as case.inventory
	found == case.want
}

objects[kind] := {"apiVersion": version, "kind": kind, "metadata": {"name": "a", "namespace": "shop"}, "spec": spec} if {
	some kind, version in versions
	spec := {"podSelector": {}, "policyTypes": ["Ingress"]}
}

versions := {
	"ResourceQuota": "v1",
	"LimitRange": "v1",
	"RoleBinding": "rbac.authorization.k8s.io/v1",
	"NetworkPolicy": "networking.k8s.io/v1",
}

holding(namespace, kind, held) := {"namespace": {namespace: {version: {kind: {"a": held}}}}} if {
	version := object.get(versions, kind, "v1")
}

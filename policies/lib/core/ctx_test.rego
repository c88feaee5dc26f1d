package lib.guiderail.ctx_test

import data.lib.guiderail.ctx

secret := {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "shop"}}

policy := {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p"}}

test_resource_as_every_channel_shows_it[channel] if {
	some channel, shown in {
		"Gatekeeper on create": {"review": {"operation": "CREATE", "object": secret, "oldObject": null}},
		"Gatekeeper's audit": {"review": {"object": secret}},
		"admission webhook": {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"operation": "UPDATE", "object": secret}},
		"conftest": secret,
	}
	ctx.resource == secret with input as shown
	ctx.kind == "Secret" with input as shown
	ctx.group == "" with input as shown
	ctx.namespace == "shop" with input as shown
	ctx.parameters == {} with input as shown
}

test_nothing_is_under_review_while_it_is_deleted if {
	not ctx.resource with input as {"review": {"operation": "DELETE", "object": secret, "oldObject": secret}}
	not ctx.resource with input as {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"operation": "DELETE", "object": null, "oldObject": secret}}
}

waiting := object.union(secret, {"metadata": {"deletionTimestamp": "2026-01-01T00:00:00Z", "finalizers": ["a", "b"]}})

test_nothing_is_under_review_while_a_finalizer_is_taken[note] if {
	some note, change in {
		"one of two": {"finalizers": ["b"]},
		"and what the API server counts": {"finalizers": [], "resourceVersion": "2", "generation": 3, "managedFields": []},
	}
	changed := object.union(waiting, {"metadata": change})
	not ctx.resource with input as {"review": {"operation": "UPDATE", "object": changed, "oldObject": waiting}}
}

test_what_waits_for_its_deletion_is_under_review[note] if {
	some note, review in {
		"changed otherwise": {"operation": "UPDATE", "object": object.union(waiting, {"data": {"a": "b"}}), "oldObject": waiting},
		"labelled": {"operation": "UPDATE", "object": object.union(waiting, {"metadata": {"labels": {"a": "b"}}}), "oldObject": waiting},
		"in an audit": {"object": waiting},
		"without its old object": {"operation": "UPDATE", "object": waiting, "oldObject": null},
	}
	ctx.resource == review.object with input as {"review": review}
}

test_what_only_an_api_server_tells if {
	review := {"operation": "UPDATE", "object": secret, "oldObject": policy, "userInfo": {"username": "ann", "groups": ["ops"]}}
	ctx.operation == "UPDATE" with input as {"review": review}
	ctx.old == policy with input as {"review": review}
	ctx.user == {"username": "ann", "groups": {"ops"}} with input as {"review": review}
	ctx.old == policy with input as {"review": object.union(review, {"operation": "DELETE"})}
	ctx.user == {"username": "", "groups": set()} with input as {"review": {"userInfo": {}}}
}

test_wrong_types_in_a_review[note] if {
	some note, value in {"null": null, "text": "", "number": 0, "boolean": true, "array": [], "object": {}}
	review := {"operation": "CREATE", "object": {"metadata": value}, "oldObject": value, "userInfo": value, "name": value, "namespace": value}
	ctx.user == {"username": "", "groups": set()} with input as {"review": review}
	ctx.user == {"username": "", "groups": set()} with input as {"review": {"userInfo": {"username": value, "groups": value}}}
	not ctx.name with input as {"review": review}
	not ctx.namespace with input as {"review": review}
	not ctx.group with input as {"review": {"object": value}}
}

test_nothing_of_it_in_files_and_audits[note] if {
	some note, shown in {
		"file": secret,
		"audit": {"review": {"object": secret}},
		"create": {"review": {"operation": "CREATE", "object": secret, "oldObject": null}},
	}
	not ctx.old with input as shown
	not ctx.user with input as shown
}

test_group if ctx.group == "networking.k8s.io" with input as policy

test_no_group_without_a_text if not ctx.group with input as {"apiVersion": 1, "kind": "X"}

test_namespace_of_the_review if {
	ctx.namespace == "shop" with input as {"review": {"object": policy, "namespace": "shop"}}
}

test_no_namespace[note] if {
	some note, shown in {
		"absent": policy,
		"empty": {"kind": "X", "metadata": {"namespace": ""}},
		"null": {"kind": "X", "metadata": {"namespace": null}},
		"no text": {"kind": "X", "metadata": {"namespace": false}},
		"empty in the review": {"review": {"object": policy, "namespace": ""}},
	}
	not ctx.namespace with input as shown
}

test_name[note] if {
	some note, shown in {
		"file": secret,
		"audit": {"review": {"object": secret, "name": "other"}},
		"exec of a pod": {"review": {"object": {"apiVersion": "v1", "kind": "PodExecOptions"}, "name": "s"}},
		"null": {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": null}}, "name": "s"}},
	}
	ctx.name == "s" with input as shown
}

test_no_name[note] if {
	some note, shown in {
		"absent": {"kind": "X"},
		"empty": {"kind": "X", "metadata": {"name": ""}},
		"empty in the review": {"review": {"object": {"metadata": {"generateName": "a-"}}, "name": ""}},
	}
	not ctx.name with input as shown
}

test_parameters_of_the_channel if {
	ctx.parameters == {"a": 1} with input as {"review": {"object": secret}, "parameters": {"a": 1}}
}

test_parameters_of_an_object_are_its_own if {
	ctx.parameters == {} with input as {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "parameters": {"type": "gp3"}}
}

test_an_audit_asks_for_nothing if {
	not ctx.operation with input as {"review": {"operation": "", "object": {"kind": "Pod"}}}
}

test_overlay_replaces_whole_values[note] if {
	some note, case in {
		"nothing given": {"given": {}, "want": {"map": {"a": 1, "b": 2}, "list": [1, 2]}},
		"map": {"given": {"map": {"a": 3}}, "want": {"map": {"a": 3}, "list": [1, 2]}},
		"empty map": {"given": {"map": {}}, "want": {"map": {}, "list": [1, 2]}},
		"list": {"given": {"list": []}, "want": {"map": {"a": 1, "b": 2}, "list": []}},
	}
	ctx.overlay({"map": {"a": 1, "b": 2}, "list": [1, 2]}, case.given) == case.want
}

test_no_namespace_of_what_is_of_the_cluster[note] if {
	some note, written in {
		"as it claims": {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "a", "namespace": "kube-system"}},
		"as a review tells": {"review": {"namespace": "shop", "object": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}}},
		"as both do": {"review": {"namespace": "shop", "object": {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "a", "namespace": "shop"}}}},
	}
	not ctx.namespace with input as written
}

_decoys := [null, "", 0, false, true, [], {}, ["review"], secret, {"object": secret}, {"operation": "DELETE", "object": secret}, {"userInfo": []}]

# What says what it is is judged for it, whatever keys of a channel it holds, and all of it.
test_no_key_of_a_channel_blinds[note] if {
	some shape in [
		{"apiVersion": "v1", "kind": "Pod"},
		{"kind": "Pod"},
		{"apiVersion": "v1"},
		{"apiVersion": null, "kind": null},
		{"apiVersion": "example.org/v1", "kind": "AdmissionReview"},
		{"apiVersion": 1, "kind": "AdmissionReview"},
	]
	some key in ["review", "request", "parameters", "asked"]
	some decoy in _decoys
	shown := object.union(shape, {key: decoy})
	note := json.marshal(shown)
	ctx.resource == shown with input as shown
	ctx.parameters == {} with input as shown
	not ctx.operation with input as shown
	not ctx.user with input as shown
}

test_nothing_of_another_type_counts[note] if {
	some decoy in [null, 0, false, true, [], {}]
	note := json.marshal(decoy)
	review := {"object": {"apiVersion": "v1", "kind": "Pod"}, "operation": decoy, "namespace": decoy, "name": decoy, "userInfo": {"groups": decoy}}
	shown := {"review": review, "parameters": decoy}
	ctx.resource == review.object with input as shown
	ctx.parameters == {} with input as shown
	not ctx.operation with input as shown
	not ctx.namespace with input as shown
	not ctx.name with input as shown
	ctx.user.groups == set() with input as shown
}

test_who_is_no_object_is_nobody_known[decoy] if {
	some decoy in [null, 0, "ann", []]
	ctx.user == {"username": "", "groups": set()} with input as {"review": {"object": secret, "userInfo": decoy}}
}

test_a_review_of_nothing_is_itself[decoy] if {
	some decoy in [null, 0, "text", []]
	shown := {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": decoy}
	ctx.resource == shown with input as shown
}

test_namespace_that_is_told if {
	ctx.namespace_or_default == "shop" with input as {"kind": "Pod", "metadata": {"namespace": "shop"}}
	ctx.namespace_or_none == "shop" with input as {"kind": "Pod", "metadata": {"namespace": "shop"}}
}

test_namespace_that_is_not_told if {
	ctx.namespace_or_default == "default" with input as {"kind": "Pod", "metadata": {"name": "a"}}
	ctx.namespace_or_none == "" with input as {"kind": "Pod", "metadata": {"name": "a"}}
}

test_arrays_are_documents_and_no_resources if {
	ctx.document == [1] with input as [1]
	ctx.document == [1] with input as {"review": {"object": [1]}}
	ctx.document == {"kind": "Pod"} with input as {"review": {"object": {"kind": "Pod"}}}
	not ctx.resource with input as [1]
	not ctx.resource with input as {"review": {"object": [1]}}
}

package lib.guiderail.judge_test

import data.lib.guiderail.artefact_type
import data.lib.guiderail.judge

_privileged := {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "a", "namespace": "shop"},
	"spec": {"containers": [{"name": "app", "securityContext": {"privileged": true}}]},
}

_horizontal := {
	"apiVersion": "autoscaling/v2",
	"kind": "HorizontalPodAutoscaler",
	"metadata": {"name": "till"},
	"spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "till"}},
}

_vertical := {
	"apiVersion": "autoscaling.k8s.io/v1",
	"kind": "VerticalPodAutoscaler",
	"metadata": {"name": "till"},
	"spec": {"targetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "till"}},
}

_place(value) := {"at": [], "value": value}

# What one control found, as [path to the object, path in it].
_found(judged, id) := {[f.at, f.details.path] | some f in judged.violations; f.control == id}

test_finds_what_an_object_violates if {
	judged := judge.of([_place(_privileged)])
	[f] := [f | some f in judged.violations; f.control == "podsecurity.privileged"]
	f.severity == "high"
	f.enforcement == "deny"
	f.at == []
	f.msg == `container "app": securityContext.privileged is true; remove it or set it to false`
	judged.objects == 1
	judged.evaluations > 30
	judged.problems == []
}

test_judges_what_is_not_of_kubernetes if {
	judged := judge.of([_place({"Resources": {"Main": {"Type": "AWS::EKS::Cluster"}}})])
	_found(judged, "monitoring.control_plane_logs") == {[[], ["Resources", "Main"]]}
	judged.problems == []
	{f.object.kind | some f in judged.violations} == {"cloudformation"}
}

test_names_the_object if {
	{f.object | some f in judge.of([_place(_privileged)]).violations} == {{"apiVersion": "v1", "kind": "Pod", "namespace": "shop", "name": "a"}}
}

test_takes_lists_apart if {
	inner := {"apiVersion": "v1", "kind": "List", "items": [_privileged]}
	judged := judge.of([{"at": [4], "value": {"apiVersion": "v1", "kind": "List", "items": [_privileged, inner]}}])
	judged.objects == 2
	path := ["spec", "containers", 0, "securityContext", "privileged"]
	_found(judged, "podsecurity.privileged") == {[[4, "items", 0], path], [[4, "items", 1, "items", 0], path]}
}

test_types_the_items_of_a_typed_list if {
	list := {"apiVersion": "v1", "kind": "PodList", "items": [object.remove(_privileged, ["apiVersion", "kind"])]}
	count(_found(judge.of([_place(list)]), "podsecurity.privileged")) == 1
}

_host := {"hostNetwork": true, "containers": []}

# What is listed is judged, whatever the list claims to be; and the claim is spoken of.
test_takes_whatever_has_items_apart[note] if {
	some note, list in {
		"another kind": {"apiVersion": "v1", "kind": "ConfigMap", "items": [_privileged]},
		"beside a spec": {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {}, "items": [_privileged]},
		"no version": {"kind": "ConfigMap", "items": [_privileged]},
		"its own kind": {"apiVersion": "v1", "kind": "Pod", "items": [object.union(_privileged, {"apiVersion": null, "kind": 1})]},
	}
	judged := judge.of([_place(list)])
	[f.at | some f in judged.violations; f.control == "podsecurity.privileged"] == [["items", 0]]
	judged.objects == 1
	[problem] := [problem | some problem in judged.problems; problem.at == []]
	contains(problem.msg, "with items, which kubectl treats as a list")
}

test_items_beside_a_review_are_judged_too if {
	review := object.union(_review({"object": object.union(_privileged, {"spec": _host})}), {"items": [_privileged]})
	judged := judge.of([_place(review)])
	judged.objects == 2
	count(_found(judged, "podsecurity.privileged")) == 1
	judge.of([_place(object.union(review, {"items": []}))]).objects == 1
}

_in_list(value) := {"apiVersion": "v1", "kind": "List", "items": [value]}

test_lists_in_one_another_are_bounded if {
	four := _in_list(_in_list(_in_list(_in_list(_privileged))))
	judge.of([_place(four)]).objects == 1
	judge.of([_place(four)]).problems == []
	five := judge.of([_place(_in_list(four))])
	five.objects == 0
	[p.msg | some p in five.problems] == ["is a List without items, or in too many others"]
}

test_items_that_are_none[note] if {
	some items in [null, "", 0, true, {}]
	note := json.marshal(items)
	judge.of([_place(object.union(_privileged, {"items": items}))]).objects == 1
}

test_an_empty_list_of_another_kind_is_said if {
	judged := judge.of([_place(object.union(_privileged, {"items": []}))])
	judged.objects == 0
	count(judged.problems) == 1
}

test_says_what_is_no_object[msg] if {
	some msg, value in {
		"is not a Kubernetes object": "text",
		"is not a Kubernetes object: kind is missing": {"apiVersion": "v1"},
		"is not a Kubernetes object: apiVersion is missing": {"kind": "Pod", "apiVersion": ""},
		"is a List without items, or in too many others": {"apiVersion": "v1", "kind": "List", "items": []},
		"is an AdmissionReview without an object": _review({"operation": "CONNECT", "object": null}),
		"what the AdmissionReview is about is not a Kubernetes object: kind is missing": _review({"object": {"apiVersion": "v1"}}),
		"what the AdmissionReview is about is not a Kubernetes object: apiVersion is missing": _review({"object": {"kind": "Pod"}}),
	}
	judged := judge.of([{"at": [1], "value": value}])
	judged.problems == [{"at": [1], "msg": msg}]
	judged.objects == 0
	judged.evaluations == 0
}

test_a_request_of_a_wrong_type_is_no_request[note] if {
	some note, value in {"null": null, "text": "", "number": 0, "false": false, "true": true, "array": [], "object": {}}
	judged := judge.of([{"at": [1], "value": _review(value)}])
	judged.problems == [{"at": [1], "msg": "is an AdmissionReview without an object"}]
	judged.objects == 0
}

_review(request) := {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}

test_objects_see_one_another if {
	judged := judge.of([{"at": [0], "value": _horizontal}, {"at": [1], "value": _vertical}])
	_found(judged, "autoscaling.hpa_vpa_tandem") == {[[0], ["spec", "scaleTargetRef"]], [[1], ["spec", "targetRef"]]}
	judged.alone == set()
}

test_of_two_objects_of_a_name_the_last_counts if {
	other := object.union(_vertical, {"spec": {"targetRef": {"name": "shop"}}})
	judged := judge.of([_place(_horizontal), _place(_vertical), _place(other)])
	count([f | some f in judged.violations; f.control == "autoscaling.hpa_vpa_tandem"; f.object.kind == "HorizontalPodAutoscaler"]) == 0
}

test_other_namespaces_are_not_seen if {
	elsewhere := object.union(_vertical, {"metadata": {"namespace": "elsewhere"}})
	_found(judge.of([_place(_horizontal), _place(elsewhere)]), "autoscaling.hpa_vpa_tandem") == set()
}

test_an_inventory_of_the_channel_is_seen if {
	inventory := {"namespace": {"default": {"autoscaling.k8s.io/v1": {"VerticalPodAutoscaler": {"till": _vertical}}}}}
	judged := judge.of([_place(_horizontal)]) with data.inventory as inventory
	count(_found(judged, "autoscaling.hpa_vpa_tandem")) == 1
}

test_says_who_saw_nothing if {
	"autoscaling.hpa_vpa_tandem" in judge.of([_place(_horizontal)]).alone
}

test_objects_of_the_cluster_enter_the_inventory if {
	role := {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "a"}}
	reads := {"namespace": set(), "cluster": {["rbac.authorization.k8s.io/v1", "ClusterRole"]}}
	inventory := judge._inventory([judge._subject(_place(role), {}), judge._subject(_place(_horizontal), {})]) with data.lib.guiderail.catalogue.reads as reads
	inventory == {"namespace": {}, "cluster": {"rbac.authorization.k8s.io/v1": {"ClusterRole": {"a": role}}}}
}

test_custom_resources_enter_the_inventory_by_name[version] if {
	some version in ["secrets.example.org/v1", "cluster.x-k8s.io/v1"]
	custom := {"apiVersion": version, "kind": "Vault", "metadata": {"name": "a"}, "spec": {"canary": 1}}
	reads := {"namespace": {["inventory.guiderail/v1", "CustomResource"]}, "cluster": set()}
	inventory := judge._inventory([judge._subject(_place(custom), {}), judge._subject(_place(_horizontal), {})]) with data.lib.guiderail.catalogue.reads as reads
	stub := {"apiVersion": version, "kind": "Vault", "metadata": {"name": "a"}}
	key := sprintf("%s/Vault/a", [version])
	inventory == {"namespace": {"default": {"inventory.guiderail/v1": {"CustomResource": {key: stub}}}}, "cluster": {}}
}

test_infrastructure_enters_the_inventory[note] if {
	role := {"Resources": {"A": {"Type": "AWS::IAM::Role"}}}
	some note, [document, shown] in {
		"a template": [role, {"inventory.guiderail/v1": {"Infrastructure": {"[0]": role}}}],
		"an object": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}, {}],
		"another cloud's": [{"$schema": "https://example.com/deploymentTemplate.json#", "resources": []}, {}],
	}
	reads := {"namespace": set(), "cluster": {["inventory.guiderail/v1", "Infrastructure"]}}
	subjects := [judge._subject({"at": [i], "value": value}, {}) | some i, value in [document, _horizontal]]
	inventory := judge._inventory(subjects) with data.lib.guiderail.catalogue.reads as reads
	inventory == {"namespace": {}, "cluster": shown}
}

# Every value has the word canary in it.
test_values_of_secrets_do_not_enter_the_inventory[note] if {
	some note, case in {
		"all": {
			"given": {"metadata": {"name": "a", "namespace": "shop", "annotations": {"a": "canary"}}, "type": "Opaque", "data": {"user": "canary"}, "stringData": {"pin": "canary", "n": ["canary"]}, "immutable": true, "more": "canary"},
			"namespace": "shop",
			"kept": {"metadata": {"name": "a", "namespace": "shop"}, "type": "Opaque", "data": {"user": ""}, "stringData": {"pin": "", "n": ""}},
		},
		"copied": {
			"given": {"metadata": {"name": "a", "annotations": {"replicator.v1.mittwald.de/replicate-to": "canary", "b": "canary"}}},
			"namespace": "default",
			"kept": {"metadata": {"name": "a", "annotations": {"replicator.v1.mittwald.de/replicate-to": ""}}},
		},
		"none": {
			"given": {"metadata": {"name": "a"}, "type": ["canary"], "data": null, "stringData": ["canary"]},
			"namespace": "default",
			"kept": {"metadata": {"name": "a"}},
		},
	}
	secret := object.union({"apiVersion": "v1", "kind": "Secret"}, case.given)
	reads := {"namespace": {["v1", "Secret"]}, "cluster": set()}
	inventory := judge._inventory([judge._subject(_place(secret), {}), judge._subject(_place(_horizontal), {})]) with data.lib.guiderail.catalogue.reads as reads
	kept := object.union({"apiVersion": "v1", "kind": "Secret"}, case.kept)
	inventory == {"namespace": {case.namespace: {"v1": {"Secret": {"a": kept}}}}, "cluster": {}}
	not contains(json.marshal(inventory), "canary")
}

test_a_request_that_sees_nothing_is_unknown if {
	request := {"operation": "CREATE", "object": _horizontal, "namespace": "shop"}
	[f] := [f | some f in judge.of([_place(_review(request))]).unknowns; f.control == "autoscaling.hpa_vpa_tandem"]
	startswith(f.msg, "cannot be decided from the request alone")
	f.object.namespace == "shop"
}

test_what_is_deleted_is_told_by_its_old_self if {
	judged := judge.of([_place(_review({"operation": "DELETE", "object": null, "oldObject": _privileged}))])
	judged.objects == 1
	judged.violations == []
}

# The controls by whose findings nothing is refused while the waiver lasts until the day.
_waived(day) := {f.control | some f in judged.waived} if {
	waivers := {"podsecurity.privileged": {"shop": day}}
	judged := judge.of([_place(_privileged)]) with data.lib.guiderail.catalogue.waived as waivers
	every f in judged.violations {
		f.control != "podsecurity.privileged"
	}
}

test_waived_until_the_last_day[day] if {
	some day in ["", "9999-12-31"]
	_waived(day) == {"podsecurity.privileged"}
}

test_no_longer_waived if not _waived("2001-01-01")

# A waiver of what the privileged pod violates, with fields of its own.
_waiver(fields) := object.union(
	{"controls": ["podsecurity.privileged"], "container": "", "path": [], "until": "2027-01-31"},
	fields,
)

# The controls of the findings that waivers accept on a day, with the clock or without.
_accepted(document, named, patterns, clock) := {f.control | some f in judged.waived} if {
	waivers := {"Pod": {"shop": {"names": {"a": named}, "patterns": patterns}}}
	judged := judge.of([_place(document)]) with data.lib.guiderail.catalogue.waivers as waivers
		with data.lib.guiderail.catalogue.clock as clock
		with data.guiderail_settings.day as "2027-01-31"
}

test_a_waiver_accepts[note] if {
	some note, fields in {
		"the object": {},
		"its container": {"container": "app"},
		"a path": {"path": ["spec", "containers", 0]},
	}
	_accepted(_privileged, [_waiver(fields)], [], false) == {"podsecurity.privileged"}
}

test_a_waiver_does_not_accept[note] if {
	some note, fields in {
		"another control": {"controls": ["images.digest"]},
		"another container": {"container": "web"},
		"another path": {"path": ["spec", "containers", 1]},
		"a longer path": {"path": ["spec", "containers", 0, "securityContext", "privileged", "x"]},
		"the day after": {"until": "2027-01-30"},
	}
	_accepted(_privileged, [_waiver(fields)], [], false) == set()
}

test_a_waiver_accepts_by_pattern if {
	_accepted(_privileged, [], [_waiver({"name": "^[^/]*$"})], false) == {"podsecurity.privileged"}
	_accepted(_privileged, [], [_waiver({"name": "^b[^/]*$"})], false) == set()
}

test_a_waiver_accepts_of_requests[note] if {
	some note, request in {
		"new": {"operation": "CREATE", "object": _privileged},
		"old": {"operation": "DELETE", "object": null, "oldObject": _privileged},
	}
	waivers := {"Pod": {"shop": {"names": {"a": [_waiver({"container": "app"})]}, "patterns": []}}}
	judged := judge.of([_place(_review(request))]) with data.lib.guiderail.catalogue.waivers as waivers
		with data.guiderail_settings.day as "2027-01-31"
	not "podsecurity.privileged" in {f.control | some f in judged.violations}
}

test_waivers_count_only_on_a_day[note] if {
	some note, case in {
		"none": {"clock": false, "until": "9999-12-31", "want": set()},
		"the clock's": {"clock": true, "until": "9999-12-31", "want": {"podsecurity.privileged"}},
		"the clock's, over": {"clock": true, "until": "2001-01-01", "want": set()},
	}
	waivers := {"Pod": {"shop": {"names": {"a": [_waiver({"until": case.until})]}, "patterns": []}}}
	judged := judge.of([_place(_privileged)]) with data.lib.guiderail.catalogue.waivers as waivers
		with data.lib.guiderail.catalogue.clock as case.clock
	{f.control | some f in judged.waived} == case.want
}

test_a_namespace_is_waived_by_its_own_name if {
	namespace := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}
	judge._namespace(judge._subject(_place(namespace), {}).identity) == "shop"
}

test_a_claimed_namespace_waives_nothing[kind] if {
	some kind, case in {
		"Pod": ["v1", "shop"],
		"Deployment": ["apps/v1", "shop"],
		"ClusterRole": ["rbac.authorization.k8s.io/v1", ""],
		"PersistentVolume": ["v1", ""],
		"Kustomization": ["kustomize.config.k8s.io/v1", ""],
		"Widget": ["example.org/v1", ""],
	}
	judge._namespace({"apiVersion": case[0], "kind": kind, "namespace": "shop", "name": "a"}) == case[1]
}

test_what_is_missing_apart_from_others_is_unknown if {
	other := {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "other"}, "spec": {}}
	given := [_place(_horizontal), _place(other)]
	together := judge.of(given)
	"autoscaling.target" in {f.control | some f in together.violations}
	apart := judge.apart(given)
	not "autoscaling.target" in {f.control | some f in apart.violations}
	"autoscaling.target" in {f.control | some f in apart.unknowns}
	apart.evaluations == together.evaluations
}

test_judges_what_objects_hold if {
	work := {"apiVersion": "work.open-cluster-management.io/v1", "kind": "ManifestWork", "metadata": {"name": "w"}, "spec": {"workload": {"manifests": [
		{"apiVersion": "v1", "kind": "List", "items": [_privileged]},
		{"apiVersion": "template.openshift.io/v1", "kind": "Template", "objects": [_privileged, null, {"a": 1}]},
	]}}}
	judged := judge.of([_place({"apiVersion": "v1", "kind": "List", "items": [work]})])
	in_work := ["items", 0, "spec", "workload", "manifests"]
	path := ["spec", "containers", 0, "securityContext", "privileged"]
	_found(judged, "podsecurity.privileged") == {
		[array.concat(in_work, [0, "items", 0]), path],
		[array.concat(in_work, [1, "objects", 0]), path],
	}
	judged.objects == 4
	[problem.at | some problem in judged.problems] == [array.concat(in_work, [1, "objects", 2])]
}

_reviewed := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "RoleBinding",
	"metadata": {"name": "leads", "namespace": "shop", "annotations": {"guiderail.dev/last-reviewed": "2026-01-31"}},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "admin"},
	"subjects": [{"kind": "Group", "name": "shop-leads", "apiGroup": "rbac.authorization.k8s.io"}],
}

test_ages_count_from_the_time_that_is_told if {
	judged := judge.of([_place(_reviewed)]) with data.guiderail_settings.now as "2026-12-01T00:00:00Z"
	count(_found(judged, "rbac.binding_review")) == 1
	untold := judge.of([_place(_reviewed)])
	count(_found(untold, "rbac.binding_review")) == 0
	"rbac.binding_review" in {f.control | some f in untold.unknowns}
}

test_ages_count_from_the_clock_where_it_may_be_read if {
	judged := judge.of([_place(_reviewed)]) with data.lib.guiderail.catalogue.clock as true
	count(_found(judged, "rbac.binding_review")) == 1
}

test_arrays_of_a_type_are_judged if {
	judged := judge.of([_place([{"Cmd": "from"}])]) with artefact_type.of as "dockerfile"
	judged.objects == 1
	judged.problems == []
	[problem.msg | some problem in judge.of([_place([1])]).problems] == ["is not a Kubernetes object"]
}

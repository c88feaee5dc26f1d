package system.log_test

import data.system.log

_secret := {
	"apiVersion": "v1",
	"kind": "Secret",
	"metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"}},
	"data": {"pin": "MTIzNA=="},
	"stringData": {"pin": "1234"},
}

_masks(at) := {sprintf("/input%s%s", [at, field]) | some field in {
	"/data",
	"/stringData",
	"/metadata/annotations",
}}

test_masks_secrets[note] if {
	some note, [value, ats] in {
		"alone": [_secret, [""]],
		"in an array": [[{"kind": "Pod"}, _secret], ["/1"]],
		"in a List": [{"kind": "List", "items": [_secret]}, ["/items/0"]],
		"in a List in an array": [[{"kind": "SecretList", "items": [_secret]}], ["/0/items/0"]],
		"in a request": [{"kind": "AdmissionReview", "request": {"object": _secret, "oldObject": _secret}}, ["/request/object", "/request/oldObject"]],
	}
	masks := log.mask with input as {"path": "guiderail/decision", "input": value}
	masks == union({_masks(at) | some at in ats})
}

test_masks_the_items_of_a_typed_list if {
	masks := log.mask with input as {"path": "guiderail/decision", "input": {"kind": "SecretList", "items": [{"data": {"pin": "MTIzNA=="}}]}}
	masks == {"/input/items/0/data"}
}

test_masks_environment_values if {
	env := [{"name": "PIN", "value": "1234"}, {"name": "A", "valueFrom": {"secretKeyRef": {"name": "a", "key": "value"}}}]
	masks := log.mask with input as {"path": "guiderail/decision", "input": {"kind": "Deployment", "spec": {"template": {"spec": {"initContainers": [{"env": env}]}}}}}
	masks == {"/input/spec/template/spec/initContainers/0/env/0/value"}
}

test_masks_nothing_else if {
	masks := log.mask with input as {"path": "guiderail/decision", "input": {"kind": "ConfigMap", "data": {"a": "b"}}}
	masks == set()
}

test_masks_around_what_cannot_be_named[note] if {
	some note, [value, path] in {
		"key": [{"a/b": {"env": [{"value": "1234"}]}}, "/input"],
		"below a key": [{"spec": {"a b": [{"env": [{"value": "1234"}]}]}}, "/input/spec"],
		"item": [{"items": [{"a": "b"}, {"%": {"env": [{"value": "1234"}]}}]}, "/input/items"],
		"item of the input": [[{"a/b": _secret}], "/input"],
	}
	masks := log.mask with input as {"path": "guiderail/decision", "input": value}
	path in masks
}

test_masks_answers_that_may_hold_anything[path] if {
	some path in ["guiderail", "guiderail/secrets", "guiderail/secrets/default_values", "guiderail/secrets/default_values/_entries", "lib/guiderail/ctx", ""]
	masks := log.mask with input as {"path": path, "input": {}}
	masks == {"/result"}
}

test_masks_the_answers_to_queries if {
	masks := log.mask with input as {"query": "x = data.lib", "input": {}}
	masks == {"/result"}
}

test_masks_no_documented_answer[path] if {
	some path in ["guiderail/ready", "guiderail/decision", "guiderail/decision/violations", "system/main", "guiderail/secrets/default_values/violation"]
	masks := log.mask with input as {"path": path, "input": {}}
	masks == set()
}

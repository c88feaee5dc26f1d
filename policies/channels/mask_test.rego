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
	"/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration",
}}

test_masks_secrets[note] if {
	some note, [value, ats] in {
		"alone": [_secret, [""]],
		"in an array": [[{"kind": "Pod"}, _secret], ["/1"]],
		"in a List": [{"kind": "List", "items": [_secret]}, ["/items/0"]],
		"in a List in an array": [[{"kind": "SecretList", "items": [_secret]}], ["/0/items/0"]],
		"in a request": [{"kind": "AdmissionReview", "request": {"object": _secret, "oldObject": _secret}}, ["/request/object", "/request/oldObject"]],
	}
	masks := log.mask with input as {"input": value}
	masks == union({_masks(at) | some at in ats})
}

test_masks_the_items_of_a_typed_list if {
	masks := log.mask with input as {"input": {"kind": "SecretList", "items": [{"data": {"pin": "MTIzNA=="}}]}}
	masks == {"/input/items/0/data"}
}

test_masks_environment_values if {
	env := [{"name": "PIN", "value": "1234"}, {"name": "A", "valueFrom": {"secretKeyRef": {"name": "a", "key": "value"}}}]
	masks := log.mask with input as {"input": {"kind": "Deployment", "spec": {"template": {"spec": {"initContainers": [{"env": env}]}}}}}
	masks == {"/input/spec/template/spec/initContainers/0/env/0/value"}
}

test_masks_nothing_else if {
	masks := log.mask with input as {"input": {"kind": "ConfigMap", "data": {"a": "b"}}}
	masks == set()
}

package lib.guiderail.embedded_test

import data.lib.guiderail.catalogue
import data.lib.guiderail.embedded

secret := {"apiVersion": "v1", "kind": "Secret"}

test_every_place[note] if {
	some group, places_of_kind in catalogue.embeddings
	some kind, places in places_of_kind
	some place in places
	note := sprintf("%s %s %v", [group, kind, place.at])
	indexes := [i | some i, step in place.at; step == "*"]
	path := [key | some step in place.at; key := {true: "0", false: step}[step == "*"]]
	value := {true: json.marshal(secret), false: secret}[place.is_text]
	holder := json.patch({}, array.concat(
		[{"op": "add", "path": concat("/", array.concat([""], array.slice(path, 0, n))), "value": _empty(place.at, n)} |
			some n in numbers.range(1, count(path) - 1)
		],
		[
			{"op": "add", "path": concat("/", array.concat([""], path)), "value": value},
			{"op": "add", "path": "/apiVersion", "value": _version(group)},
			{"op": "add", "path": "/kind", "value": kind},
		],
	))
	[held] := embedded.of(holder)
	held.value == secret
	count(held.at) == count(place.at)
	every i in indexes {
		held.at[i] == 0
	}
}

_empty(at, n) := {true: [], false: {}}[at[n] == "*"]

_version("") := "v1"

_version(group) := concat("", [group, "/v1"]) if group != ""

workflow(resource) := {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "spec": {"templates": [{"resource": resource}]}}

test_manifests[note] if {
	some note, case in {
		"several": {"text": "apiVersion: v1\nkind: Pod\n---\n# none\n--- # more\nkind: Job\n", "values": [{"apiVersion": "v1", "kind": "Pod"}, {"kind": "Job"}]},
		"parameters": {"text": "kind: Job\nspec:\n  parallelism: {{n}}\n  name: {{workflow.name}}-a\n", "values": [{"kind": "Job", "spec": {"parallelism": "{{n}}", "name": "{{workflow.name}}-a"}}]},
		"a parameter that is replaced wrongly": {"text": "kind: Job\nnote: |\n  - {{a}}\n", "values": [{"kind": "Job", "note": "- \"{{a}}\"\n"}]},
		"parameters within text": {"text": `{"kind": "Job", "note": "- {{a}}"}`, "values": [{"kind": "Job", "note": "- {{a}}"}]},
		"a parameter alone": {"text": "{{inputs.parameters.manifest}}", "values": []},
		"no manifest": {"text": "{", "values": []},
		"no text": {"text": 7, "values": []},
	}
	[held.value | some held in embedded.of(workflow({"action": "create", "manifest": case.text}))] == case.values
}

test_actions[action] if {
	some action in ["get", "delete", "patch"]
	embedded.of(workflow({"action": action, "manifest": json.marshal(secret)})) == []
}

test_nothing[note] if {
	some note, holder in {
		"another kind": {"apiVersion": "v1", "kind": "ConfigMap", "objects": [secret]},
		"another group": {"apiVersion": "example.org/v1", "kind": "Template", "objects": [secret]},
		"no version": {"apiVersion": 1, "kind": "Template", "objects": [secret]},
		"no kind": {"apiVersion": "v1", "kind": null, "objects": [secret]},
		"no object": null,
		"null": {"apiVersion": "v1", "kind": "Template", "objects": [null]},
		"no list": {"apiVersion": "v1", "kind": "Template", "objects": {"a": secret}},
	}
	embedded.of(holder) == []
}

test_parameters_in_secrets[note] if {
	some note, case in {
		"a template": {"kind": "Template", "known": {"a": null, "b": null, "c": null, "d": "$x", "e": 7}},
		"no template": {"kind": "SyncSet", "known": {"a": "${A}", "b": "x-$(tt.params.b)", "c": "{{ c }}", "d": "$x", "e": 7}},
	}
	written := object.union(secret, {"stringData": {"a": "${A}", "b": "x-$(tt.params.b)", "c": "{{ c }}", "d": "$x", "e": 7}, "data": null})
	version := {"Template": "template.openshift.io/v1", "SyncSet": "hive.openshift.io/v1"}[case.kind]
	[held] := embedded.of({"apiVersion": version, "kind": case.kind, "objects": [written], "spec": {"resources": [written]}})
	held.value == object.union(secret, {"stringData": case.known, "data": null})
}

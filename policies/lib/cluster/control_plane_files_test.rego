package lib.guiderail.control_plane_files_test

import data.lib.guiderail.control_plane_files

test_files[note] if {
	some note, case in {
		"encryption": {"version": "apiserver.config.k8s.io/v1", "written": "EncryptionConfiguration", "kind": "EncryptionConfiguration"},
		"old encryption": {"version": "v1", "written": "EncryptionConfig", "kind": "EncryptionConfiguration"},
		"admission": {"version": "apiserver.config.k8s.io/v1", "written": "AdmissionConfiguration", "kind": "AdmissionConfiguration"},
		"old admission": {"version": "apiserver.k8s.io/v1alpha1", "written": "AdmissionConfiguration", "kind": "AdmissionConfiguration"},
		"audit": {"version": "audit.k8s.io/v1", "written": "Policy", "kind": "Policy"},
		"pod security": {
			"version": "pod-security.admission.config.k8s.io/v1", "written": "PodSecurityConfiguration",
			"kind": "PodSecurityConfiguration",
		},
	}
	document := {"apiVersion": case.version, "kind": case.written}
	[file] := control_plane_files.of_kind(case.kind) with input as {"review": {"object": document}}
	[file.document, file.title, control_plane_files.path(file, ["a", 1])] == [document, "", ["a", 1]]
	holder := {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": json.marshal(document)}}
	[held] := control_plane_files.of_kind(case.kind) with input as {"review": {"object": holder}}
	[held.document, held.title, control_plane_files.path(held, ["a", 1])] == [document, "data.a: ", ["data", "a"]]
}

test_others[note] if {
	some note, document in {
		"a Policy of Kyverno": {"apiVersion": "kyverno.io/v1", "kind": "Policy"},
		"a Policy without a group": {"apiVersion": "v1", "kind": "Policy"},
		"another kind": {"apiVersion": "audit.k8s.io/v1", "kind": "Event"},
	}
	control_plane_files.all == [] with input as {"review": {"object": document}}
	holder := {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": json.marshal(document)}}
	control_plane_files.all == [] with input as {"review": {"object": holder}}
}

package guiderail.podsecurity.audit_warn_labels_test

import data.guiderail.podsecurity.audit_warn_labels

test_denied_absent[note] if {
	some note, metadata in {
		"no labels": {},
		"null labels": {"labels": null},
		"text": {"labels": "none"},
		"null level": {"labels": {audit: null, warn: null}},
		"baseline enforced": {"labels": {enforce: "baseline"}},
		"versions alone": {"labels": {"pod-security.kubernetes.io/audit-version": "latest"}},
	}
	audit_warn_labels.violation == {finding(audit, "is not set"), finding(warn, "is not set")} with input as namespace(object.union({"name": "shop"}, metadata))
}

test_denied_level[note] if {
	some note, case in {
		"baseline": {"level": "baseline", "shown": `is "baseline"`},
		"privileged": {"level": "privileged", "shown": `is "privileged"`},
		"capital": {"level": "Restricted", "shown": `is "Restricted"`},
		"truth value": {"level": true, "shown": "is true"},
	}
	audit_warn_labels.violation == {finding(warn, case.shown)} with input as namespace({"name": "shop", "labels": {audit: "restricted", warn: case.level}})
}

test_denied_name_that_only_begins_like_an_exempt_one if {
	audit_warn_labels.violation == {finding(audit, "is not set"), finding(warn, "is not set")} with input as namespace({"name": "kube-system-2"})
}

test_allowed[note] if {
	some note, metadata in {
		"both": {"name": "shop", "labels": {audit: "restricted", warn: "restricted"}},
		"enforced": {"name": "shop", "labels": {enforce: "restricted"}},
		"of the cluster": {"name": "kube-system"},
	}
	audit_warn_labels.violation == set() with input as namespace(metadata)
	audit_warn_labels.unknown == set() with input as namespace(metadata)
}

test_silent_for_other_kinds[note] if {
	some note, object in {
		"kind": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}},
		"group": {"apiVersion": "example.org/v1", "kind": "Namespace", "metadata": {"name": "n"}},
	}
	audit_warn_labels.violation == set() with input as {"review": {"object": object}}
}

test_unknown if {
	review := namespace({"name": "shop", "labels": {audit: "restricted", warn: "${LEVEL}"}})
	audit_warn_labels.violation == set() with input as review
	audit_warn_labels.unknown == {{
		"msg": "label pod-security.kubernetes.io/warn is ${LEVEL}, which is still to be filled in",
		"details": {"path": ["metadata", "labels", warn]},
	}} with input as review
}

test_parameter if {
	review := object.union(namespace({"name": "sidecar"}), {"parameters": {"exempt_namespaces": ["sidecar"]}})
	audit_warn_labels.violation == set() with input as review
}

enforce := "pod-security.kubernetes.io/enforce"

audit := "pod-security.kubernetes.io/audit"

warn := "pod-security.kubernetes.io/warn"

finding(label, how) := {"msg": sprintf("label %s %s; set it to restricted", [label, how]), "details": {"path": ["metadata", "labels", label]}}

namespace(metadata) := {"review": {"object": {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}}}

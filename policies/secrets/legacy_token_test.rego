package guiderail.secrets.legacy_token_test

import data.guiderail.secrets.legacy_token

annotation := "kubernetes.io/service-account.name"

test_denied[note] if {
	some note, case in {
		"type": {
			"secret": {"type": "kubernetes.io/service-account-token", "metadata": {"annotations": {annotation: "admin-user"}}},
			"want": {finding("type kubernetes.io/service-account-token", "admin-user", ["type"])},
		},
		"type alone": {
			"secret": {"type": "kubernetes.io/service-account-token"},
			"want": {finding("type kubernetes.io/service-account-token", "(none)", ["type"])},
		},
		"annotation alone": {
			"secret": {"metadata": {"annotations": {annotation: "admin-user"}}},
			"want": {finding(sprintf("annotation %s", [annotation]), "admin-user", ["metadata", "annotations", annotation])},
		},
		"annotation of an opaque Secret": {
			"secret": {"type": "Opaque", "metadata": {"annotations": {annotation: "admin-user"}}},
			"want": {finding(sprintf("annotation %s", [annotation]), "admin-user", ["metadata", "annotations", annotation])},
		},
		"annotation beside no type": {
			"secret": {"type": null, "metadata": {"annotations": {annotation: null}}},
			"want": {finding(sprintf("annotation %s", [annotation]), "null", ["metadata", "annotations", annotation])},
		},
	}
	legacy_token.violation == case.want with input as review(case.secret)
}

test_allowed[note] if {
	some note, secret in {
		"no type": {"data": {"a": "Yg=="}},
		"type null": {"type": null, "metadata": {"annotations": null}},
		"another annotation": {"type": "Opaque", "metadata": {"annotations": {"kubernetes.io/description": "x"}}},
		"another type": {"type": "kubernetes.io/tls", "metadata": {"annotations": {"a": "b"}}},
		"bootstrap token": {"type": "bootstrap.kubernetes.io/token"},
		"pull secret of a service account": {"type": "kubernetes.io/dockercfg", "metadata": {"annotations": {annotation: "default"}}},
		"type that only begins alike": {"type": "kubernetes.io/service-account-token-x"},
	}
	legacy_token.violation == set() with input as review(secret)
}

test_allowed_other_kinds[kind] if {
	some kind, version in {"ConfigMap": "v1", "Secret": "example.org/v1"}
	object := {"apiVersion": version, "kind": kind, "type": "kubernetes.io/service-account-token"}
	legacy_token.violation == set() with input as {"review": {"object": object}}
}

test_parameter_names_whole_secrets[entry] if {
	some entry, is_allowed in {"ci/deployer": true, "ci/deploy": false, "ci/*": false, "deployer": false, "other/deployer": false, "ci/": false}
	want := {finding("type kubernetes.io/service-account-token", "(none)", ["type"]) | is_allowed == false}
	secret := {"type": "kubernetes.io/service-account-token", "metadata": {"namespace": "ci", "name": "deployer"}}
	legacy_token.violation == want with input as object.union(review(secret), {"parameters": {"allowed_secrets": [entry]}})
}

test_parameter_without_a_namespace if {
	secret := {"type": "kubernetes.io/service-account-token", "metadata": {"name": "deployer"}}
	legacy_token.violation == set() with input as object.union(review(secret), {"parameters": {"allowed_secrets": ["default/deployer"]}})
}

finding(what, account, path) := {
	"msg": sprintf("%s requests a token for service account %s that never expires; use tokens that expire", [what, account]),
	"details": {"path": path},
}

review(secret) := {"review": {"object": object.union({"apiVersion": "v1", "kind": "Secret"}, secret)}}

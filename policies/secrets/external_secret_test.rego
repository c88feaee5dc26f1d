package lib.guiderail.external_secret_test

import data.lib.guiderail.external_secret

test_nothing_for[note] if {
	some note, object in {
		"another group": {"apiVersion": "example.org/v1", "kind": "SecretStore", "spec": {"provider": {"aws": {"auth": {"secretRef": {}}}}}},
		"another kind": {"apiVersion": "external-secrets.io/v1alpha1", "kind": "PushSecret", "spec": {"refreshInterval": "0"}},
		"no spec": {"apiVersion": "external-secrets.io/v1", "kind": "SecretStore"},
		"a spec that is none": {"apiVersion": "external-secrets.io/v1", "kind": "ClusterSecretStore", "spec": "x"},
		"providers that are none": {"apiVersion": "external-secrets.io/v1", "kind": "SecretStore", "spec": {"provider": {"azurekv": null, "aws": "x", "vault": {"auth": null}}}},
		"parameters that are none": {"apiVersion": "secrets-store.csi.x-k8s.io/v1", "kind": "SecretProviderClass", "spec": {"provider": "azure", "parameters": "x"}},
		"fetched that is none": {"apiVersion": "external-secrets.io/v1", "kind": "ExternalSecret", "spec": null},
	}
	[external_secret.static_credentials, external_secret.openings] == [set(), set()] with input as object
	not external_secret.fetched with input as object
}

test_fetched[kind] if {
	some kind, case in {
		"ExternalSecret": {"spec": {"a": 1}, "want": {"path": ["spec"], "spec": {"a": 1}}},
		"ClusterExternalSecret": {"spec": {"externalSecretSpec": {"a": 1}}, "want": {"path": ["spec", "externalSecretSpec"], "spec": {"a": 1}}},
	}
	external_secret.fetched == case.want with input as {"apiVersion": "external-secrets.io/v1beta1", "kind": kind, "spec": case.spec}
}

test_matches_everything if {
	external_secret.matches_everything(".*")
	external_secret.matches_everything("")
	not external_secret.matches_everything("^shop-.*$")
}

package guiderail.secrets.external_store_test

import data.guiderail.secrets.external_store

test_denied_static_credentials[note] if {
	some note, case in {
		"AWS": {
			"provider": {"aws": {"service": "SecretsManager", "auth": {"secretRef": {"accessKeyIDSecretRef": {"name": "a", "key": "b"}}}}},
			"want": {static("aws", "auth.secretRef", ["auth", "secretRef"])},
		},
		"Google": {
			"provider": {"gcpsm": {"auth": {"secretRef": {"secretAccessKeySecretRef": {"name": "a"}}}}},
			"want": {static("gcpsm", "auth.secretRef", ["auth", "secretRef"])},
		},
		"token of Vault": {
			"provider": {"vault": {"auth": {"tokenSecretRef": {"name": "a"}}}},
			"want": {static("vault", "auth.tokenSecretRef", ["auth", "tokenSecretRef"])},
		},
		"another cluster": {
			"provider": {"kubernetes": {"auth": {"token": {"bearerToken": {"name": "a"}}}}},
			"want": {static("kubernetes", "auth.token", ["auth", "token"])},
		},
		"Azure, said": {
			"provider": {"azurekv": {"authType": "ServicePrincipal"}},
			"want": {key_vault("has authType ServicePrincipal, a static secret")},
		},
		"Azure, not said": {
			"provider": {"azurekv": {"vaultUrl": "https://x.vault.azure.net"}},
			"want": {key_vault("has no authType, which means ServicePrincipal, a static secret")},
		},
		"Azure, null": {
			"provider": {"azurekv": {"authType": null}},
			"want": {key_vault("has no authType, which means ServicePrincipal, a static secret")},
		},
	}
	every version in ["v1alpha1", "v1beta1", "v1"] {
		external_store.violation == case.want with input as store(version, "SecretStore", {"provider": case.provider})
	}
}

test_denied_provider_class[note] if {
	some note, parameters in {
		"nothing said": {"keyvaultName": "x"},
		"null": {"clientID": null, "usePodIdentity": null},
		"empty": {"clientID": "", "usePodIdentity": "false", "useVMManagedIdentity": false},
	}
	external_store.violation == {finding(
		"provider azure has neither clientID nor a managed identity, which means a service principal with a static secret; authenticate with a service account",
		["spec", "parameters", "clientID"],
	)} with input as class("azure", parameters)
}

test_denied_volume_in_a_cron_job if {
	volume := {"name": "vault", "csi": {"driver": "secrets-store.csi.k8s.io", "nodePublishSecretRef": {"name": "creds"}}}
	external_store.violation == {finding(
		`volume "vault" uses static credentials from nodePublishSecretRef; authenticate with a service account`,
		["spec", "jobTemplate", "spec", "template", "spec", "volumes", 0, "csi", "nodePublishSecretRef"],
	)} with input as review({"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"volumes": [volume]}}}}}})
}

test_denied_open_store[note] if {
	some note, case in {
		"absent": {"spec": {}, "how": "conditions is not set", "path": ["conditions"]},
		"null": {"spec": {"conditions": null}, "how": "conditions is not set", "path": ["conditions"]},
		"empty": {"spec": {"conditions": []}, "how": "conditions is not set", "path": ["conditions"]},
		"empty selector": {
			"spec": {"conditions": [{"namespaces": ["a"]}, {"namespaceSelector": {}}]},
			"how": "conditions[1].namespaceSelector selects every namespace",
			"path": ["conditions", 1, "namespaceSelector"],
		},
		"expression": {
			"spec": {"conditions": [{"namespaceRegexes": ["^shop-.*$", ".*"]}]},
			"how": "conditions[0].namespaceRegexes[1] matches every namespace",
			"path": ["conditions", 0, "namespaceRegexes", 1],
		},
	}
	external_store.violation == {finding(
		sprintf("%s, so the whole cluster can use the store; list the namespaces", [case.how]),
		array.concat(["spec"], case.path),
	)} with input as store("v1", "ClusterSecretStore", object.union({"provider": by_identity}, case.spec))
}

test_denied_refresh[note] if {
	some note, case in {
		"zero": {"value": "0", "how": "0, so a rotated value never arrives"},
		"zero seconds": {"value": "0s", "how": "0s, so a rotated value never arrives"},
		"zero in full": {"value": "0h0m0s", "how": "0h0m0s, so a rotated value never arrives"},
		"number": {"value": 0, "how": "0, so a rotated value never arrives"},
		"a month": {"value": "720h", "how": "720h, so a rotated value arrives late"},
		"a second more than a day": {"value": "24h0m1s", "how": "24h0m1s, so a rotated value arrives late"},
		"a lifetime": {"value": "876000h", "how": "876000h, so a rotated value arrives late"},
		"days": {"value": "1d", "how": "1d, which is not a duration"},
		"number without a unit": {"value": 3600, "how": "3600, which is not a duration"},
		"empty": {"value": "", "how": ", which is not a duration"},
	}
	msg := sprintf("refreshInterval is %s; set 24h or less", [case.how])
	external_store.violation == {finding(msg, ["spec", "refreshInterval"])} with input as fetcher("ExternalSecret", {"refreshInterval": case.value})
	external_store.violation == {finding(msg, ["spec", "externalSecretSpec", "refreshInterval"])} with input as fetcher("ClusterExternalSecret", {"externalSecretSpec": {"refreshInterval": case.value}})
}

test_denied_policy[policy] if {
	some policy in ["CreatedOnce", "OnChange"]
	external_store.violation == {finding(
		sprintf("refreshPolicy is %s, so a rotated value never arrives; set Periodic", [policy]),
		["spec", "refreshPolicy"],
	)} with input as fetcher("ExternalSecret", {"refreshPolicy": policy})
}

test_denied_find[note] if {
	some note, find in {
		"nothing said": {},
		"every name": {"name": {"regexp": ".*"}},
		"root": {"path": "/", "name": {"regexp": "^.+$"}, "tags": {}},
		"null": {"path": null, "tags": null, "name": null},
	}
	external_store.violation == {finding(
		"dataFrom[1].find fetches everything in the store; narrow it by path, name or tags",
		["spec", "dataFrom", 1, "find"],
	)} with input as fetcher("ExternalSecret", {"dataFrom": [{"extract": {"key": "shop/app"}}, {"find": find}]})
}

test_allowed[note] if {
	some note, object in {
		"IRSA": store("v1", "SecretStore", {"provider": by_identity}).review.object,
		"the operator's own identity": store("v1beta1", "SecretStore", {"provider": {"aws": {"service": "SecretsManager", "region": "eu-north-1"}}}).review.object,
		"references that are null": store("v1", "SecretStore", {"provider": {"aws": {"auth": {"secretRef": null}}}}).review.object,
		"workload identity": store("v1", "SecretStore", {"provider": {"azurekv": {"authType": "WorkloadIdentity"}}}).review.object,
		"managed identity": store("v1", "SecretStore", {"provider": {"azurekv": {"authType": "ManagedIdentity"}}}).review.object,
		"service account of Vault": store("v1", "SecretStore", {"provider": {"vault": {"auth": {"kubernetes": {"role": "a", "serviceAccountRef": {"name": "a"}}}}}}).review.object,
		"a provider that knows only tokens": store("v1", "SecretStore", {"provider": {"doppler": {"auth": {"secretRef": {"dopplerToken": {"name": "a"}}}}}}).review.object,
		"namespaces": store("v1", "ClusterSecretStore", {"provider": by_identity, "conditions": [{"namespaces": ["sidecar"]}]}).review.object,
		"namespaces by label": store("v1", "ClusterSecretStore", {"provider": by_identity, "conditions": [{"namespaceSelector": {"matchLabels": {"a": "b"}}}, null]}).review.object,
		"default refresh": fetcher("ExternalSecret", {}).review.object,
		"null": fetcher("ExternalSecret", {"refreshInterval": null, "refreshPolicy": null, "dataFrom": null}).review.object,
		"a day": fetcher("ExternalSecret", {"refreshInterval": "24h", "refreshPolicy": "Periodic"}).review.object,
		"a day in full": fetcher("ExternalSecret", {"refreshInterval": "23h59m60s"}).review.object,
		"half an hour": fetcher("ExternalSecret", {"refreshInterval": "0.5h"}).review.object,
		"less than a second": fetcher("ExternalSecret", {"refreshInterval": "500ms"}).review.object,
		"a generator": fetcher("ExternalSecret", {"refreshInterval": "0", "refreshPolicy": "CreatedOnce", "dataFrom": [{"sourceRef": {"generatorRef": {"kind": "Password"}}}]}).review.object,
		"a path": fetcher("ExternalSecret", {"dataFrom": [{"find": {"path": "shop/app", "name": {"regexp": ".*"}}}]}).review.object,
		"a name": fetcher("ExternalSecret", {"dataFrom": [{"find": {"name": {"regexp": "^shop-"}}}]}).review.object,
		"tags": fetcher("ExternalSecret", {"dataFrom": [{"find": {"tags": {"team": "shop"}}}]}).review.object,
		"what is pushed": {"apiVersion": "external-secrets.io/v1alpha1", "kind": "PushSecret", "spec": {"refreshInterval": "0", "dataFrom": [{"find": {}}]}},
		"workload identity of the driver": class("azure", {"clientID": "{{ .Values.clientID }}"}).review.object,
		"managed identity of the driver": class("azure", {"useVMManagedIdentity": "true", "userAssignedIdentityID": "x"}).review.object,
		"Pod Identity": class("aws", {"usePodIdentity": "true"}).review.object,
		"IRSA of the driver": class("aws", {"objects": "x"}).review.object,
		"volume": {"apiVersion": "v1", "kind": "Pod", "spec": {"volumes": [{"name": "a", "csi": {"driver": "secrets-store.csi.k8s.io", "readOnly": true}}, {"name": "b", "csi": {"driver": "x", "nodePublishSecretRef": {"name": "y"}}}]}},
	}
	external_store.violation == set() with input as review(object)
	external_store.unknown == set() with input as review(object)
}

test_unknown[note] if {
	some note, case in {
		"refresh": {
			"reviewed": fetcher("ExternalSecret", {"refreshInterval": "{{ .Values.refresh }}"}),
			"want": finding("refreshInterval {{ .Values.refresh }} is still to be filled in", ["spec", "refreshInterval"]),
		},
		"type": {
			"reviewed": store("v1", "SecretStore", {"provider": {"azurekv": {"authType": "${TYPE}"}}}),
			"want": finding("provider azurekv: authType ${TYPE} is still to be filled in", ["spec", "provider", "azurekv", "authType"]),
		},
	}
	external_store.violation == set() with input as case.reviewed
	external_store.unknown == {case.want} with input as case.reviewed
}

test_parameters[note] if {
	some note, case in {
		"provider": {
			"reviewed": store("v1", "SecretStore", {"provider": {"vault": {"auth": {"appRole": {"roleId": "a"}}}}}),
			"given": {"allowed_providers": ["vault"]},
			"want": set(),
		},
		"a provider that only begins alike": {
			"reviewed": store("v1", "SecretStore", {"provider": {"vault": {"auth": {"appRole": {"roleId": "a"}}}}}),
			"given": {"allowed_providers": ["va", "vault*"]},
			"want": {static("vault", "auth.appRole", ["auth", "appRole"])},
		},
		"hours": {
			"reviewed": fetcher("ExternalSecret", {"refreshInterval": "2h"}),
			"given": {"max_refresh_hours": 1.5},
			"want": {finding("refreshInterval is 2h, so a rotated value arrives late; set 1.5h or less", ["spec", "refreshInterval"])},
		},
	}
	external_store.violation == case.want with input as object.union(case.reviewed, {"parameters": case.given})
}

by_identity := {"aws": {"service": "SecretsManager", "auth": {"jwt": {"serviceAccountRef": {"name": "secrets-reader"}}}}}

static(provider, field, path) := finding(
	sprintf("provider %s uses static credentials from %s; authenticate with a service account", [provider, field]),
	array.concat(["spec", "provider", provider], path),
)

key_vault(how) := finding(
	sprintf("provider azurekv %s; authenticate with a service account", [how]),
	["spec", "provider", "azurekv", "authType"],
)

finding(msg, path) := {"msg": msg, "details": {"path": path}}

store(version, kind, spec) := review({"apiVersion": sprintf("external-secrets.io/%s", [version]), "kind": kind, "spec": spec})

fetcher(kind, spec) := review({"apiVersion": "external-secrets.io/v1", "kind": kind, "spec": spec})

class(provider, parameters) := review({
	"apiVersion": "secrets-store.csi.x-k8s.io/v1",
	"kind": "SecretProviderClass",
	"spec": {"provider": provider, "parameters": parameters, "secretObjects": [{"secretName": "a", "type": "Opaque"}]},
})

review(object) := {"review": {"object": object}}

test_applies[note] if {
	some note, object in {
		"mounted": {"apiVersion": "v1", "kind": "Pod", "spec": {"volumes": [{"name": "v", "csi": {"driver": "secrets-store.csi.k8s.io"}}]}},
		"a store": {"apiVersion": "external-secrets.io/v1", "kind": "SecretStore", "spec": {}},
		"classes": {"apiVersion": "secrets-store.csi.x-k8s.io/v1", "kind": "SecretProviderClass", "spec": {}},
	}
	external_store.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"another driver": {"apiVersion": "v1", "kind": "Pod", "spec": {"volumes": [{"name": "v", "csi": {"driver": "efs.csi.aws.com"}}]}},
		"no volume": {"apiVersion": "v1", "kind": "Pod", "spec": {}},
	}
	not external_store.applies with input as {"review": {"object": object}}
}

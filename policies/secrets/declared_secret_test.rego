package lib.guiderail.declared_secret_test

import data.lib.guiderail.declared_secret

_one(version, kind, name, body) := {"namespace": {"shop": {version: {kind: {name: object.union({"metadata": {"name": name, "namespace": "shop"}}, body)}}}}}

_of(inventory) := keys if {
	keys := declared_secret.of("shop", "s") with data.inventory as inventory
}

test_secrets[note] if {
	some note, case in {
		"data": {"secret": {"data": {"a": "", "b": ""}}, "keys": {"a", "b"}},
		"stringData": {"secret": {"stringData": {"a": ""}}, "keys": {"a"}},
		"both": {"secret": {"data": {"a": ""}, "stringData": {"b": ""}}, "keys": {"a", "b"}},
		"neither": {"secret": {}, "keys": null},
		"nothing in it": {"secret": {"data": {}}, "keys": null},
		"null": {"secret": {"data": null}, "keys": null},
		"a list": {"secret": {"data": ["a"]}, "keys": null},
		"a token": {"secret": {"type": "kubernetes.io/service-account-token"}, "keys": {"token", "ca.crt", "namespace"}},
	}
	inventory := _one("v1", "Secret", "s", case.secret)
	_of(inventory) == {case.keys}
	declared_secret.exist with data.inventory as inventory
}

test_sealed_secrets[note] if {
	some note, case in {
		"keys": {"spec": {"encryptedData": {"a": "x"}}, "keys": {"a"}},
		"a template": {"spec": {"encryptedData": {"a": "x"}, "template": {"data": {"b": "{{ .a }}"}}}, "keys": {"a", "b"}},
		"nothing": {"spec": {}, "keys": null},
		"in one": {"spec": {"data": "x"}, "keys": null},
	}
	inventory := _one("bitnami.com/v1alpha1", "SealedSecret", "s", {"spec": case.spec})
	_of(inventory) == {case.keys}
	declared_secret.exist with data.inventory as inventory
}

_data := {"data": [{"secretKey": "a", "remoteRef": {"key": "x"}}, {"secretKey": "b"}]}

test_external_secrets[version][note][name] if {
	some version in ["external-secrets.io/v1", "external-secrets.io/v1beta1"]
	some note, case in {
		"data": {"spec": _data, "keys": {"a", "b"}},
		"no data": {"spec": {}, "keys": null},
		"null": {"spec": {"data": null, "dataFrom": null}, "keys": null},
		"dataFrom": {"spec": object.union(_data, {"dataFrom": [{"extract": {"key": "x"}}]}), "keys": null},
		"no dataFrom": {"spec": object.union(_data, {"dataFrom": []}), "keys": {"a", "b"}},
		"template": {"spec": object.union(_data, {"target": {"template": {"data": {"c": "x"}}}}), "keys": {"c"}},
		"template of dataFrom": {"spec": {"dataFrom": [{}], "target": {"template": {"data": {"c": "x"}}}}, "keys": {"c"}},
		"template that is merged": {"spec": object.union(_data, {"target": {"template": {"mergePolicy": "Merge", "data": {"c": "x"}}}}), "keys": {"a", "b", "c"}},
		"template without data": {"spec": object.union(_data, {"target": {"template": {"type": "Opaque"}}}), "keys": {"a", "b"}},
		"template from elsewhere": {"spec": object.union(_data, {"target": {"template": {"templateFrom": [{"configMap": {}}]}}}), "keys": null},
		"template of null": {"spec": object.union(_data, {"target": {"template": null}}), "keys": {"a", "b"}},
	}
	some name, target in {"s": {}, "other": {"target": {"name": "s"}}}
	inventory := _one(version, "ExternalSecret", name, {"spec": object.union(case.spec, target)})
	_of(inventory) == {case.keys}
	declared_secret.exist with data.inventory as inventory
}

test_external_secrets_of_other_names if {
	_of(_one("external-secrets.io/v1", "ExternalSecret", "s", {"spec": object.union(_data, {"target": {"name": "t"}})})) == set()
	_of(_one("external-secrets.io/v1", "ExternalSecret", "t", {"spec": _data})) == set()
}

test_found_by_their_name if {
	found := declared_secret.named("shop", "s") with data.inventory as _one("external-secrets.io/v1", "ExternalSecret", "s", {"spec": _data})
	found == {{"a", "b"}}
	other := declared_secret.named("shop", "s") with data.inventory as _one("external-secrets.io/v1", "ExternalSecret", "t", {"spec": object.union(_data, {"target": {"name": "s"}})})
	other == set()
}

test_cluster_external_secrets[version][note] if {
	some version in ["external-secrets.io/v1", "external-secrets.io/v1beta1"]
	some note, spec in {
		"by its name": {"externalSecretSpec": _data},
		"by that of what it makes": {"externalSecretName": "s", "externalSecretSpec": _data},
		"by the target": {"externalSecretName": "x", "externalSecretSpec": object.union(_data, {"target": {"name": "s"}})},
	}
	name := {true: "s", false: "maker"}[note == "by its name"]
	inventory := {"cluster": {version: {"ClusterExternalSecret": {name: {"metadata": {"name": name}, "spec": spec}}}}}
	_of(inventory) == {{"a", "b"}}
	declared_secret.exist with data.inventory as inventory
}

test_certificates[note] if {
	some note, case in {
		"plain": {"spec": {}, "more": set()},
		"formats": {"spec": {"additionalOutputFormats": [{"type": "CombinedPEM"}, {"type": "DER"}, {"type": "x"}]}, "more": {"tls-combined.pem", "key.der"}},
		"stores": {"spec": {"keystores": {"jks": {"create": true}, "pkcs12": {"create": true}}}, "more": {"keystore.jks", "truststore.jks", "keystore.p12", "truststore.p12"}},
		"null": {"spec": {"keystores": null, "additionalOutputFormats": null}, "more": set()},
	}
	inventory := _one("cert-manager.io/v1", "Certificate", "c", {"spec": object.union({"secretName": "s"}, case.spec)})
	keys := {"tls.crt", "tls.key", "ca.crt"} | case.more
	_of(inventory) == {keys}
	declared_secret.exist with data.inventory as inventory
}

test_provider_classes if {
	inventory := _one("secrets-store.csi.x-k8s.io/v1", "SecretProviderClass", "p", {"spec": {"secretObjects": [{"secretName": "s", "data": [{"key": "a", "objectName": "x"}]}, {"secretName": "t"}]}})
	_of(inventory) == {{"a"}}
	declared_secret.exist with data.inventory as inventory
}

test_none[note] if {
	some note, inventory in {
		"nothing": {},
		"a class that makes none": _one("secrets-store.csi.x-k8s.io/v1", "SecretProviderClass", "s", {"spec": {"provider": "azure"}}),
	}
	_of(inventory) == set()
	not declared_secret.exist with data.inventory as inventory
}

# What is written wrongly tells nothing, and hides nothing.
test_specs_of_other_types[note][version] if {
	some note, spec in {"null": null, "text": "s", "list": ["s"], "empty": {}}
	some version, kind in {"external-secrets.io/v1": "ExternalSecret", "external-secrets.io/v1beta1": "ExternalSecret", "bitnami.com/v1alpha1": "SealedSecret"}
	_of(_one(version, kind, "s", {"spec": spec})) == {null}
	_of(_one(version, kind, "t", {"spec": spec})) == set()
}

test_parts_of_other_types[note] if {
	some note, spec in {"null": null, "text": "s", "list": ["s"], "nulls": {"secretName": null, "secretObjects": null, "target": null, "data": null, "externalSecretSpec": null}}
	_of(_one("cert-manager.io/v1", "Certificate", "s", {"spec": spec})) == set()
	_of(_one("secrets-store.csi.x-k8s.io/v1", "SecretProviderClass", "s", {"spec": spec})) == set()
	_of(_one("external-secrets.io/v1", "ExternalSecret", "t", {"spec": spec})) == set()
	_of({"cluster": {"external-secrets.io/v1": {"ClusterExternalSecret": {"s": {"spec": spec}}}}}) == set()
	_of({"cluster": {"external-secrets.io/v1": {"ClusterExternalSecret": {"s": {"spec": {"externalSecretSpec": spec}}}}}}) == {true: {null}, false: set()}[is_object(spec)]
}

test_other_namespaces_tell_nothing if {
	found := declared_secret.of("till", "s") with data.inventory as _one("v1", "Secret", "s", {"data": {"a": ""}})
	found == set()
}

test_elsewhere[note] if {
	some note, case in {
		"Secret": {"version": "v1", "kind": "Secret"},
		"SealedSecret": {"version": "bitnami.com/v1alpha1", "kind": "SealedSecret"},
		"ExternalSecret": {"version": "external-secrets.io/v1", "kind": "ExternalSecret"},
		"older ExternalSecret": {"version": "external-secrets.io/v1beta1", "kind": "ExternalSecret"},
	}
	found := declared_secret.elsewhere("s") with data.inventory as _one(case.version, case.kind, "s", {})
	found == {{"namespace": "shop", "is_written": true}}
	others := declared_secret.elsewhere("t") with data.inventory as _one(case.version, case.kind, "s", {})
	others == set()
}

test_elsewhere_without_a_namespace if {
	found := declared_secret.elsewhere("s") with data.inventory as {"namespace": {"default": {"v1": {"Secret": {"s": {"metadata": {"name": "s"}}}}}}}
	found == {{"namespace": "default", "is_written": false}}
}

test_certificates[note] if {
	issued := {"cert-manager.io/cluster-issuer": "ca"}
	some note, case in {
		"Ingress": {"version": "networking.k8s.io/v1", "kind": "Ingress", "object": {"metadata": {"annotations": issued}, "spec": {"tls": [{"secretName": "s"}]}}, "want": {{"tls.crt", "tls.key", "ca.crt"}}},
		"Gateway": {"version": "gateway.networking.k8s.io/v1", "kind": "Gateway", "object": {"metadata": {"annotations": issued}, "spec": {"listeners": [{"tls": {"certificateRefs": [{"name": "s"}]}}]}}, "want": {{"tls.crt", "tls.key", "ca.crt"}}},
		"Service": {"version": "v1", "kind": "Service", "object": {"metadata": {"annotations": {"service.beta.openshift.io/serving-cert-secret-name": "s"}}}, "want": {{"tls.crt", "tls.key", "ca.crt"}}},
		"account": {"version": "cert-manager.io/v1", "kind": "Issuer", "object": {"spec": {"acme": {"privateKeySecretRef": {"name": "s"}}}}, "want": {{"tls.key"}}},
		"Ingress without an annotation": {"version": "networking.k8s.io/v1", "kind": "Ingress", "object": {"metadata": {"annotations": {"a": "b"}}, "spec": {"tls": [{"secretName": "s"}]}}, "want": set()},
	}
	declared := declared_secret.of("shop", "s") with data.inventory as {"namespace": {"shop": {case.version: {case.kind: {"x": case.object}}}}}
	declared == case.want
}

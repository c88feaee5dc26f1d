# METADATA
# title: Secrets that the other objects declare
# description: |
#   The names and keys of Secrets among the supplied objects, and of those that the External Secrets
#   Operator, Sealed Secrets, cert-manager and the Secrets Store CSI driver create from them. Controls
#   that use this library are not in Gatekeeper, because it would store Secrets with their values.
# related_resources:
#   - https://external-secrets.io/latest/api/externalsecret/
#   - https://github.com/bitnami-labs/sealed-secrets
#   - https://cert-manager.io/docs/usage/certificate/
#   - https://secrets-store-csi-driver.sigs.k8s.io/topics/sync-as-kubernetes-secret
package lib.guiderail.declared_secret

import data.lib.guiderail.value

# METADATA
# scope: document
# description: Whether any object declares any Secret, in whichever namespace. It ends at the first one.
exist if data.inventory.namespace[_].v1.Secret[_]

exist if data.inventory.namespace[_]["bitnami.com/v1alpha1"].SealedSecret[_]

exist if data.inventory.namespace[_]["external-secrets.io/v1"].ExternalSecret[_]

exist if data.inventory.namespace[_]["external-secrets.io/v1beta1"].ExternalSecret[_]

exist if data.inventory.cluster["external-secrets.io/v1"].ClusterExternalSecret[_]

exist if data.inventory.cluster["external-secrets.io/v1beta1"].ClusterExternalSecret[_]

exist if data.inventory.namespace[_]["cert-manager.io/v1"].Certificate[_]

# A class that makes no Secret declares none.
exist if data.inventory.namespace[_]["secrets-store.csi.x-k8s.io/v1"].SecretProviderClass[_].spec.secretObjects[_]

# METADATA
# description: |
#   What the objects that have the very name of a Secret tell of its keys: sets of keys, and null where an
#   object leaves them open. Nearly every Secret is found so, at the price of a few lookups.
named(namespace, name) := union({
	{_keys_of_secret(secret) | secret := data.inventory.namespace[namespace].v1.Secret[name]},
	{_keys_of_sealed(value.object_in(sealed, "spec")) |
		sealed := data.inventory.namespace[namespace]["bitnami.com/v1alpha1"].SealedSecret[name]
	},
	{_keys_of_external(spec) |
		some external in _external_named(namespace, name)
		spec := value.object_in(external, "spec")
		_target(spec, name) == name
	},
})

# METADATA
# description: The same, by all objects of the namespace, and by those that make Secrets in many.
of(namespace, name) := union({
	named(namespace, name), _fetched(namespace, name), _issued(namespace, name), _asked_for(namespace, name),
	_served(namespace, name), _synced(namespace, name), _made_everywhere(name),
})

# METADATA
# description: |
#   Whether a Secret of the name carries an annotation that has it copied to other namespaces, for Reflector,
#   kubernetes-replicator or kubed.
is_copied(name) if name in _copied

# Found out once for all names: there may be thousands of namespaces.
_copied contains name if {
	secret := data.inventory.namespace[_].v1.Secret[name]
	some annotation, _ in secret.metadata.annotations
	regex.match(`^(reflector\.v1\.k8s\.emberstack\.com|replicator\.v1\.mittwald\.de|kubed\.appscode\.com)/`, annotation)
}

# METADATA
# description: |
#   The namespaces in which an object of its name declares a Secret, each with whether it `is_written`
#   there; what names no namespace counts as one of "default".
elsewhere(name) := {{"namespace": namespace, "is_written": is_written} |
	some [namespace, metadata] in (_namesakes(name) | _external_namesakes(name))
	is_written := object.get(metadata, "namespace", "") == namespace
}

_namesakes(name) := {[namespace, secret.metadata] |
	secret := data.inventory.namespace[namespace].v1.Secret[name]
} | {[namespace, sealed.metadata] |
	sealed := data.inventory.namespace[namespace]["bitnami.com/v1alpha1"].SealedSecret[name]
}

_external_namesakes(name) := {[namespace, external.metadata] |
	external := data.inventory.namespace[namespace]["external-secrets.io/v1"].ExternalSecret[name]
} | {[namespace, external.metadata] |
	external := data.inventory.namespace[namespace]["external-secrets.io/v1beta1"].ExternalSecret[name]
}

_external_named(namespace, name) := {external |
	external := data.inventory.namespace[namespace]["external-secrets.io/v1"].ExternalSecret[name]
} | {external |
	external := data.inventory.namespace[namespace]["external-secrets.io/v1beta1"].ExternalSecret[name]
}

# Among all objects of the namespace one expression has to find those that count.
_fetched(namespace, name) := {_keys_of_external(external.spec) |
	newer := data.inventory.namespace[namespace]["external-secrets.io/v1"].ExternalSecret
	some external in newer
	external.spec.target.name == name
} | {_keys_of_external(external.spec) |
	older := data.inventory.namespace[namespace]["external-secrets.io/v1beta1"].ExternalSecret
	some external in older
	external.spec.target.name == name
}

_issued(namespace, name) := {keys |
	spec := data.inventory.namespace[namespace]["cert-manager.io/v1"].Certificate[_].spec
	spec.secretName == name
	stores := {concat("", [store, ".", ending]) |
		some ending, format in {"jks": "jks", "p12": "pkcs12"}
		is_object(spec.keystores[format])
		some store in ["keystore", "truststore"]
	}
	more := {key |
		some output in spec.additionalOutputFormats
		key := {"CombinedPEM": "tls-combined.pem", "DER": "key.der"}[output.type]
	}
	keys := (_certificate | stores) | more
}

# cert-manager keeps the certificates of Ingresses and Gateways that an annotation asks for in Secrets.
_asked_for(namespace, name) := {_certificate |
	ingress := data.inventory.namespace[namespace]["networking.k8s.io/v1"].Ingress[_]
	ingress.spec.tls[_].secretName == name
	_asks_for_certificate(ingress)
} | {_certificate |
	gateway := data.inventory.namespace[namespace]["gateway.networking.k8s.io/v1"].Gateway[_]
	gateway.spec.listeners[_].tls.certificateRefs[_].name == name
	_asks_for_certificate(gateway)
}

# OpenShift does so for Services, and cert-manager keeps the keys of accounts.
_served(namespace, name) := {_certificate | name in _serving_names(namespace)} | {{"tls.key"} |
	issuer := data.inventory.namespace[namespace]["cert-manager.io/v1"].Issuer[_]
	issuer.spec.acme.privateKeySecretRef.name == name
}

_serving_names(namespace) := {name |
	service := data.inventory.namespace[namespace].v1.Service[_]
	some annotation in [
		"service.beta.openshift.io/serving-cert-secret-name", "service.alpha.openshift.io/serving-cert-secret-name",
	]
	name := service.metadata.annotations[annotation]
}

_certificate := {"tls.crt", "tls.key", "ca.crt"}

_asks_for_certificate(entrance) if {
	some annotation, _ in entrance.metadata.annotations
	annotation in {
		"cert-manager.io/cluster-issuer", "cert-manager.io/issuer", "kubernetes.io/tls-acme",
		"certmanager.k8s.io/cluster-issuer", "certmanager.k8s.io/issuer",
	}
}

_synced(namespace, name) := {_keys_in(synced.data, "key") |
	synced := data.inventory.namespace[namespace]["secrets-store.csi.x-k8s.io/v1"].SecretProviderClass[_].spec.secretObjects[_]
	synced.secretName == name
}

# In which namespaces these make their Secrets is a matter of labels that a run need not show.
_made_everywhere(name) := {_keys_of_external(spec) |
	some [maker_name, maker] in _makers
	spec := maker.spec.externalSecretSpec
	is_object(spec)
	_target(spec, _text_or(value.text_in(maker.spec, "externalSecretName"), maker_name)) == name
}

_makers contains [name, maker] if maker := data.inventory.cluster["external-secrets.io/v1"].ClusterExternalSecret[name]

_makers contains [name, maker] if {
	maker := data.inventory.cluster["external-secrets.io/v1beta1"].ClusterExternalSecret[name]
}

# The name of the Secret that an ExternalSecret makes or adds to.
_target(spec, name) := _text_or(value.text_in(value.object_in(spec, "target"), "name"), name)

_text_or("", fallback) := fallback

_text_or(text, _) := text if text != ""

# The control plane fills in a token. What holds nothing else is filled in by somebody as well.
_keys_of_secret(secret) := {"token", "ca.crt", "namespace"} if {
	secret.type == "kubernetes.io/service-account-token"
} else := _any_or_null(_names(secret, "data") | _names(secret, "stringData"))

_keys_of_sealed(spec) := _any_or_null(_names(spec, "encryptedData") | _names(value.object_in(spec, "template"), "data"))

_any_or_null(keys) := keys if {
	count(keys) > 0
} else := null

# A template takes the place of what is fetched, unless the two are merged.
_keys_of_external(spec) := null if {
	_brings_unnamed(spec)
} else := _names(_template(spec), "data") if {
	_is_replaced(spec)
} else := _keys_in(spec.data, "secretKey") | _names(_template(spec), "data") if {
	is_array(spec.data)
} else := null

_brings_unnamed(spec) if count(value.array_in(_template(spec), "templateFrom")) > 0

_brings_unnamed(spec) if {
	count(value.array_in(spec, "dataFrom")) > 0
	not _is_replaced(spec)
}

_is_replaced(spec) if {
	template := _template(spec)
	count(_names(template, "data")) > 0
	object.get(template, "mergePolicy", "Replace") != "Merge"
}

_template(spec) := value.object_in(value.object_in(spec, "target"), "template")

_names(parent, field) := object.keys(value.object_in(parent, field))

_keys_in(items, field) := {item[field] | some item in items}

# METADATA
# title: Stores of secrets outside the cluster
# description: |
#   How the External Secrets Operator and the Secrets Store CSI driver access a store, who may use it,
#   and what is fetched from it. Empty for other kinds.
# related_resources:
#   - https://external-secrets.io/latest/api/spec/
#   - https://secrets-store-csi-driver.sigs.k8s.io/concepts
# custom:
#   match:
#     - workload
#     - groups: [external-secrets.io]
#       kinds: [ExternalSecret, ClusterExternalSecret, SecretStore, ClusterSecretStore]
#     - groups: [secrets-store.csi.x-k8s.io]
#       kinds: [SecretProviderClass]
package lib.guiderail.external_secret

import data.lib.guiderail.ctx
import data.lib.guiderail.selector
import data.lib.guiderail.workload

# METADATA
# scope: document
# description: |
#   Where access to a store rests on something else than the identity of a service account: `title`,
#   `provider`, `path` and `how`. Providers that offer nothing else are left out.
static_credentials contains credential if {
	some volume in workload.volumes
	volume.spec.csi.driver == "secrets-store.csi.k8s.io"
	is_object(volume.spec.csi.nodePublishSecretRef)
	credential := {
		"title": volume.title,
		"provider": "secrets-store.csi.k8s.io",
		"path": array.concat(volume.path, ["csi", "nodePublishSecretRef"]),
		"how": "uses static credentials from nodePublishSecretRef",
	}
}

static_credentials contains credential if {
	some provider, _ in _store.provider
	some path in _references[provider]
	is_object(object.get(_store, array.concat(["provider", provider], path), null))
	credential := {
		"title": sprintf("provider %s", [provider]),
		"provider": provider,
		"path": array.concat(["spec", "provider", provider], path),
		"how": sprintf("uses static credentials from %s", [concat(".", path)]),
	}
}

static_credentials contains credential if {
	how := {
		null: "has no authType, which means ServicePrincipal, a static secret",
		"": "has no authType, which means ServicePrincipal, a static secret",
		"ServicePrincipal": "has authType ServicePrincipal, a static secret",
	}[key_vault_auth]
	credential := {
		"title": "provider azurekv", "provider": "azurekv", "path": ["spec", "provider", "azurekv", "authType"], "how": how,
	}
}

static_credentials contains credential if {
	ctx.group == "secrets-store.csi.x-k8s.io"
	ctx.kind == "SecretProviderClass"
	ctx.resource.spec.provider == "azure"
	parameters := object.get(ctx.resource.spec, "parameters", {})
	is_object(parameters)
	not _is_managed(parameters)
	object.get(parameters, "clientID", null) in {null, ""}
	credential := {
		"title": "provider azure",
		"provider": "azure",
		"path": ["spec", "parameters", "clientID"],
		"how": "has neither clientID nor a managed identity, which means a service principal with a static secret",
	}
}

# METADATA
# scope: document
# description: |
#   Where a ClusterSecretStore serves every namespace: `path`, and `field` with `how` it does.
openings contains {"path": ["spec", "conditions"], "field": "conditions", "how": "is not set"} if {
	_conditions in {null, []}
}

openings contains {"path": path, "field": field, "how": "selects every namespace"} if {
	some i, condition in _conditions
	selector.selects_every_namespace(condition.namespaceSelector)
	path := ["spec", "conditions", i, "namespaceSelector"]
	field := sprintf("conditions[%d].namespaceSelector", [i])
}

openings contains {"path": path, "field": field, "how": "matches every namespace"} if {
	some i, condition in _conditions
	some j, expression in condition.namespaceRegexes
	matches_everything(expression)
	path := ["spec", "conditions", i, "namespaceRegexes", j]
	field := sprintf("conditions[%d].namespaceRegexes[%d]", [i, j])
}

# METADATA
# description: |
#   What is fetched, as an ExternalSecret says or a ClusterExternalSecret for those that it makes:
#   `path` and `spec`. Undefined for other kinds.
fetched := {"path": path, "spec": spec} if {
	ctx.group == "external-secrets.io"
	path := {"ExternalSecret": ["spec"], "ClusterExternalSecret": ["spec", "externalSecretSpec"]}[ctx.kind]
	spec := object.get(ctx.resource, path, null)
	is_object(spec)
}

# METADATA
# description: The type of authentication to Azure Key Vault, as written; null when there is none.
key_vault_auth := object.get(_store.provider.azurekv, "authType", null) if is_object(_store.provider.azurekv)

# METADATA
# description: Whether a regular expression matches everything.
matches_everything(expression) if expression in {
	"", ".*", ".+", "^", "^.*$", "^.+$", "^.*", ".*$", "(.*)", "(.+)", ".*?",
}

_store := ctx.resource.spec if {
	ctx.group == "external-secrets.io"
	ctx.kind in {"SecretStore", "ClusterSecretStore"}
	is_object(ctx.resource.spec)
}

# Fields of each provider that hold references to static credentials.
_references := {
	"aws": [["auth", "secretRef"]],
	"gcpsm": [["auth", "secretRef"]],
	"oracle": [["auth", "secretRef"]],
	"ibm": [["auth", "secretRef"]],
	"alibaba": [["auth", "secretRef"]],
	"kubernetes": [["auth", "token"], ["auth", "cert"], ["authRef"]],
	"vault": [
		["auth", "tokenSecretRef"], ["auth", "appRole"], ["auth", "userPass"], ["auth", "ldap"],
		["auth", "iam", "secretRef"], ["auth", "jwt", "secretRef"], ["auth", "kubernetes", "secretRef"],
	],
}

_is_managed(parameters) if {
	some switch in ["useVMManagedIdentity", "usePodIdentity"]
	parameters[switch] in {"true", true}
}

_conditions := object.get(_store, "conditions", null) if ctx.kind == "ClusterSecretStore"

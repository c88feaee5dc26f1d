# METADATA
# title: External secret stores must use an identity, restrict access and refresh secrets
# description: |
#   An operator that fetches secrets with a static key only moves the problem, because that key opens
#   every secret in the store. A store without conditions serves every namespace of the cluster. A
#   secret that is never fetched again keeps its old value when it is rotated.
# related_resources:
#   - https://external-secrets.io/latest/api/secretstore/
#   - https://external-secrets.io/latest/guides/multi-tenancy/
#   - https://secrets-store-csi-driver.sigs.k8s.io/
# custom:
#   severity: medium
#   requirements: [SECRETS-14]
#   match:
#     - workload
#     - groups: [external-secrets.io]
#       kinds: [ExternalSecret, ClusterExternalSecret, SecretStore, ClusterSecretStore]
#     - groups: [secrets-store.csi.x-k8s.io]
#       kinds: [SecretProviderClass]
#   remediation: Authenticate stores with a service account (IRSA or workload identity), list the namespaces of a
#     ClusterSecretStore in spec.conditions, and fetch only what is needed, every few hours.
#   parameters:
#     allowed_providers: {type: array, items: {type: string}, description: "Exact names of providers, as the store
#       spells them, for which static credentials are accepted."}
#     max_refresh_hours: {type: number, description: "The longest time, in hours, after which a secret must be fetched
#       again."}
package guiderail.secrets.external_store

import data.lib.guiderail.ctx
import data.lib.guiderail.duration
import data.lib.guiderail.external_secret
import data.lib.guiderail.placeholder
import data.lib.guiderail.workload

defaults := {"allowed_providers": [], "max_refresh_hours": 24}

parameters := object.union(defaults, ctx.parameters)

applies if ctx.group in {"external-secrets.io", "secrets-store.csi.x-k8s.io"}

applies if {
	some volume in workload.volumes
	volume.spec.csi.driver == "secrets-store.csi.k8s.io"
}

violation contains {"msg": msg, "details": {"path": credential.path}} if {
	some credential in external_secret.static_credentials
	not credential.provider in parameters.allowed_providers
	msg := sprintf("%s %s; authenticate with a service account", [credential.title, credential.how])
}

violation contains {"msg": msg, "details": {"path": opening.path}} if {
	some opening in external_secret.openings
	msg := sprintf("%s %s, so the whole cluster can use the store; list the namespaces", [opening.field, opening.how])
}

violation contains {"msg": msg, "details": {"path": array.concat(fetched.path, ["refreshInterval"])}} if {
	not _is_generated
	fetched := external_secret.fetched
	interval := fetched.spec.refreshInterval
	defect := _defect(interval)
	msg := sprintf("refreshInterval is %v, %s; set %vh or less", [interval, defect, parameters.max_refresh_hours])
}

violation contains {"msg": msg, "details": {"path": array.concat(fetched.path, ["refreshPolicy"])}} if {
	fetched := external_secret.fetched
	fetched.spec.refreshPolicy in {"CreatedOnce", "OnChange"}
	not _is_generated
	msg := sprintf("refreshPolicy is %s, so a rotated value never arrives; set Periodic", [fetched.spec.refreshPolicy])
}

violation contains {"msg": msg, "details": {"path": array.concat(fetched.path, ["dataFrom", i, "find"])}} if {
	fetched := external_secret.fetched
	some i, source in fetched.spec.dataFrom
	is_object(source.find)
	object.get(source.find, "path", null) in {null, "", "/"}
	object.get(source.find, "tags", null) in {null, {}}
	external_secret.matches_everything(object.get(source.find, ["name", "regexp"], ""))
	msg := sprintf("dataFrom[%d].find fetches everything in the store; narrow it by path, name or tags", [i])
}

unknown contains {"msg": msg, "details": {"path": array.concat(fetched.path, ["refreshInterval"])}} if {
	fetched := external_secret.fetched
	placeholder.is_in(fetched.spec.refreshInterval)
	msg := sprintf("refreshInterval %s is still to be filled in", [fetched.spec.refreshInterval])
}

unknown contains {"msg": msg, "details": {"path": ["spec", "provider", "azurekv", "authType"]}} if {
	placeholder.is_in(external_secret.key_vault_auth)
	msg := sprintf("provider azurekv: authType %s is still to be filled in", [external_secret.key_vault_auth])
}

# What a generator made would be replaced by something new.
_is_generated if {
	some source in external_secret.fetched.spec.dataFrom
	is_object(source.sourceRef.generatorRef)
}

_defect(interval) := "so a rotated value never arrives" if {
	duration.hours(interval) == 0
} else := "so a rotated value arrives late" if {
	duration.hours(interval) > parameters.max_refresh_hours
} else := "which is not a duration" if {
	interval != null
	not placeholder.is_in(interval)
	not duration.is_valid(interval)
}

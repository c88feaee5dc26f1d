# METADATA
# title: People must log in to an AKS cluster with Microsoft Entra ID
# description: |
#   A local account of AKS is a certificate in a kubeconfig: it belongs to nobody, bypasses Entra ID with its second
#   factor and conditional access, and stays valid until the cluster's certificates are rotated. With Azure RBAC, the
#   permissions in Azure and Kubernetes are granted and reviewed in one place.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/manage-azure-rbac
#   - https://learn.microsoft.com/en-us/azure/aks/manage-local-accounts-managed-azure-ad
# custom:
#   severity: high
#   requirements: [RBAC-16]
#   match: [aks_clusters]
#   remediation: Integrate the cluster with Entra ID, with Azure RBAC, and disable local accounts.
#   parameters:
#     azure_rbac: {type: boolean, description: "Whether Azure RBAC is wanted. Otherwise Kubernetes RBAC for groups of
#       Entra ID is enough."}
package guiderail.rbac.aks_entra

import data.lib.guiderail.aks_clusters
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.resources

defaults := {"azure_rbac": true}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(aks_clusters.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": fact.path, "msg": msg, "is_open": fact.is_known == false} if {
	some cluster in aks_clusters.all
	some name, why in _wanted(cluster.facts)
	fact := cluster.facts[name]
	not _is_met(name, fact)
	msg := sprintf("%s: %s", [cluster.title, _how(fact, why)])
}

# Without Entra ID there is no Azure RBAC.
_wanted(facts) := object.remove(_why, _without_entra(facts) | _not_wanted)

_without_entra(facts) := {"azure_rbac"} if {
	facts.entra.value == null
} else := set()

_not_wanted contains "azure_rbac" if parameters.azure_rbac == false

_why := {
	"rbac": "must not be false: without RBAC everybody who logs in may do everything",
	"entra": "must be set, so that people log in with Entra ID",
	"azure_rbac": "must be true, so that Azure RBAC decides who may do what",
	"no_local_accounts": "must be true: local accounts bypass Entra ID",
}

_is_met("entra", fact) if fact.value == true

_is_met("rbac", fact) if {
	fact.is_known
	not _is_off(fact)
}

_is_met(name, fact) if {
	name in {"azure_rbac", "no_local_accounts"}
	resources.is_true(fact.value)
}

_is_off(fact) if resources.is_false(fact.value)

_how(fact, why) := concat(" ", [fact.field, why]) if {
	fact.is_known
} else := sprintf("%s is not known, and it %s", [fact.field, why])

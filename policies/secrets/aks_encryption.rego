# METADATA
# title: A key of your own must encrypt the Secrets of an AKS cluster
# description: |
#   Azure encrypts the disks of etcd, but whoever reads etcd itself, or a backup of it, reads the Secrets. With a key in
#   a Key Vault they are encrypted before they are stored, the key can be rotated or withdrawn, and its use is logged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/use-kms-etcd-encryption
# custom:
#   severity: high
#   requirements: [SECRETS-13]
#   match: [aks_clusters]
#   remediation: Turn on the encryption of etcd with a key of a Key Vault.
package guiderail.secrets.aks_encryption

import data.lib.guiderail.aks_clusters
import data.lib.guiderail.finding
import data.lib.guiderail.resources

applies if count(aks_clusters.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": kms.path, "msg": msg, "is_open": kms.is_known == false} if {
	some cluster in aks_clusters.all
	kms := cluster.facts.kms
	not _is_on(kms)
	msg := sprintf("%s: %s %s", [cluster.title, kms.field, _how(kms.is_known)])
}

_is_on(fact) if resources.is_true(fact.value)

_how(true) := "must be on, with a key of a Key Vault"

_how(false) := "must be on, and is not known"

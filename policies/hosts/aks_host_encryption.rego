# METADATA
# title: Nodes of AKS must encrypt what they store on their hosts
# description: |
#   Pods leave data on the disks of their node: images, logs, emptyDir volumes, swap. Azure encrypts managed disks at
#   rest, but not temporary disks and the caches of disks, unless encryption at host is on.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/enable-host-encryption
# custom:
#   severity: medium
#   requirements: [HOST-09]
#   match: [aks_clusters]
#   remediation: Turn on encryption at host for every pool of nodes. The pools have to be created again for it.
package guiderail.hosts.aks_host_encryption

import data.lib.guiderail.aks_clusters
import data.lib.guiderail.finding
import data.lib.guiderail.resources

applies if count(aks_clusters.pools) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": encryption.path, "msg": msg, "is_open": encryption.is_known == false} if {
	some pool in aks_clusters.pools
	encryption := pool.host_encryption
	not _is_on(encryption)
	msg := sprintf("%s: %s %s", [pool.title, encryption.field, _how(encryption.is_known)])
}

_is_on(fact) if resources.is_true(fact.value)

_how(true) := "must be true"

_how(false) := "must be true, and is not known"

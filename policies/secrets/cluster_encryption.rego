# METADATA
# title: An EKS cluster must encrypt Secrets with a KMS key of your own
# description: |
#   Who gets hold of a copy of etcd must not be able to read the Secrets in it. From version 1.28 on, EKS encrypts
#   all objects with a key that AWS owns. You can neither see who uses that key nor take it away from anyone. With a
#   KMS key of your own you decide by its policy who may decrypt, and CloudTrail records each use.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html
# custom:
#   severity: high
#   requirements: [SECRETS-13]
#   match: [eks_clusters]
#   remediation: Name a KMS key for the resource secrets in the encryption configuration of the cluster. It can be
#     added to a cluster that exists.
#   parameters:
#     require_kms: {type: boolean, description: "Whether Secrets have to be encrypted with a KMS key of your own. If
#       not, the key that AWS owns is enough, which clusters have from version 1.28 on."}
package guiderail.secrets.cluster_encryption

import data.lib.guiderail.ctx
import data.lib.guiderail.eks_clusters
import data.lib.guiderail.finding

defaults := {"require_kms": true}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(eks_clusters.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": key.path, "msg": msg, "is_open": key.is_known == false} if {
	some cluster in _at_risk
	key := cluster.has_key
	key.value == false
	msg := sprintf("%s: %s", [cluster.title, _how(key)])
}

# A cluster whose version is not written gets a recent one.
_at_risk := [cluster | some cluster in eks_clusters.all; _lacks_encryption(cluster.version)]

_lacks_encryption(_) if parameters.require_kms

_lacks_encryption(version) if eks_clusters.is_before(version.value, "1.28")

_how(key) := sprintf("%s must name a KMS key that encrypts Secrets", [key.field]) if {
	key.is_known
} else := sprintf("whether %s names a KMS key is not known", [key.field])

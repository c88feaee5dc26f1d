# METADATA
# title: Amazon ECR must scan images that are pushed
# description: |
#   An image that nobody scans brings its known vulnerabilities into the cluster. ECR scans none unless the repository
#   says so, or a rule of the registry covers it, which is where ECR wants it set today.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
# custom:
#   severity: medium
#   requirements: [IMG-09]
#   match: [repositories]
#   remediation: Cover the repository with a rule of the registry's scanning configuration, or turn scan on push on.
package guiderail.images.registry_scan

import data.lib.guiderail.finding
import data.lib.guiderail.repositories
import data.lib.guiderail.resources

applies if count(repositories.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": repository.scan.path, "msg": msg, "is_open": repository.scan.is_known == false} if {
	some repository in repositories.all
	not _is_scanned(repository.scan)
	msg := sprintf("%s: %s", [repository.title, _how(repository.scan)])
}

_is_scanned(scan) if {
	scan.is_known
	resources.is_true(scan.value)
}

_how(scan) := "whether images are scanned when they are pushed is not known" if {
	not scan.is_known
} else := "no rule of the registry's scanning configuration covers the repository" if {
	repositories.has_registry_scan
} else := sprintf("%s must be true, so that images are scanned when they are pushed", [scan.field])

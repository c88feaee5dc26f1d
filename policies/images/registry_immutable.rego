# METADATA
# title: Amazon ECR must keep tags as they are and images private
# description: |
#   Whoever can push to a repository with mutable tags can put another image in the place of one that was tested, under
#   the same tag. A public repository, and a policy that lets in everyone, show images to all of AWS, and may let others
#   push.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
# custom:
#   severity: medium
#   requirements: [IMG-10]
#   match: [repositories]
#   remediation: Make tags immutable, use private repositories, and name the accounts or the organization in their
#     policies.
package guiderail.images.registry_immutable

import data.lib.guiderail.finding
import data.lib.guiderail.policy_access
import data.lib.guiderail.repositories

applies if count(repositories.all) > 0

applies if count(repositories.public) > 0

applies if count(repositories.policies) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": tags.path, "msg": msg, "is_open": tags.is_known == false} if {
	some repository in repositories.all
	not _keeps_tags(repository)
	tags := repository.mutability
	msg := sprintf("%s: %s", [repository.title, _how(tags)])
}

_offences contains {"path": repository.path, "msg": msg, "is_open": false} if {
	some repository in repositories.public
	msg := sprintf("%s: everyone can pull from a public repository; make it a private one", [repository.title])
}

_offences contains {"path": policy.path, "msg": msg, "is_open": false} if {
	some policy in repositories.policies
	count(policy_access.public_statements(policy)) > 0
	msg := sprintf("%s: %s lets in every AWS account; name those that need it", [policy.title, policy.field])
}

_offences contains {"path": policy.path, "msg": msg, "is_open": true} if {
	some policy in repositories.policies
	policy_access.may_be_public(policy)
	msg := sprintf("%s: whom %s lets in is not known", [policy.title, policy.field])
}

_keeps_tags(repository) if repository.mutability.value == "IMMUTABLE"

_keeps_tags(repository) if {
	repository.mutability.value == "IMMUTABLE_WITH_EXCLUSION"
	every filter in repository.exclusions {
		filter != "*"
	}
}

_how(tags) := sprintf("whether %s keeps tags as they are is not known", [tags.field]) if {
	not tags.is_known
} else := sprintf("%s must be IMMUTABLE, so that a tag stays with its image", [tags.field])

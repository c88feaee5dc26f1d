# METADATA
# title: Secrets in AWS Secrets Manager must have a key and a policy of their own
# description: |
#   Without a key of its own a secret is encrypted with aws/secretsmanager, which everyone in the account may use who
#   may read the secret. With one, the key's policy decides as well, and the key can be taken away. A policy that lets
#   in everyone, and a key that is never changed, undo it.
# related_resources:
#   - https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
#   - https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
# custom:
#   severity: medium
#   requirements: [SECRETS-16]
#   match: [managed_secrets, kms_keys]
#   remediation: Encrypt the secret with a KMS key of your own that is rotated, and name in policies who may use them.
package guiderail.secrets.manager_key

import data.lib.guiderail.finding
import data.lib.guiderail.kms_keys
import data.lib.guiderail.managed_secrets
import data.lib.guiderail.policy_access
import data.lib.guiderail.resources

applies if count(managed_secrets.all) > 0

applies if count(kms_keys.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": secret.key.path, "msg": msg, "is_open": secret.key.is_known == false} if {
	some secret in managed_secrets.all
	not _has_own_key(secret)
	msg := sprintf("%s: %s", [secret.title, _how(secret.key, "must be a KMS key of your own")])
}

_offences contains {"path": key.rotation.path, "msg": msg, "is_open": key.rotation.is_known == false} if {
	some key in kms_keys.all
	key.can_rotate
	not _is_rotated(key)
	msg := sprintf("%s: %s", [key.title, _how(key.rotation, "must be true, so that KMS changes the key every year")])
}

_offences contains {"path": policy.path, "msg": msg, "is_open": false} if {
	some policy in _policies
	count(policy_access.public_statements(policy)) > 0
	msg := sprintf("%s: %s lets in everyone; name those that need it", [policy.title, policy.field])
}

_offences contains {"path": policy.path, "msg": msg, "is_open": true} if {
	some policy in _policies
	policy_access.may_be_public(policy)
	msg := sprintf("%s: whom %s lets in is not known", [policy.title, policy.field])
}

_policies := [policy |
	some owner in array.concat(managed_secrets.all, kms_keys.all)
	some policy in owner.policies
]

_has_own_key(secret) if secret.has_key

_has_own_key(secret) if {
	is_string(secret.key.value)
	not regex.match(`^$|alias/aws/secretsmanager$`, secret.key.value)
}

_is_rotated(key) if resources.is_true(key.rotation.value)

_how(fact, wanted) := sprintf("%s is not known", [fact.field]) if {
	not fact.is_known
} else := sprintf("%s %s", [fact.field, wanted])

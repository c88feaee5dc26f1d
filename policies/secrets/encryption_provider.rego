# METADATA
# title: The API server must encrypt what it stores
# description: |
#   Without --encryption-provider-config, the API server writes Secrets to etcd as they are. Who gets hold of a
#   disk or a backup of etcd then has all of them.
# related_resources:
#   - https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/
# custom:
#   severity: high
#   requirements: [SECRETS-13]
#   match: [control_plane]
#   namespaces: [kube-system]
#   remediation: Write an EncryptionConfiguration that encrypts secrets, and set --encryption-provider-config to
#     its path. In kops, set spec.encryptionConfig to true.
package guiderail.secrets.encryption_provider

import data.lib.guiderail.control_plane
import data.lib.guiderail.finding

applies if count(control_plane.api_servers) > 0

violation contains said if some said in finding.violations(_offences)

_offences contains {"path": server.path, "msg": msg, "is_open": false} if {
	some server in control_plane.api_servers
	server.is_whole
	every flag in ["encryption-provider-config", "experimental-encryption-provider-config"] {
		not control_plane.is_given(server, flag)
	}
	msg := sprintf("%s: --encryption-provider-config must be set, or Secrets are stored as plain text", [server.title])
}

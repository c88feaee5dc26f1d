# METADATA
# title: Blobs in Azure must be private, and read and written over TLS
# description: |
#   Archives of the message log and backups hold the contents of messages. Azure encrypts blobs at rest. An account that
#   also takes plain HTTP or an old version of TLS gives them away on the network, and one that lets containers be
#   public is one setting away from giving them to everybody.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/storage/common/storage-require-secure-transfer
#   - https://learn.microsoft.com/en-us/azure/storage/blobs/anonymous-read-access-prevent
# custom:
#   severity: high
#   requirements: [MSGLOG-07]
#   match: [storage_accounts]
#   remediation: Have the storage account take only HTTPS with TLS 1.2 or later, and disallow public access to blobs.
package guiderail.messagelog.azure_blob

import data.lib.guiderail.finding
import data.lib.guiderail.storage_accounts

applies if count(_accounts) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# The others hold nothing but files.
_accounts := [account | some account in storage_accounts.all; account.kind != "FileStorage"]

_offences contains offence if {
	some account in _accounts
	some offence in (storage_accounts.traffic_offences(account) | storage_accounts.public_offences(account))
}

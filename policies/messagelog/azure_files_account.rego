# METADATA
# title: Storage accounts with Azure Files must encrypt traffic
# description: |
#   Backups and message log archives hold the contents of messages. A storage account that does not require secure
#   transfer lets its file shares be mounted with NFS, or with SMB that does not encrypt, as version 2.1 never does.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/storage/files/storage-files-planning
#   - https://learn.microsoft.com/en-us/azure/storage/files/files-smb-protocol
# custom:
#   severity: high
#   requirements: [MSGLOG-04]
#   match: [storage_accounts]
#   remediation: Have the storage account require secure transfer and TLS 1.2 or later, and leave SMB2.1 out of the
#     versions of SMB.
package guiderail.messagelog.azure_files_account

import data.lib.guiderail.finding
import data.lib.guiderail.storage_accounts

applies if count(_accounts) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_accounts := [account | some account in storage_accounts.all; _holds_files(account)]

_holds_files(account) if account.kind == "FileStorage"

_holds_files(account) if account.holds_files

_offences contains offence if {
	some account in _accounts
	some offence in storage_accounts.traffic_offences(account)
}

_offences contains {"path": smb.path, "msg": msg, "is_open": smb.is_known == false} if {
	some account in _accounts
	some smb in account.smb_versions
	not _encrypts(smb)
	msg := sprintf("%s: %s %s", [account.title, smb.field, _how(smb.is_known)])
}

_encrypts(smb) if {
	smb.is_known
	not _may_be_plain(smb)
}

# Terraform has a list, Azure a text with semicolons.
_may_be_plain(smb) if contains(json.marshal(smb.value), "SMB2.1")

_how(true) := "must not have SMB2.1, which does not encrypt"

_how(false) := "must not have SMB2.1, and is not known"

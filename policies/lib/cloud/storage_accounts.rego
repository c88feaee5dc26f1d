# METADATA
# title: Storage accounts of Azure
# description: |
#   The storage accounts under review, whether Terraform or an ARM template makes them. What is known of each is a fact
#   in the form of `resources.fact`, and what is wrong with how it protects traffic is an offence.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: arm
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/templates/microsoft.storage/storageaccounts
#   - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account
#   - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/4.0-upgrade-guide
package lib.guiderail.storage_accounts

import data.lib.guiderail.arm_template
import data.lib.guiderail.references
import data.lib.guiderail.resources

# METADATA
# description: |
#   The accounts: `title`, the facts `https` (whether nothing else is taken), `tls` (the oldest version) and `public`
#   (whether blobs may be public), the `defaults` of these, `kind`, whether the account `holds_files`, and the facts
#   `smb_versions` of its file shares.
all := array.concat(_planned, _templates)

_planned := [account |
	some resource in resources.of_type("azurerm_storage_account")
	smb := resources.fact(resource, ["share_properties", 0, "smb", 0, "versions"])
	account := {
		"title": resource.title,
		"https": resources.spelled(resource, [["https_traffic_only_enabled"], ["enable_https_traffic_only"]]),
		"tls": resources.fact(resource, ["min_tls_version"]),
		"public": resources.spelled(resource, [["allow_nested_items_to_be_public"], ["allow_blob_public_access"]]),
		"defaults": {"https": true, "tls": "TLS1_2", "public": true},
		"kind": resources.fact(resource, ["account_kind"]).value,
		"holds_files": count(_planned_shares(resource)) > 0,
		"smb_versions": [smb],
	}
]

_templates := [account |
	some resource in resources.of_type(_account_type)
	services := _within(resource, _services_type)
	account := {
		"title": resource.title,
		"https": resources.fact(resource, ["properties", "supportsHttpsTrafficOnly"]),
		"tls": resources.fact(resource, ["properties", "minimumTlsVersion"]),
		"public": resources.fact(resource, ["properties", "allowBlobPublicAccess"]),
		"defaults": {"https": _https_by_default(resource), "tls": "TLS1_0", "public": true},
		"kind": resources.fact(resource, ["kind"]).value,
		"holds_files": count(array.concat(services, _within(resource, sprintf("%s/shares", [_services_type])))) > 0,
		"smb_versions": [resources.fact(service, _smb_versions) | some service in services],
	}
]

_account_type := "microsoft.storage/storageaccounts"

_services_type := "microsoft.storage/storageaccounts/fileservices"

_smb_versions := ["properties", "protocolSettings", "smb", "versions"]

# Accounts take nothing but HTTPS by default since this version of the API.
_https_by_default(resource) := false if {
	version := resources.fact(resource, ["apiVersion"]).value
	is_string(version)
	version < "2019-04-01"
} else := true

_within(account, type) := [resource |
	some resource in resources.of_type(type)
	_is_of(resource, account)
]

_is_of(resource, account) if array.slice(resource.path, 0, count(account.path)) == account.path

_is_of(resource, account) if arm_template.names(account, resource.name)

_planned_shares(account) := [share |
	some share in resources.of_type("azurerm_storage_share")
	_refers_to(share, account)
]

_refers_to(share, account) if {
	is_string(account.values.name)
	share.values.storage_account_name == account.values.name
}

_refers_to(share, account) if {
	is_string(account.values.name)
	is_string(share.values.storage_account_id)
	endswith(share.values.storage_account_id, sprintf("/storageAccounts/%s", [account.values.name]))
}

_refers_to(share, account) if {
	some attribute in ["storage_account_name", "storage_account_id"]
	regex.replace(account.title, `\[("[^"]*"|[0-9]+)\]$`, "") in references.written(share, [attribute])
}

# METADATA
# description: What is wrong with how an account protects traffic, with `path`, `msg` and `is_open`.
traffic_offences(account) := {offence |
	some name, why in _why
	fact := account[name]
	not _is_met(name, fact, account)
	msg := sprintf("%s: %s %s%s", [account.title, fact.field, why, _not_known(fact.is_known)])
	offence := {"path": fact.path, "msg": msg, "is_open": fact.is_known == false}
}

_why := {
	"https": "must be true, so that nothing but HTTPS and encrypted SMB is taken",
	"tls": "must be TLS1_2 or later",
}

_is_met(name, fact, account) if {
	fact.is_known
	_is_good(name, _effective(fact.value, account.defaults[name]))
}

_is_good("https", value) if resources.is_true(value)

_is_good("tls", value) if value in {"TLS1_2", "TLS1_3"}

# METADATA
# description: Whether blobs of an account may be public, as an offence.
public_offences(account) := {offence |
	not _is_private(account)
	fact := account.public
	msg := sprintf("%s: %s must be false%s", [account.title, fact.field, _not_known(fact.is_known)])
	offence := {"path": fact.path, "msg": msg, "is_open": fact.is_known == false}
}

_is_private(account) if {
	account.public.is_known
	resources.is_false(_effective(account.public.value, account.defaults.public))
}

_effective(null, standard) := standard

_effective(value, _) := value if value != null

_not_known(true) := ""

_not_known(false) := ", and is not known"

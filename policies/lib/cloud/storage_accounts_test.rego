package lib.guiderail.storage_accounts_test

import data.lib.guiderail.storage_accounts

account_type := "Microsoft.Storage/storageAccounts"

test_all[note] if {
	properties := {"supportsHttpsTrafficOnly": true, "minimumTlsVersion": "TLS1_2", "allowBlobPublicAccess": false}
	smb := {"protocolSettings": {"smb": {"versions": "SMB3.0"}}}
	some note, case in {
		"a template": {
			"document": template([
				{"type": account_type, "name": "main", "kind": "StorageV2", "properties": properties},
				{"type": "Microsoft.Storage/storageAccounts/fileServices", "name": "main/default", "properties": smb},
			]),
			"smb": ["SMB3.0"],
		},
		"services within": {
			"document": template([{
				"type": account_type, "name": "[x()]", "kind": "StorageV2", "properties": properties,
				"resources": [{"type": "fileServices", "name": "default", "properties": smb}],
			}]),
			"smb": ["SMB3.0"],
		},
		"azurerm 4": {
			"document": plan(
				[
					account({
						"https_traffic_only_enabled": true, "min_tls_version": "TLS1_2", "allow_nested_items_to_be_public": false,
						"account_kind": "StorageV2", "share_properties": [{"smb": [{"versions": ["SMB3.0"]}]}],
					}),
					share({"storage_account_name": "main"}, {}),
				],
				[],
			),
			"smb": [["SMB3.0"]],
		},
		"azurerm 2": {
			"document": plan(
				[
					account({
						"enable_https_traffic_only": true, "min_tls_version": "TLS1_2", "allow_blob_public_access": false,
						"account_kind": "StorageV2", "share_properties": [{"smb": [{"versions": ["SMB3.0"]}]}],
					}),
					share({"storage_account_name": "main"}, {}),
				],
				[],
			),
			"smb": [["SMB3.0"]],
		},
	}
	found := storage_accounts.all with input as {"review": {"object": case.document}}
	count(found) == 1
	[found[0].https.value, found[0].tls.value, found[0].public.value, found[0].kind] == [true, "TLS1_2", false, "StorageV2"]
	found[0].holds_files
	[fact.value | some fact in found[0].smb_versions] == case.smb
}

test_shares_of_a_plan[note] if {
	reference := ["azurerm_storage_account.main.id", "azurerm_storage_account.main"]
	some note, case in {
		"a name": {"share": share({"storage_account_name": "main"}, {}), "references": [], "want": true},
		"an ID": {"share": share({"storage_account_id": "/subscriptions/s/storageAccounts/main"}, {}), "references": [], "want": true},
		"a reference": {"share": share({}, {"storage_account_id": true}), "references": reference, "want": true},
		"another name": {"share": share({"storage_account_name": "other"}, {}), "references": [], "want": false},
		"another ID": {"share": share({"storage_account_id": "/subscriptions/s/storageAccounts/domain"}, {}), "references": ["var.x"], "want": false},
		"not known": {"share": share({}, {"storage_account_id": true}), "references": ["var.x"], "want": false},
	}
	found := storage_accounts.all with input as {"review": {"object": plan([account({}), case.share], case.references)}}
	found[0].holds_files == case.want
}

test_shares_of_files if {
	found := storage_accounts.all with input as {"resource": {
		"azurerm_storage_account": {"main": [{"name": "${var.name}"}], "other": [{}]},
		"azurerm_storage_share": {"main": [{"storage_account_id": "${azurerm_storage_account.main.id}"}]},
	}}
	[account.holds_files | some account in found] == [true, false]
}

test_shares_of_a_template[note] if {
	some note, case in {
		"a share": {"type": "Microsoft.Storage/storageAccounts/fileServices/shares", "name": "main/default/a", "want": true},
		"of another": {"type": "Microsoft.Storage/storageAccounts/fileServices/shares", "name": "other/default/main2", "want": false},
		"blobs": {"type": "Microsoft.Storage/storageAccounts/blobServices", "name": "main/default", "want": false},
	}
	document := template([{"type": account_type, "name": "main"}, {"type": case.type, "name": case.name}])
	found := storage_accounts.all with input as {"review": {"object": document}}
	found[0].holds_files == case.want
}

test_offences[note] if {
	some note, case in {
		"defaults now": {"version": "2023-01-01", "properties": {}, "open": {false}, "traffic": 1, "public": 1},
		"defaults then": {"version": "2018-11-01", "properties": {}, "open": {false}, "traffic": 2, "public": 1},
		"defaults of no version": {"version": "[x()]", "properties": {}, "open": {false}, "traffic": 1, "public": 1},
		"sound": {
			"version": "2023-01-01",
			"properties": {"supportsHttpsTrafficOnly": "true", "minimumTlsVersion": "TLS1_3", "allowBlobPublicAccess": "false"},
			"open": set(), "traffic": 0, "public": 0,
		},
		"off": {"version": "2023-01-01", "properties": {"supportsHttpsTrafficOnly": false, "minimumTlsVersion": "TLS1_0"}, "open": {false}, "traffic": 2, "public": 1},
		"open": {"version": "2023-01-01", "properties": "[x()]", "open": {true}, "traffic": 2, "public": 1},
	}
	document := template([{"type": account_type, "name": "main", "apiVersion": case.version, "properties": case.properties}])
	found := storage_accounts.all with input as {"review": {"object": document}}
	traffic := storage_accounts.traffic_offences(found[0])
	public := storage_accounts.public_offences(found[0])
	[count(traffic), count(public)] == [case.traffic, case.public]
	open := {offence.is_open | some offence in traffic} | {offence.is_open | some offence in public}
	open == case.open
}

account(after) := {
	"address": "azurerm_storage_account.main", "type": "azurerm_storage_account", "name": "main",
	"change": {"actions": ["create"], "after": object.union({"name": "main"}, after), "after_unknown": {}},
}

share(after, unknown) := {
	"address": "azurerm_storage_share.main", "type": "azurerm_storage_share", "name": "main",
	"change": {"actions": ["create"], "after": after, "after_unknown": unknown},
}

plan(changes, references) := {
	"format_version": "1.2", "resource_changes": changes,
	"configuration": {"root_module": {"resources": [
		{"mode": "managed", "type": "azurerm_storage_share", "name": "main", "expressions": {"storage_account_id": {"references": references}}},
		{"mode": "managed", "type": "azurerm_storage_account", "name": "main", "expressions": expressions},
	]}},
} if {
	expressions := {"share_properties": [{"smb": [{"versions": {}}]}]}
}

template(resources) := {
	"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
	"resources": resources,
}

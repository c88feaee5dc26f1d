package guiderail.messagelog.azure_files_account_test

import data.guiderail.messagelog.azure_files_account

test_denied[note] if {
	some note, after in {
		"plain": {"https_traffic_only_enabled": false},
		"an old version of TLS": {"min_tls_version": "TLS1_0"},
		"an old version of SMB": {"share_properties": [{"smb": [{"versions": ["SMB2.1"]}]}]},
	}
	found := said(plan(object.union({"account_kind": "FileStorage"}, after), {}), {})
	[count(found.violation), count(found.unknown)] == [1, 0]
}

test_allowed[note] if {
	some note, after in {
		"defaults": {},
		"all": {"https_traffic_only_enabled": true, "min_tls_version": "TLS1_2", "share_properties": [{"smb": [{"versions": ["SMB3.0"]}]}]},
	}
	subject := plan(object.union({"account_kind": "FileStorage"}, after), {})
	said(subject, {}) == {"violation": set(), "unknown": set()}
	azure_files_account.applies with input as {"review": {"object": subject}}
}

test_unknown if {
	unknown := {"share_properties": [{"smb": [{"versions": true}]}]}
	said(plan({"account_kind": "FileStorage"}, unknown), {}) == {"violation": set(), "unknown": {{
		"msg": "azurerm_storage_account.main: share_properties.smb.versions must not have SMB2.1, and is not known",
		"details": {"path": ["resource_changes", 0, "change", "after"]},
	}}}
}

test_accounts_with_shares if {
	share := {
		"address": "azurerm_storage_share.main", "type": "azurerm_storage_share", "name": "main",
		"change": {"actions": ["create"], "after": {"storage_account_name": "main"}, "after_unknown": {}},
	}
	bad := plan({"name": "main", "https_traffic_only_enabled": false}, {})
	said(bad, {}) == {"violation": set(), "unknown": set()}
	count(said(object.union(bad, {"resource_changes": array.concat(bad.resource_changes, [share])}), {}).violation) == 1
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"another resource": {"format_version": "1.2", "resource_changes": [{
			"address": "azurerm_storage_queue.main", "type": "azurerm_storage_queue", "name": "main",
			"change": {"actions": ["create"], "after": {}, "after_unknown": {}},
		}]},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not azure_files_account.applies with input as {"review": {"object": subject}}
}

plan(after, unknown) := {"format_version": "1.2", "resource_changes": [{
	"address": "azurerm_storage_account.main", "type": "azurerm_storage_account", "name": "main",
	"change": {"actions": ["create"], "after": after, "after_unknown": unknown},
}]}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := azure_files_account.violation with input as asked
	unknown := azure_files_account.unknown with input as asked
}

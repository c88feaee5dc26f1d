package guiderail.messagelog.azure_blob_test

import data.guiderail.messagelog.azure_blob

test_denied[note] if {
	some note, after in {
		"HTTP": {"https_traffic_only_enabled": false},
		"HTTP before azurerm 4": {"https_traffic_only_enabled": null, "enable_https_traffic_only": false},
		"an old version of TLS": {"min_tls_version": "TLS1_1"},
		"public": {"allow_nested_items_to_be_public": true},
		"public by default": {"allow_nested_items_to_be_public": null},
	}
	count(said(plan(object.union(sound, after), {}), {}).violation) == 1
	said(plan(object.union(sound, after), {}), {}).unknown == set()
}

test_allowed[note] if {
	some note, after in {"these": {}, "defaults": {"https_traffic_only_enabled": null, "min_tls_version": null}, "TLS 1.3": {"min_tls_version": "TLS1_3"}}
	said(plan(object.union(sound, after), {}), {}) == {"violation": set(), "unknown": set()}
	azure_blob.applies with input as {"review": {"object": plan(sound, {})}}
}

test_unknown[note] if {
	some note, attribute in {"https": "https_traffic_only_enabled", "tls": "min_tls_version", "public": "allow_nested_items_to_be_public"}
	found := said(plan(object.remove(sound, [attribute]), {attribute: true}), {})
	[count(found.violation), count(found.unknown)] == [0, 1]
}

test_message if {
	said(plan(object.union(sound, {"allow_nested_items_to_be_public": true}), {}), {}).violation == {{
		"msg": "azurerm_storage_account.main: allow_nested_items_to_be_public must be false",
		"details": {"path": ["resource_changes", 0, "change", "after", "allow_nested_items_to_be_public"]},
	}}
}

test_files_only if {
	said(plan({"account_kind": "FileStorage"}, {}), {}) == {"violation": set(), "unknown": set()}
}

sound := {"https_traffic_only_enabled": true, "min_tls_version": "TLS1_2", "allow_nested_items_to_be_public": false}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"another resource": {"format_version": "1.2", "resource_changes": [{
			"address": "azurerm_storage_queue.main", "type": "azurerm_storage_queue", "name": "main",
			"change": {"actions": ["create"], "after": {}, "after_unknown": {}},
		}]},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not azure_blob.applies with input as {"review": {"object": subject}}
}

plan(after, unknown) := {"format_version": "1.2", "resource_changes": [{
	"address": "azurerm_storage_account.main", "type": "azurerm_storage_account", "name": "main",
	"change": {"actions": ["create"], "after": after, "after_unknown": unknown},
}]}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := azure_blob.violation with input as asked
	unknown := azure_blob.unknown with input as asked
}

package guiderail.sidecar.local_ini_test

import data.guiderail.sidecar.local_ini

test_denied_whitelist[note][key] if {
	some note, case in {
		"IPv4": {"value": "0.0.0.0/0", "how": "0.0.0.0/0"},
		"IPv6": {"value": "::/0", "how": "::/0"},
		"half of all": {"value": "0.0.0.0/7,2000::/15", "how": "0.0.0.0/7 and 2000::/15"},
		"the default": {"value": "0.0.0.0/0, ::/0", "how": "0.0.0.0/0 and ::/0"},
		"among others": {"value": "10.0.0.0/8,0.0.0.0/1 ,127.0.0.0/8", "how": "0.0.0.0/1"},
		"quoted": {"value": `"0.0.0.0/0" # for now`, "how": "0.0.0.0/0"},
	}
	some key in ["key-management-api-whitelist", "regular-api-whitelist"]
	local_ini.violation == {finding(sprintf(
		"local.ini line 2: [proxy-ui-api] %s allows %s; list the networks from which the server is administered",
		[key, case.how],
	))} with input as config_map(sprintf("[proxy-ui-api]\n%s = %s", [key, case.value]))
}

test_denied_backup_that_never_comes if {
	local_ini.violation == {finding(concat("", [
		"local.ini line 3: [configuration-client] proxy-configuration-backup-cron is * * * * * ? 2099, ",
		"which never occurs; set a daily schedule",
	]))} with input as config_map("; ours\n[configuration-client]\nproxy-configuration-backup-cron = * * * * * ? 2099\n")
}

test_allowed[note] if {
	some note, text in {
		"networks": "[proxy-ui-api]\nregular-api-whitelist = 10.1.0.0/16, 127.0.0.0/8, ::1\nkey-management-api-whitelist=127.0.0.0/8, ::1",
		"the widest networks": "[proxy-ui-api]\nregular-api-whitelist = 10.0.0.0/8, 2000::/16, fc00::/7",
		"another section": "[proxy]\nregular-api-whitelist = 0.0.0.0/0",
		"a comment": "[proxy-ui-api]\n# regular-api-whitelist = 0.0.0.0/0\nother = 1",
		"no block": "[proxy-ui-api]\nregular-api-whitelist = everyone, 300.0.0.0/0",
		"empty": "[proxy-ui-api]\nregular-api-whitelist =",
		"nothing said": "[proxy-ui-api]\nacme-challenge-port = 8888",
		"daily": "[configuration-client]\nproxy-configuration-backup-cron = 0 15 3 * * ?",
	}
	local_ini.violation == set() with input as config_map(text)
	local_ini.unknown == set() with input as config_map(text)
	local_ini.applies with input as config_map(text)
}

test_allowed_by_parameter if {
	text := "[proxy-ui-api]\nregular-api-whitelist = 10.0.0.0/7\n[configuration-client]\nproxy-configuration-backup-cron = * * * * * ? 2099"
	review := object.union(config_map(text), {"parameters": {"min_prefix_ipv4": 7, "require_automatic_backups": false}})
	local_ini.violation == set() with input as review
}

test_unknown if {
	local_ini.unknown == {finding("local.ini line 2: [proxy-ui-api] regular-api-whitelist is still to be filled in")} with input as config_map("[proxy-ui-api]\nregular-api-whitelist = {{ADMIN_NETWORKS}}")
}

test_not_applicable if {
	review := config_map("[couchdb]\nregular-api-whitelist = 0.0.0.0/0")
	not local_ini.applies with input as review
	local_ini.violation == set() with input as review
}

finding(how) := {"msg": how, "details": {"path": ["data", "local.ini"]}}

config_map(text) := {"review": {"object": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"local.ini": text}}}}

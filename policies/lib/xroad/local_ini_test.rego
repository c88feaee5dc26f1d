package lib.guiderail.local_ini_test

import data.lib.guiderail.local_ini

test_files[note] if {
	some note, case in {
		"by name and section": {"data": {"local.ini": "[proxy]\na = 1"}, "want": {"local.ini": true}},
		"by section": {"data": {"extra.ini": "[message-log]\na = 1"}, "want": {"extra.ini": false}},
		"override": {"data": {"override-custom.ini": "[proxy]\na = 1"}, "want": {"override-custom.ini": false}},
		"for a mount of one file": {"data": {"xroad-local": "# ours\n[proxy-ui-api]\na = 1"}, "want": {"xroad-local": true}},
		"a script that writes one": {"data": {"setup.sh": "cat > local.ini <<x\n[message-log]\na = 1\nx"}, "want": {}},
		"of a central server": {"data": {"local.ini": "[center]\na = 1\n[configuration-client]\nb = 2"}, "want": {}},
		"of another product": {"data": {"local.ini": "[couchdb]\na = 1", "php.ini": "[proxy]\na = 1", "grafana.ini": "[auth.proxy]\na = 1"}, "want": {}},
		"a section without settings": {"data": {"local.ini": "[message-log]\n"}, "want": {}},
		"no text": {"data": {"local.ini": 7}, "want": {}},
		"encoded": {"binaryData": {"local.ini": base64.encode("[proxy]\na = 1"), "other.ini": "?", "x": 7}, "want": {"local.ini": true}},
		"null": {"data": null, "binaryData": null, "want": {}},
	}
	{file.name: file.is_local | some file in local_ini.files} == case.want with input as object.union(config_map({}), object.remove(case, ["want"]))
}

test_nothing_elsewhere[note] if {
	some note, kind in {
		"Secret": {"apiVersion": "v1", "kind": "Secret"},
		"another group": {"apiVersion": "example.org/v1", "kind": "ConfigMap"},
	}
	review := object.union(kind, {"data": {"local.ini": "[proxy]\na = 1"}})
	local_ini.files == [] with input as review
}

test_settings if {
	review := config_map({"local.ini": "[proxy]\na = 1\n[message-log]\na = 2\n[proxy]\na = 3"})
	local_ini.settings("proxy", "a") == [
		{"value": "1", "path": ["data", "local.ini"], "title": "local.ini line 2: [proxy] a"},
		{"value": "3", "path": ["data", "local.ini"], "title": "local.ini line 6: [proxy] a"},
	] with input as review
	local_ini.has_section("message-log") with input as review
	not local_ini.has_section("signer") with input as review
}

test_switch[note] if {
	some note, case in {
		"on": {"value": "true", "off": set(), "undecided": set()},
		"on in capitals": {"value": "True", "off": set(), "undecided": set()},
		"off": {"value": "false", "off": {"local.ini line 2: [message-log] a is false; set it to true"}, "undecided": set()},
		"empty": {"value": "", "off": {"local.ini line 2: [message-log] a is empty; set it to true"}, "undecided": set()},
		"no word that is known": {"value": "1", "off": {"local.ini line 2: [message-log] a is 1; set it to true"}, "undecided": set()},
		"to be filled in": {"value": "{{ON}}", "off": set(), "undecided": {"local.ini line 2: [message-log] a is still to be filled in"}},
	}
	review := config_map({"local.ini": sprintf("[message-log]\na = %s", [case.value])})
	{defect.how | some defect in local_ini.off("message-log", "a")} == case.off with input as review
	{open.how | some open in local_ini.undecided("message-log", "a")} == case.undecided with input as review
}

test_switch_that_scripts_read[value] if {
	some value in ["True", "TRUE", "yes", "on", "1"]
	local_ini.off("proxy", "a") == {{
		"path": ["data", "local.ini"],
		"how": sprintf("local.ini line 2: [proxy] a is %s; set it to true", [value]),
	}} with input as config_map({"local.ini": sprintf("[proxy]\na = %s", [value])})
}

test_switch_that_is_not_set[note] if {
	some note, case in {
		"local": {
			"data": {"local.ini": "[proxy]\nb = 1"},
			"off": {"local.ini: [proxy] a is not set, and is off by default; set it to true"}, "undecided": set(),
		},
		"not local": {
			"data": {"override-x.ini": "[proxy]\nb = 1"},
			"off": set(), "undecided": {"override-x.ini: [proxy] a is not set here; local.ini may set it"},
		},
		"both": {
			"data": {"override-x.ini": "[proxy]\nb = 1", "local.ini": "[proxy]\nb = 1"},
			"off": {"local.ini: [proxy] a is not set, and is off by default; set it to true"}, "undecided": set(),
		},
		"set in one of two": {"data": {"override-x.ini": "[proxy]\na = true", "local.ini": "[proxy]\nb = 1"}, "off": set(), "undecided": set()},
		"no file": {"data": {"x": "y"}, "off": set(), "undecided": set()},
	}
	{defect.how | some defect in local_ini.off("proxy", "a")} == case.off with input as config_map(case.data)
	{open.how | some open in local_ini.undecided("proxy", "a")} == case.undecided with input as config_map(case.data)
}

config_map(entries) := {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": entries}

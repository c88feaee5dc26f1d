package guiderail.backups.restore_signature_test

import data.guiderail.backups.restore_signature

script := "/usr/share/xroad/scripts/restore_xroad_proxy_configuration.sh"

test_denied_in_a_script[note] if {
	some note, case in {
		"the three of them": {"text": "restore_xroad_proxy_configuration.sh -F -P -N -f /x.tar", "with": "-N and -P and -F"},
		"bundled": {"text": "restore_xroad_proxy_configuration.sh -FN -f /x.gpg", "with": "-N and -F"},
		"bundled the other way, behind others": {"text": "restore_xroad_proxy_configuration.sh -s EE/GOV/1/a -f /x.gpg -RNF", "with": "-N and -F"},
		"bundled with the file": {"text": "restore_xroad_proxy_configuration.sh -Ff /x.gpg", "with": "-F"},
		"en dash": {"text": "restore_xroad_proxy_configuration.sh –F –f /x.gpg", "with": "-F"},
		"an unsigned file alone": {"text": "restore_xroad_proxy_configuration.sh -P -s EE/GOV/1/a -f /x.tar", "with": "-P"},
		"full path, behind sudo": {"text": sprintf("set -e\nsudo -u xroad %s -N -s x -f /x.gpg\n", [script]), "with": "-N"},
		"by another shell": {"text": sprintf(`su xroad -c "%s -N -s x -f /x.gpg" && echo done`, [script]), "with": "-N"},
		"in a pod": {"text": sprintf("kubectl exec -n sidecar primary -- %s -N -s x -f /x.gpg", [script]), "with": "-N"},
		"over several lines": {"text": sprintf("%s \\\n  -f /x.gpg \\\n  '-F'\n", [script]), "with": "-F"},
		"as a list": {"text": sprintf(`command: ["%s", "-F", "-f", "/x.gpg"]`, [script]), "with": "-F"},
		"before a comment": {"text": sprintf("%s -F -f /x.gpg # -N", [script]), "with": "-F"},
		"in a substitution": {"text": sprintf("out=$(%s -F -f /x.gpg) || exit 1", [script]), "with": "-F"},
		"of a central server": {"text": "restore_xroad_center_configuration.sh -F -f /x.tar", "with": "-F"},
		"the common script": {"text": "/usr/share/xroad/scripts/_restore_xroad.sh -t security -E -N -f /x.gpg", "with": "-N"},
		"the common script for unsigned files": {"text": "_restore_xroad.sh -t security -P -f /x.tar", "with": "-P"},
	}
	restore_signature.violation == {in_script(sprintf(
		"with %s; remove the options that skip the signature and origin checks",
		[case["with"]],
	))} with input as config_map("restore.sh", case.text)
	restore_signature.applies with input as config_map("restore.sh", case.text)
}

test_denied_without_the_option_for_signed_files if {
	restore_signature.violation == {in_script("without -E, so without checking its signature; call restore_xroad_proxy_configuration.sh")} with input as config_map("restore.sh", "_restore_xroad.sh -t security -s x -f /x.tar")
}

test_denied_in_a_command[note] if {
	some note, case in {
		"command": {
			"spec": {"command": [script, "-F", "-f", "/x.gpg"]},
			"want": finding(["command", 0], "command[0] restores a backup with -F; remove the options that skip the signature and origin checks"),
		},
		"command and arguments": {
			"spec": {"command": [script], "args": ["-N", "-s", "x", "-f", "/x.gpg"]},
			"want": finding(["command", 0], "command[0] restores a backup with -N; remove the options that skip the signature and origin checks"),
		},
		"shell": {
			"spec": {"command": ["sh", "-c"], "args": [sprintf("cp /b/x.tar /x && %s -P -s x -f /x", [script])]},
			"want": finding(["args", 0], "args[0] restores a backup with -P; remove the options that skip the signature and origin checks"),
		},
		"arguments that are no list": {
			"spec": {"command": [script, "-F"], "args": "-N"},
			"want": finding(["command", 0], "command[0] restores a backup with -F; remove the options that skip the signature and origin checks"),
		},
	}
	restore_signature.violation == {case.want} with input as pod(case.spec)
}

test_denied_in_hooks_and_probes[note] if {
	some note, field in {
		"postStart": ["lifecycle", "postStart"],
		"preStop": ["lifecycle", "preStop"],
		"livenessProbe": ["livenessProbe"],
		"readinessProbe": ["readinessProbe"],
		"startupProbe": ["startupProbe"],
	}
	path := array.concat(field, ["exec", "command"])
	called := json.patch({"lifecycle": {}, "args": ["-N"]}, [
		{"op": "add", "path": field, "value": {"exec": {}}},
		{"op": "add", "path": path, "value": ["sh", "-c", sprintf("%s -FP -f /x", [script])]},
	])
	how := "[2] restores a backup with -P and -F; remove the options that skip the signature and origin checks"
	restore_signature.violation == {finding(array.concat(path, [2]), concat("", [concat(".", path), how]))} with input as pod(called)
}

test_allowed[note] if {
	some note, text in {
		"server and file": "restore_xroad_proxy_configuration.sh -s EE/GOV/1/a -f /var/lib/xroad/backup/x.gpg",
		"encoded, with the old files left": "restore_xroad_proxy_configuration.sh -bR -s RUU= -f L3g=",
		"letters in names": "restore_xroad_proxy_configuration.sh -s EE/NPF/1/-N -f -N.gpg",
		"letters in a name behind its option": "restore_xroad_proxy_configuration.sh -sNPF -fNPF.gpg",
		"the common script for signed files": "_restore_xroad.sh -t security -s x -E -f /x.gpg",
	}
	restore_signature.violation == set() with input as config_map("restore.sh", text)
	restore_signature.unknown == set() with input as config_map("restore.sh", text)
	restore_signature.applies with input as config_map("restore.sh", text)
}

test_not_applicable[note] if {
	some note, review in {
		"comments": config_map("x.sh", "# restore_xroad_proxy_configuration.sh -F -f x\n  # restore_xroad_proxy_configuration.sh -N -f y"),
		"usage": config_map("x.sh", "echo \"restore_xroad_proxy_configuration.sh -F -f x\""),
		"a file": config_map("x.sh", "chmod -R 755 /scripts/_restore_xroad.sh -v\nSCRIPT=/usr/share/xroad/scripts/_restore_xroad.sh\n[ -x $SCRIPT ] && grep -F restore_xroad x -N"),
		"documentation": config_map("README.md", "restore_xroad_proxy_configuration.sh -F -f x"),
		"another script": config_map("x.sh", "xrestore_xroad_proxy_configuration.sh -F -f x\nmy_restore_xroad.sh.bak -N"),
		"no text": config_map("x.sh", 7),
		"no data": {"review": {"object": {"apiVersion": "v1", "kind": "ConfigMap", "data": null}}},
		"another group": {"review": {"object": {"apiVersion": "example.org/v1", "kind": "ConfigMap", "data": {"x": "restore_xroad_proxy_configuration.sh -F -f x"}}}},
		"an ordinary pod": pod({"command": ["sleep", "1"]}),
		"no list": pod({"command": "restore_xroad_proxy_configuration.sh -F -f x", "args": [7, null]}),
		"called without anything": pod({"args": ["restore_xroad_proxy_configuration.sh"]}),
	}
	not restore_signature.applies with input as review
	restore_signature.violation == set() with input as review
	restore_signature.unknown == set() with input as review
}

test_unknown[note] if {
	some note, case in {
		"a variable": {"text": "restore_xroad_proxy_configuration.sh $OPTIONS -f /x.gpg", "options": "$OPTIONS"},
		"all arguments": {"text": "exec restore_xroad_proxy_configuration.sh \"$@\"", "options": "$@"},
		"the common script": {"text": "_restore_xroad.sh ${OPTIONS}", "options": "${OPTIONS}"},
	}
	restore_signature.violation == set() with input as config_map("restore.sh", case.text)
	restore_signature.unknown == {in_script(sprintf("with the options %s, whose values are not known", [case.options]))} with input as config_map("restore.sh", case.text)
}

test_known_if_operands_are_variables if {
	review := config_map("restore.sh", "restore_xroad_proxy_configuration.sh -s \"$SERVER\" -f $FILE")
	restore_signature.violation == set() with input as review
	restore_signature.unknown == set() with input as review
}

test_allowed_by_parameter if {
	review := object.union(
		config_map("restore.sh", "restore_xroad_proxy_configuration.sh -F -f /x.gpg\n_restore_xroad.sh -f /x.tar"),
		{"parameters": {"options": ["-N"]}},
	)
	restore_signature.violation == set() with input as review
}

in_script(how) := {"msg": sprintf("data.restore.sh restores a backup %s", [how]), "details": {"path": ["data", "restore.sh"]}}

finding(path, how) := {
	"msg": sprintf(`container "restore": %s`, [how]),
	"details": {"path": array.concat(["spec", "containers", 0], path)},
}

config_map(name, text) := {"review": {"object": {"apiVersion": "v1", "kind": "ConfigMap", "data": {name: text}}}}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [object.union(spec, {"name": "restore", "image": "x:1"})]}}}}

test_denied_in_a_script[note] if {
	some note, words in {
		"program": ["restore_xroad_proxy_configuration.sh", "-N", "-f", "b"],
		"of a shell": ["bash", "/usr/share/xroad/scripts/restore_xroad_proxy_configuration.sh", "–N", "x"],
	}
	restore_signature.applies with input as commands(words)
	{found.msg | some found in restore_signature.violation} == {"a command restores a backup with -N; remove the options that skip the signature and origin checks"} with input as commands(words)
}

test_allowed_in_a_script[note] if {
	some note, words in {
		"as it ought to be": ["restore_xroad_proxy_configuration.sh", "-s", "a", "-f", "N"],
		"no operands": ["restore_xroad_proxy_configuration.sh"],
		"another program": ["cp", "/x/restore_xroad_proxy_configuration.sh", "-N"],
	}
	restore_signature.violation == set() with input as commands(words)
}

test_unknown_in_a_script if {
	{found.msg | some found in restore_signature.unknown} == {"a command restores a backup with the options $OPTIONS, whose values are not known"} with input as commands(["restore_xroad_proxy_configuration.sh", "$OPTIONS"])
}

commands(texts) := {"review": {"object": {"origin": "shell", "commands": [{
	"words": [{"text": text, "is_known": true} | some text in texts],
	"calls": [{"program": texts[0], "start": 0}],
}]}}}

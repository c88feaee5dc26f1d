# METADATA
# title: What Ansible fetches without verifying it
# description: |
#   Finds where tasks, variables and ansible.cfg give up the proof of where something comes from.
# custom:
#   match:
#     - type: ansible
package lib.guiderail.ansible_transport

import data.lib.guiderail.ansible_tasks

# METADATA
# scope: document
# description: What is not verified, each with `path` and `msg`.
offences contains {"path": ansible_tasks.argument_path(task, name), "msg": msg} if {
	some task in _own
	some name, value in task.arguments
	[what, thing] := _of_argument(task.module, name, sprintf("%v", [value]))
	msg := sprintf("%s must not %s; %s have to be verified", [name, what, thing])
}

offences contains {"path": ansible_tasks.argument_path(task, name), "msg": msg} if {
	some task in _own
	some name in object.get(_addresses, task.module, [])
	some address in ansible_tasks.texts(object.get(task.arguments, name, ""))
	_is_plain_http(address)
	said := [task.title, name]
	msg := sprintf("%s: %s fetches from an address with http, which anybody on the way can change; use https", said)
}

offences contains {"path": array.concat(task.path, [task.key]), "msg": msg} if {
	some task in _own
	task.module == "get_url"
	object.get(task.arguments, "checksum", "") == ""
	not startswith(sprintf("%v", [object.get(task.arguments, "url", "")]), "file:")
	msg := sprintf("%s: get_url must have a checksum", [task.title])
}

offences contains {"path": array.concat(task.path, [task.key]), "msg": sprintf("%s: %s", [task.title, msg])} if {
	some task in _own
	ansible_tasks.is_command(task)
	some pattern, msg in _commands
	regex.match(pattern, regex.replace(task.line, `\\\r?\n`, " "))
}

# Variables and the environment, wherever they stand.
offences contains {"path": path, "msg": msg} if {
	walk(ansible_tasks.document, [path, value])
	name := path[count(path) - 1]
	is_string(name)
	_gives_up(lower(name), value)
	ansible_tasks.is_own(path)
	msg := sprintf("%s must not turn the verification of host keys or certificates off", [name])
}

_own := [task | some task in ansible_tasks.all; task.is_own]

_of_argument(_, name, value) := [sprintf("be %s", [value]), "certificates"] if {
	name in {"validate_certs", "sslverify", "ssl_verify", "verify_ssl", "validate_ssl"}
	ansible_tasks.is_false(value)
}

_of_argument(_, name, value) := [sprintf("be %s", [value]), "signatures of packages"] if {
	name in {"allow_unauthenticated", "disable_gpg_check", "allow_insecure", "trusted"}
	ansible_tasks.is_true(value)
}

_of_argument("yum_repository", "gpgcheck", value) := [sprintf("be %s", [value]), "signatures of packages"] if {
	ansible_tasks.is_false(value)
}

_of_argument("apt_repository", "repo", value) := ["have trusted=yes", "signatures of packages"] if {
	regex.match(`(?i)\[[^\]]*\b(trusted|allow-insecure)=yes\b`, value)
}

_of_argument(module, name, value) := ["have trusted=yes", "signatures of packages"] if {
	module in {"copy", "lineinfile", "blockinfile"}
	name in {"content", "line", "block"}
	regex.match(`(?im)^\s*deb(-src)?\s+\[[^\]]*\b(trusted|allow-insecure)=yes\b`, value)
}

_of_argument("pip", "extra_args", value) := ["have --trusted-host", "certificates"] if contains(value, "--trusted-host")

# Where modules take what they fetch from. What packages are signed for may come over http.
_addresses := {
	"get_url": ["url"],
	"unarchive": ["src"],
	"apt": ["deb"],
	"apt_key": ["url"],
	"rpm_key": ["key"],
	"yum_repository": ["gpgkey"],
	"yum": ["name", "pkg"],
	"dnf": ["name", "pkg"],
	"dnf5": ["name", "pkg"],
	"package": ["name"],
	"git": ["repo"],
}

_is_plain_http(text) if {
	regex.match(`(?i)^http://`, trim_space(text))
	not regex.match(`(?i)^http://(localhost|127\.|\[::1\])`, trim_space(text))
}

_commands := {
	`(?s)\b(curl|wget)\b[^|;&]*\|\s*((sudo|env)\s+(-\S+\s+)*(\w+=\S+\s+)*)?(\S*/)?(ba|z|da|k|a)?sh\b`: "what curl or wget downloads must not be piped into a shell; verify a checksum first",
	`(?s)\b(curl|wget)\b[^|;&]*\|\s*((sudo|env)\s+(-\S+\s+)*(\w+=\S+\s+)*)?(\S*/)?(python|perl|ruby|node|php)[0-9.]*\b`: "what curl or wget downloads must not be piped into an interpreter; verify a checksum first",
	`(?s)\b(curl|wget)\b[^|;&]*\|\s*(sudo\s+(-\S+\s+)*)?(\S*/)?(gpg2?|apt-key)\b`: "a key that curl or wget downloads must not be trusted unseen; use get_url with a checksum",
	`(?s)(\b(ba|z|da)?sh\s+-c\s+["']?|\beval\s+["']?|\bsource\s+|\b(ba|z)sh\s+)(\$\(|\x60|<\()\s*(curl|wget)\b`: "what curl or wget downloads must not be run unseen; verify a checksum first",
	`\bcurl\b[^|;&]*\s(-[a-zA-Z]*k[a-zA-Z]*|--insecure|--proxy-insecure)(\s|$)`: "curl must verify certificates",
	`\bwget\b[^|;&]*\s--no-check-certificate\b`: "wget must verify certificates",
	`\b(curl|wget)\b[^|;&]*\s["']?http://([^l1\[\s]|l[^o]|1[^2])[^|;&]*(\s-[a-zA-Z]*[oO]|--output|--remote-name|\|)|\bwget\b[^|;&]*\s["']?http://([^l1\[\s]|l[^o]|1[^2])`: "what is downloaded with http anybody on the way can change; use https",
	`\bapt(-get)?\b[^|;&]*\s(--allow-unauthenticated|--force-yes|--allow-insecure-repositories)\b|AllowUnauthenticated=(true|yes|1)`: "apt must verify the signatures of packages",
	`\b(yum|dnf|microdnf|tdnf|zypper)\b[^|;&]*\s--(nogpgcheck|no-gpg-checks|allow-unsigned-rpm)\b`: "the signatures of packages must be verified",
	`\brpm\b[^|;&]*\s--(nosignature|nodigest)\b`: "rpm must verify signatures",
	`\bapk\b[^|;&]*\s--allow-untrusted\b`: "apk must verify the signatures of packages",
	`\bpip[0-9.]*\b[^|;&]*\s--trusted-host\b`: "pip must verify certificates",
	`\bhttp\.sslVerify[= ]["']?false\b|\bGIT_SSL_NO_VERIFY=`: "git must verify certificates",
	`\b(ssh|scp|sftp|rsync)\b[^|;&]*StrictHostKeyChecking[= ]no\b`: "the keys of hosts must be verified",
}

_gives_up(name, value) if {
	name in {"host_key_checking", "ansible_host_key_checking", "ansible_ssh_host_key_checking"}
	ansible_tasks.is_false(value)
}

_gives_up(name, value) if {
	regex.match(`^(ansible_)?ssh_(common_|extra_)?args$`, name)
	regex.match(`(?i)StrictHostKeyChecking[= ]\s*(no|off)\b`, sprintf("%v", [value]))
}

_gives_up("ansible_winrm_server_cert_validation", "ignore")

_gives_up(name, value) if {
	name in {"ignore_certs", "git_ssl_no_verify"}
	ansible_tasks.is_true(value)
}

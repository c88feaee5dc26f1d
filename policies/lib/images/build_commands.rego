# METADATA
# title: Commands that no build should run
# description: |
#   What a build runs that brings in what nobody verified, or gives somebody power over the containers of the
#   image.
package lib.guiderail.build_commands

import data.lib.guiderail.commands

# METADATA
# scope: document
# description: The offences among the commands under review, each with `msg` and `path`.
offences contains {"msg": msg, "path": call.path} if {
	some call in commands.calls
	_downloads(call)
	shell := _fed(call)
	msg := sprintf("%s runs what %s downloads; compare its checksum first", [shell, call.program])
}

offences contains {"msg": msg, "path": call.path} if {
	msg := "apt-key adds a key that apt trusts for every repository; use signed-by="
	some call in commands.of("apt-key")
	count({"add", "adv"} & {word.text | some word in call.arguments}) > 0
}

offences contains {"msg": msg, "path": word.path} if {
	some call in commands.calls
	some word in call.arguments
	what := _unchecked[_family(call.program)][split(word.text, "=")[0]]
	msg := sprintf("%s %s %s; leave it out", [call.program, split(word.text, "=")[0], what])
}

offences contains {"msg": msg, "path": call.path} if {
	some call in commands.calls
	call.command.in_image
	group := _joins(call)
	msg := sprintf("%s adds a user to the group %s, whose members may become root; leave it out", [call.program, group])
}

offences contains {"msg": msg, "path": word.path} if {
	some call in commands.calls
	call.command.in_image
	some word in call.arguments
	some setting, what in _sshd
	regex.match(setting, word.text)
	msg := sprintf("the SSH server is set to %s; leave it out", [what])
}

_downloads(call) if call.program in {"curl", "wget"}

_interpreters := {"sh", "bash", "dash", "ash", "zsh", "ksh", "python", "python3", "perl", "ruby", "node", "php"}

# A later program of the pipeline that reads a program from it, or a shell that is given it as a text.
_fed(call) := readers[0] if {
	readers := [later.program |
		some later in commands.in_pipeline[call.command.pipeline]
		later.index > call.index
		later.program in _interpreters
		_reads_program(later)
	]
	count(readers) > 0
} else := shells[0] if {
	call.command.how == "substitution"
	shells := [outer.program |
		some outer in commands.of_command[call.command.within]
		outer.program in (_interpreters | {"eval", "source", "."})
		some word in outer.arguments
		regex.match(`^(<|\$)\(\s*(curl|wget)\b|^\x60\s*(curl|wget)\b`, trim_space(word.text))
	]
}

# With an operand, it runs that, and what it is sent is data: python -m json.tool, sh script.sh.
_reads_program(call) if {
	every word in _before_operands(call.arguments) {
		regex.match(`^-($|[a-z]*s$|-$|[exul]+$|o$|pipefail$)|^pipefail$|^/dev/stdin$`, word.text)
	}
}

# Behind -s, operands are the script's.
_before_operands(words) := array.slice(words, 0, i + 1) if {
	i := min({j | some j, word in words; regex.match(`^-[a-z]*s$|^--$|^-$`, word.text)})
} else := words

_family(program) := "apt" if {
	program in {"apt", "apt-get", "aptitude"}
} else := "yum" if {
	program in {"yum", "dnf", "microdnf", "zypper", "rpm"}
} else := program

_unchecked := {
	"apt": {
		"--allow-unauthenticated": "installs packages without a signature",
		"--force-yes": "installs packages without a signature",
	},
	"yum": {
		"--nogpgcheck": "installs packages without a signature",
		"--no-gpg-checks": "installs packages without a signature",
		"--nosignature": "installs packages without a signature",
	},
	"apk": {"--allow-untrusted": "installs packages without a signature"},
	"curl": {
		"-k": "does not verify the server's certificate",
		"--insecure": "does not verify the server's certificate",
	},
	"wget": {"--no-check-certificate": "does not verify the server's certificate"},
	"pip": {"--trusted-host": "does not verify the server's certificate"},
	"pip3": {"--trusted-host": "does not verify the server's certificate"},
}

_joins(call) := group if {
	call.program in {"adduser", "addgroup", "gpasswd"}
	not commands.has_option(call, {"--ingroup", "--group", "-G", "--gid"})
	operands := [word.text | some word in call.arguments; not startswith(word.text, "-")]
	count(operands) > 1
	group := operands[count(operands) - 1]
	group in _powerful
} else := groups[0] if {
	call.program in {"usermod", "useradd", "adduser"}
	groups := [group |
		some group in split(commands.option(call, {"-G", "--groups", "-aG", "-Ga"}).text, ",")
		group in _powerful
	]
}

_powerful := {"sudo", "wheel", "root", "docker"}

_sshd := {
	`(?i)(^|[\s/|])StrictModes[\s=]+no\b`: "StrictModes no, and ignores who may write the keys that it trusts",
	`(?i)(^|[\s/|])PermitRootLogin[\s=]+yes\b`: "PermitRootLogin yes, and lets root log in",
	`(?i)(^|[\s/|])PermitEmptyPasswords[\s=]+yes\b`: "PermitEmptyPasswords yes",
	`(?i)(^|[\s/|])PasswordAuthentication[\s=]+yes\b`: "PasswordAuthentication yes, and takes passwords instead of keys",
}

# METADATA
# title: Secrets in command lines
# description: |
#   Finds what the options, headers and programs of a command line or a script are given as a secret. Every function
#   gives the names of what is exposed and never its value.
package lib.guiderail.command_line

import data.lib.guiderail.sensitive
import data.lib.guiderail.settings
import data.lib.guiderail.written_out

# METADATA
# description: |
#   The options, assignments and HTTP headers of a command line that carry a secret, by their names.
options(line, name_patterns) := (assigned | separate) | headers if {
	assigned := {pair[0] |
		some pair in settings.sensitive_pairs([_assignment], _without_labels(line), name_patterns)
		written_out.is_secret(pair[0], _of_option(pair))
	}
	separate := {pair[0] |
		some pair in settings.sensitive_pairs([_option], line, name_patterns)

		# A metavariable or a word of a sentence is no value.
		not regex.match(`^([A-Z_]+|to|is|are|and|or|not|for|from|of|in|on|with|as|the|a|an|must|may|will|can|if|when|option|flag|argument|value)[.,]?$`, pair[1])
		is_operand(pair[0], pair[1], name_patterns)
	}
	headers := {pair[0] |
		pairs := {[match[1], match[2]] |
			some pattern in _headers
			some match in regex.find_all_string_submatch_n(pattern, line, -1)
		}
		some pair in pairs
		is_credential_header(pair[0], name_patterns)
		written_out.is_secret(pair[0], pair[1])
	}
}

# What an option is given in quotes is no prose, also when it has spaces.
_of_option(pair) := regex.replace(pair[1], `\s`, "_") if {
	pair[2]
	regex.match(`^[–—-]`, pair[0])
} else := pair[1]

# The labels of a metric are no assignments: kube_secret_info{secret="app"}.
_without_labels(line) := regex.replace(line, `\w\{[A-Za-z_]\w*(=|!=|=~|!~)"[^{}]*\}`, "") if {
	contains(line, "{")
} else := line

# METADATA
# description: Whether an argument is a sensitive option and the next one a secret that it is given.
is_operand(option, value, name_patterns) if {
	regex.match(`^[–—-]{1,2}[A-Za-z][\w.-]*$`, option)
	name := trim_left(option, "-–—")
	sensitive.is_sensitive_name(name, name_patterns)

	# Switches take no value.
	not regex.match(`(?i)^(enable|disable|skip|no|use|allow|require|with|without|watch|show|include|exclude|ignore|rotate|reset|print|auto|generate|create|list|has|is|check|validate|verify|force)([_.-]|$)`, name)
	not regex.match(`(?i)[_.-](prompt|stdin)$`, name)
	not regex.match(`^[–—-]`, value)
	written_out.is_secret(name, regex.replace(value, `\s`, "_"))
}

# METADATA
# scope: document
# description: Whether an HTTP header of this name carries credentials.
is_credential_header(name, _) if {
	lower(name) in {"authorization", "proxy-authorization", "cookie", "x-auth", "x-auth-key"}
}

is_credential_header(name, name_patterns) if sensitive.is_sensitive_name(name, name_patterns)

# METADATA
# description: |
#   The programs, headers and SQL statements that are given a password in a way of their own.
programs(text) := {program.name |
	some program in _programs
	contains(text, program.hint)
	regex.match(_pattern(program), text)
}

# METADATA
# description: Whether a text mentions one of them; a cheap look that spares the costly one.
may_call_program(text) if regex.match(_program_hints, text)

_program_hints := `curl|mysql|mariadb|mongo|sshpass|redis-cli|login|ldap|sqlcmd|bcp|etcdctl|htpasswd|pass:|stdin|chpasswd|base64|uthorization|'|rabbitmqctl|smbclient|mc |cqlsh|mosquitto|zip|lftp|sudo|kinit|configure|npm|ipmitool|sqlplus|echo|printf`

_assignment := {"hint": "=", "pattern": `(?:^|[\s;&|?,({"'\x60])(?:-{1,2}(?:set(?:-string)?|env|e|build-arg|from-literal|var|define|conf|param|parameter)[= ])?["']?([–—-]{0,2}[A-Za-z_][\w.-]*)=(?:\\?"([^"\\\r\n]*)|'([^'\r\n]*)'|([^\s;&|,"')]+))`}

_option := {
	"hint": " ",
	"pattern": `(?:^|[\s"'])([–—-]{1,2}[A-Za-z][\w.-]*)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'–—-][^\s;|&)]*))`,
}

# A line of its own is a header only when nothing comes behind its value.
_headers := [
	`(?i)(?:-H[ \t]*|--header[= \t])["']?([A-Za-z][\w-]*):[ \t]*(?:(?:bearer|basic|token|digest|apikey)[ \t]+)?([^\s"']+)`,
	`(?i)^["']?([A-Za-z][\w-]*):[ \t]*(?:(?:bearer|basic|token|digest|apikey)[ \t]+)?([^\s"']+)["']?\s*$`,
]

_programs := [
	{"name": "curl -u", "hint": "curl", "call": [`curl`, `(?:-[a-zA-Z]*u|--user|-U|--proxy-user)[ =]?["']?[^\s:"']+:`]},
	{"name": "mysql -p", "hint": "mysql", "call": [`mysql(?:dump|admin|import|check|show|sh)?`, `-p`]},
	{"name": "mariadb -p", "hint": "mariadb", "call": [`mariadb(?:-[a-z]+)?`, `-p`]},
	{"name": "mongo -p", "hint": "mongo", "call": [`mongo(?:sh|dump|restore|export|import)?`, `-p[ \t]+`]},
	{"name": "sshpass -p", "hint": "sshpass", "call": [`sshpass`, `-p[ \t]*`]},
	{"name": "redis-cli -a", "hint": "redis-cli", "call": [`redis-cli`, `-a[ \t]*`]},
	{"name": "login -p", "hint": "login", "call": [
		`(?:docker|podman|nerdctl|buildah|oras|helm registry|az|oc) login`, `-p[ =]?`,
	]},
	{"name": "ldap -w", "hint": "ldap", "call": [`ldap(?:search|add|modify|delete|passwd|whoami|compare)`, `-w[ \t]*`]},
	{"name": "sqlcmd -P", "hint": "sqlcmd", "call": [`sqlcmd`, `-P[ \t]*`]},
	{"name": "bcp -P", "hint": "bcp", "call": [`bcp`, `-P[ \t]*`]},
	{"name": "cqlsh -p", "hint": "cqlsh", "call": [`cqlsh`, `-p[ \t]*`]},
	{"name": "mosquitto -P", "hint": "mosquitto", "call": [`mosquitto_(?:pub|sub|rr)`, `-P[ \t]+`]},
	{"name": "zip -P", "hint": "zip", "call": [`(?:un)?zip`, `-P[ \t]*`]},
	{"name": "ipmitool -P", "hint": "ipmitool", "call": [`ipmitool`, `-P[ \t]*`]},
	{"name": "smbclient -U", "hint": "smbclient", "call": [`smbclient`, `(?:-U|--user)[ =]?["']?[^\s%"']+%`]},
	{"name": "lftp -u", "hint": "lftp", "call": [`lftp`, `-u[ \t]*["']?[^\s,"']+,`]},
	{"name": "rabbitmqctl", "hint": "rabbitmqctl", "call": [
		`rabbitmqctl`, `(?:add_user|change_password|authenticate_user)[ \t]+\S+[ \t]+`,
	]},
	{"name": "sqlplus", "hint": "sqlplus", "call": [`sqlplus`, `["']?\w+/`, `[^\s@]*@`]},
	{"name": "mc alias set", "hint": "mc ", "literal": [
		`\bmc[ \t]+(?:alias[ \t]+set|config[ \t]+host[ \t]+add)[ \t]+\S+[ \t]+\S+[ \t]+\S+[ \t]+`, ``,
	]},
	{"name": "aws configure set", "hint": "configure", "literal": [
		`\baws[ \t]+configure[ \t]+set[ \t]+(?:\S+\.)?aws_(?:secret_access_key|session_token)[ \t]+`, ``,
	]},
	{"name": "npm config set", "hint": " set ", "literal": [
		`\b(?:npm|yarn|pnpm)[ \t]+(?:config[ \t]+)?set[ \t]+\S*_(?:authToken|password|auth)[= \t]+`, ``,
	]},
	{"name": "etcdctl --user", "hint": "etcdctl", "call": [`etcdctl`, `--user[ =]["']?[^\s:"']+:`]},
	{"name": "htpasswd -b", "hint": "htpasswd", "call": [
		`htpasswd`, `-[A-Za-z]*b[A-Za-z]*\s+(?:\S+\s+){1,2}`, `\S*\s*($|[;&|>)\r\n])`,
	]},
	{"name": "openssl pass:", "hint": "pass:", "literal": [`(?:^|\s)-(?:pass(?:in|out)?|k)\s+["']?pass:`, ``]},
	{"name": "password-stdin", "hint": "stdin", "literal": [
		`\b(?:echo|printf)[ \t]+(?:-[ne]+[ \t]+)?["']?`,
		`[^"'$\x60|\r\n]*["']?[ \t]*\|[^|;&\r\n]*(?:--password-stdin|passwd --stdin)`,
	]},
	{"name": "chpasswd", "hint": "chpasswd", "literal": [
		`\b(?:echo|printf)[ \t]+(?:-[ne]+[ \t]+)?["']?[^\s"':|]+:`, `[^|\r\n]*\|[ \t]*(?:sudo[ \t]+)?chpasswd`,
	]},
	{"name": "sudo -S", "hint": "sudo ", "literal": [
		`\b(?:echo|printf)[ \t]+(?:-[ne]+[ \t]+)?["']?`, `[^"'$\x60|\r\n]*["']?[ \t]*\|[ \t]*sudo[ \t]+-\w*S\b`,
	]},
	{"name": "kinit", "hint": "kinit", "literal": [
		`\b(?:echo|printf)[ \t]+(?:-[ne]+[ \t]+)?["']?`, `[^"'$\x60|\r\n]*["']?[ \t]*\|[ \t]*kinit\b`,
	]},
	{"name": "echo > file", "hint": "echo ", "pattern": `echo[ \t]+(?:-[neE]+[ \t]+)?["']?(?:[a-z]{2,}[A-Z0-9!#%@^_.:*-][^\s"'$<>\x60|;&]*|[a-z]?[A-Z0-9!#%@^_.:*-][^\s"'$<>\x60|;&]{3,})["']?[ \t]*>>?[ \t]*["']?[^\s"';|&>]*(?i:password|passwd|passphrase|secret|token|credentials|pgpass|netrc|api[_-]?key)(?:\.txt)?["']?([\s;&|)]|$)`},
	{"name": "base64 -d", "hint": "base64", "pattern": `(?i)(?:pass|passwd|password|pwd|pin|secret|token|key)=["']?(?:\$\(|\x60)[ \t]*(?:echo|printf)[ \t]+(?:-n[ \t]+)?["']?[a-z0-9+/]{6,}={0,2}["']?[ \t]*\|[ \t]*base64`},
	{"name": "Authorization", "hint": "uthorization", "pattern": `(?i)authorization["']?[ \t]*(?:[:=]|[ \t]["']|,[ \t]*["'])[ \t]*["']?(?:bearer|basic|token)(?:[ \t]+|%20)[\w+/=.~-]{6,}`},
	# Configuration files that have a form of their own: HAProxy, Redis' lists of users, strongSwan, Net-SNMP, Squid,
	# Kafka's and ZooKeeper's login modules.
	{"name": "stats auth", "hint": "stats", "literal": [`(?m)^[ \t]*stats[ \t]+auth[ \t]+[^\s:]+:`, ``]},
	{"name": "user >", "hint": "user ", "literal": [`(?m)^[ \t]*user[ \t]+\S+[ \t](?:[^\r\n]*[ \t])?>`, ``]},
	{"name": "PSK", "hint": "PSK", "pattern": `:[ \t]*PSK[ \t]+"[^"$<{\r\n]+"`},
	{"name": "createUser", "hint": "createUser", "literal": [
		`(?m)^[ \t]*createUser[ \t]+(?:-e[ \t]+\S+[ \t]+)?\S+[ \t]+(?:MD5|SHA[0-9-]*)[ \t]+`, ``,
	]},
	{"name": "login=", "hint": "login=", "literal": [`[ \t]login=[^\s:]+:`, ``]},
	{"name": "LoginModule", "hint": "LoginModule", "literal": [`(?s)LoginModule[ \t\r\n].*\buser_\w+[ \t]*=[ \t]*`, ``]},
	# host:port:database:user:password
	{"name": "a line of .pgpass", "hint": ":5432:", "pattern": `(?m)^[ \t]*[\w.*-]+:5432:[\w*.-]+:[\w.-]*[A-Za-z*][\w.-]*:[^\s:/@"'$<{(\[][^\s:]*[ \t]*$`},
	{"name": "a line of .pgpass", "hint": ":6432:", "pattern": `(?m)^[ \t]*[\w.*-]+:6432:[\w*.-]+:[\w.-]*[A-Za-z*][\w.-]*:[^\s:/@"'$<{(\[][^\s:]*[ \t]*$`},
	{"name": "a line of .pgpass", "hint": ":*:", "pattern": `(?m)^[ \t]*[\w.*-]+:\*:[\w*.-]+:[\w.-]*[A-Za-z*][\w.-]*:[^\s:/@"'$<{(\[][^\s:]*[ \t]*$`},
	{"name": "PASSWORD()", "hint": "PASSWORD('", "pattern": `\bPASSWORD\('[^'$<{\r\n]+'\)`},
	{
		"name": "IDENTIFIED BY", "hint": "'",
		"pattern": `(?i)\bidentified[ \t]+(?:with[ \t]+\S+[ \t]+)?by[ \t]+'[^'$<{\r\n]+'`,
	},
]

# The pattern of a program: as it is, what stands before and behind a literal value, or the program's
# name and, in the same command, also over continued lines, an option and its literal value. They are
# made when they are wanted; a table of finished ones would be made anew for every object.
_pattern(program) := program.pattern if {
	program.pattern
} else := concat(_literal, program.literal) if {
	program.literal
} else := concat("", [`\b`, program.call[0], `\b(?:[^|;&\r\n]|\\\r?\n)*\s`, program.call[1], _literal, rest]) if {
	rest := concat("", array.slice(program.call, 2, 3))
}

_literal := `["']?[^\s"'$<{\x60|;&?=+-]`

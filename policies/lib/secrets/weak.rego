# METADATA
# title: Values that keep nothing secret
# description: |
#   Placeholders that nobody replaced and passwords that everybody tries first, shared by every control
#   that judges the value of a credential. Letter case, surrounding space and the punctuation between
#   words make no difference: Change-Me is changeme.
package lib.guiderail.weak

# METADATA
# scope: document
# description: |
#   Whether a value is a default that every attacker tries, or one with the usual trimmings: admin,
#   secret, 12345, passw0rd, My-Secret-123. Numbers are judged as they are written; null, booleans and
#   lists are no defaults.
is_default(value) if bare(value) in _defaults

is_default(value) if regex.match(_variation, bare(value))

is_default(value) if {
	digits := bare(value)
	count(digits) > 2
	contains("01234567890 09876543210", digits)
}

# METADATA
# scope: document
# description: |
#   Whether a text only stands for a value that is still to be filled in: <…>, {{…}}, ${…}, changeme,
#   your-password. A single line counts also when the placeholder is a part of it, as in
#   postgres://app:<password>@db; ${…} does not then, for applications resolve it themselves.
is_placeholder(text) if {
	is_string(text)
	count(text) <= _longest
	regex.match(_stand_in, trim_space(text))
}

is_placeholder(text) if regex.match(_instruction, bare(text))

is_placeholder(text) if {
	is_string(text)
	count(text) <= _longest
	regex.match(`^[^\r\n]*(<[A-Za-z][A-Za-z0-9 _.-]*>|\{\{[^{}]+\}\})[^\r\n]*\s*$`, text)

	# Markup closes what it opens.
	not contains(text, "</")
}

# METADATA
# description: |
#   A text or number in lower case and without space, hyphens, underscores and dots, the form in which
#   weak values are compared. Undefined for other types and for texts too long to be guessed.
bare(value) := lower(regex.replace(sprintf("%v", [value]), `[\s_.-]+`, "")) if {
	type_name(value) in {"string", "number"}
	count(sprintf("%v", [value])) <= _longest
}

_longest := 200

_defaults := {
	# Accounts and products that are installed with their own name for a password.
	"admin", "administrator", "root", "toor", "sa", "sys", "system", "sysadmin", "superuser", "superadmin",
	"user", "username", "guest", "anonymous", "public", "private", "operator", "manager", "service", "oracle",
	"postgres", "postgresql", "pgsql", "mysql", "mariadb", "mongo", "mongodb", "redis", "rabbitmq", "elastic",
	"elasticsearch", "grafana", "prometheus", "jenkins", "tomcat", "vagrant", "ubuntu", "centos", "ansible", "docker",
	"kubernetes", "kubeadmin", "minio", "minioadmin", "keycloak", "gitlab", "nexus", "sonar", "wordpress", "django",
	"xrd", "xroad",
	# What is left over from a trial.
	"test", "tester", "testing", "demo", "dev", "develop", "development", "local", "localhost", "default", "temp",
	"tmp", "foo", "bar", "baz", "foobar", "foobared", "abc", "abcd", "abcdef", "asdf", "asdfgh", "todo", "dummy",
	"sample", "string", "value", "something", "anything", "whatever", "undefined",
	# What people type.
	"changeit", "letmein", "welcome", "hello", "helloworld", "iloveyou", "monkey", "dragon", "master", "login",
	"qwerty", "qwertyuiop", "qwertz", "azerty", "1q2w3e4r", "1qaz2wsx", "qazwsx", "abc123", "a1b2c3", "123qwe",
	"hunter2", "trustno1", "supersecret", "topsecret", "letmein1", "swordfish", "opensesame",
}

# Numbers and signs are appended where a rule asks for them: Admin123!, password2024.
_variation := concat("", [
	`^((my|the|our|new|old|super|top|very|strong|secure|default|initial|temp|temporary|test|dev|demo|local|`,
	`sample|dummy|some|app|db|database|user|admin|root|guest|xrd|xroad|postgres|mysql|redis|grafana|token|secret)*`,
	`(pass|p[a@4][s$5]{2}w[o0]rd|passwd|passphrase|passcode|pwd|pw|secret|s[e3]cr[e3]t|token|pin|key|credential)s?`,
	`|admin|administrator|root|toor|test|demo|guest|welcome|letmein|qwerty|user|changeme|xrd|xroad|abc|foo|bar)`,
	`([0-9]{1,4}|12345[0-9]*)?[!@#$*?]{0,3}$`,
	`|^(0{3,}|1{3,}|2{3,}|3{3,}|4{3,}|5{3,}|6{3,}|7{3,}|8{3,}|9{3,}|a{3,}|x{3,}|\*{3,})$`,
])

_stand_in := concat("", [
	`(?s)^(<[^<>]*>|\{\{.*\}\}|\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Z_][A-Z0-9_]*|%[A-Za-z_]\w*%|@[A-Za-z_]\w*@|__\w+__`,
	`|\[[A-Za-z][A-Za-z _-]*\]|\*{3,}|\.{3,}|…|[xX]{3,}|(TODO|FIXME|TBD)\b.*)$`,
])

_instruction := concat("", [
	`^((please)?(change|replace|edit|modify|fill|set)(me|this|it|with|in|before)\w*`,
	`|(please)?(insert|enter|put|type|add|paste)(your|the|me|here|a(strong|password|token|secret|key|value))\w*`,
	`|your\w+|\w*(goes|value)here|\w*placeholder\w*|example|redacted|fixme|tobe(set|changed|replaced|defined|filled)\w*)$`,
])

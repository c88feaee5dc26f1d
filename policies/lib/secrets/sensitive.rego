# METADATA
# title: What looks like a secret
# description: |
#   Names and values that give a secret away, and values that only tell where one is, shared by every
#   control that searches for secrets in the clear. A sensitive word counts wherever it stands in a name:
#   `DB_PASSWORD` and `PASSWORD_DB`. What the last word says is something about a secret is none:
#   `TOKEN_FILE`, `PASSWORD_MIN_LENGTH`.
package lib.guiderail.sensitive

# METADATA
# description: The name patterns that controls use unless a parameter replaces them.
names := [
	# The X-Road sidecar's own credentials; the guide counts the administrator's user name among them.
	`^XROAD_(TOKEN_(.+_)?PIN|ADMIN_USER|ADMIN_PASSWORD|ADMIN_PWD_HASH|DB_PWD)$`,
	# These words are unmistakable within others too: PGPASSWORD, userPasswd, SSH_PASSPHRASE_B64.
	`(?i)password|passwd|passphrase|passcode`,
	# A word of its own, parted from the rest by punctuation or digits: TOKEN_PROD, api.token, ROOT_PW.
	`(?i)(^|[^a-z])(pass|pwd|pw|secrets?|tokens?|credentials?|creds?)([^a-z]|$)`,
	`(?i)(^|[^a-z])pin([_.-]?([0-9]+|code|hash|value|text|plain|base64|b64))?$`,
	# camelCase: clientSecret, authTokenProd, tokenPin, secretValue.
	`[a-z0-9](Pass|Pwd|Pw|Secrets?|Tokens?|Credentials?|Creds?)([A-Z0-9]|$)|[a-z0-9]Pin[0-9]*$`,
	`^(pass|pwd|pw|secret|token|credentials?)[A-Z]`,
	# Words that are written as one.
	`(?i)(^|[^a-z])(pg|db|my|user|admin|root|mysql|postgres|redis|smtp|mail|ldap|bind|login|sudo|ftp|ssh|ssl|tls|jwt|http|proxy|vpn|app|rpc|mqtt|sql|smb|web|api|client|server|cert|repl|wifi|imap)+(pass|pwd|pw)([^a-z]|$)`,
	`(?i)(auth|access|api|bearer|refresh|bot|client|app|shared|jwt|session|consumer|oauth|webhook)(tokens?|secrets?)([^a-z]|$)`,
	# A key is secret only with a word that says so: API_KEYS, secretAccessKey, SECRET_KEY_BASE.
	`(?i)(^|[^a-z]|[a-z])(api|access|secret|private|encryption|signing|signature|master|auth|ssh|account|storage|shared|session|jwt|hmac|license|deploy|cipher|aes|fernet)[_.-]?keys?([^a-z]|$)`,
	`(?i)(^|[^a-z])(app|application|admin|service|webhook|integration|subscription)[_.-]?keys?$`,
	`([Aa]pi|[Aa]ccess|[Ss]ecret|[Pp]rivate|[Ee]ncryption|[Ss]igning|[Mm]aster)Keys?[A-Z]`,
	# What products call theirs.
	`(?i)(^|[^a-z])((tls)?psk|authtok|erlang[_.-]?cookie|sensitive[_.-]props[_.-]key)([^a-z]|$)`,
	`(?i)^(_auth|basic_?auth|redis_?auth|rediscli_auth|neo4j_auth|mysql_pwd|requirepass|masterauth|(src|dest)?(store|key)pass|client-key-data)$`,
]

# METADATA
# description: The value patterns that controls use unless a parameter replaces them.
values := [
	`-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----|PuTTY-User-Key-File-|AGE-SECRET-KEY-1`,
	# AWS access key IDs, GitHub, GitLab and Slack tokens, signed JSON web tokens.
	`\b(AKIA|ASIA)[A-Z0-9]{16}\b`,
	`\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,}|gl(pat|rt|dt)-[A-Za-z0-9_-]{20,}|xox[abeprs]-[A-Za-z0-9-]{10,}|xapp-[0-9]-[A-Za-z0-9-]{10,})`,
	`\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}`,
	# A URL that carries user and password, unless the password is a variable or the text a pattern for URLs.
	`[a-zA-Z][a-zA-Z0-9+.-]*://([^\s/?#:@"'$<{(\[\\]*|\$[({]\w+[)}]):[^\s/?#@"'$<{(\[\\*][^\s/?#@"']*@`,
	# The same without a scheme: Go's driver for MySQL, Oracle's thin driver, host and port.
	`(^|[\s"'=])[\w.-]+:[^\s:/@"'$<{(\[]+@((tcp6?|unix)\(|/\w+(\?|$))`,
	`(?i)\bjdbc:oracle:(thin|oci8?):[\w.-]+/[^\s/@"'$<{(\[]+@`,
	`^[\w.-]+:[^\s:/@"'$<{(\[]+@[\w.-]+:[0-9]+(/\S*)?$`,
	`^[\w.-]+/[^\s:/@"'$<{(\[]+@(//)?[\w.-]+:[0-9]+[/:]\w+$`,
	# What stands in a header.
	`^(?i:bearer|basic)[ \t]+[A-Za-z0-9+/._~-]*[0-9=][A-Za-z0-9+/=._~-]{5,}$`,
	# Addresses that admit whoever knows them, and keys of well-known services.
	`https://[\w.-]+\.webhook\.office\.com/webhookb2/\S{40,}|https://hooks\.slack\.com/services/T\w+/B\w+/\w{16,}|https://(\w+\.)?discord(app)?\.com/api/webhooks/[0-9]+/[\w-]{16,}|[?&;]sig=[A-Za-z0-9%+/]{32,}`,
	`\b(AIza[A-Za-z0-9_-]{35}|[sr]k_live_[A-Za-z0-9]{20,}|sk-((ant|proj|svcacct)-[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{40,})|whsec_[A-Za-z0-9+/]{24,}|SG\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{36}|hv[sb]\.[A-Za-z0-9_-]{20,}|dckr_pat_[A-Za-z0-9_-]{20,}|dop_v1_[a-f0-9]{64}|hf_[A-Za-z0-9]{30,}|pypi-AgE[A-Za-z0-9_-]{40,}|shp(at|ss|ca)_[a-fA-F0-9]{32}|[0-9]{8,10}:AA[A-Za-z0-9_-]{33})|\bAccountKey=[A-Za-z0-9+/=]{40,}`,
]

# METADATA
# description: Whether one of the patterns finds the name sensitive.
is_sensitive_name(name, patterns) if name in names_among({name}, patterns)

# METADATA
# description: Those of many names that one of the patterns finds sensitive.
names_among(many, patterns) := _usual_among(many, _split(patterns)[0]) | {name |
	own := _split(patterns)[1]
	count(own) > 0
	pattern := _any_of(own)
	some name in many
	regex.match(pattern, name)
}

# A pattern of somebody's own says exactly what it means; for the usual ones the last word has a say.
_split(patterns) := [names, []] if {
	patterns == names
} else := [
	[pattern | some pattern in patterns; pattern in names],
	[pattern | some pattern in patterns; not pattern in names],
]

_usual_among(many, patterns) := {name |
	count(patterns) > 0
	pattern := _any_of(patterns)
	some name in many
	regex.match(_names_hint, name)
	own := _without_domain(name)
	regex.match(pattern, own)
	not _is_about_a_secret(own)
}

# The domain of a key such as secrets.example.org/mode says whose it is.
_without_domain(name) := regex.replace(name, `^([a-z0-9-]+\.)+[a-z]{2,}/`, "") if {
	contains(name, "/")
} else := name

# A look at a fifth of the price, which nearly every name fails.
_names_hint := `(?i)pass|pwd|pw|pin|secret|token|cred|key|auth|psk|cookie|_user$`

# METADATA
# description: |
#   Whether the last word of a name tells of a setting that is no secret, whatever its other words: type,
#   CRYPTO_KEY_PROVIDER, minTokenLength.
is_about_something(name) if regex.match(_about_a_secret, sprintf("_%s", [_parted(name)]))

_is_about_a_secret(name) if {
	regex.match(_about_a_secret, _parted(name))
	not _is_secret_id(name)
}

# Words in small letters, with an underscore between.
_parted(name) := lower(regex.replace(regex.replace(name, `([a-z0-9])([A-Z])`, "${1}_${2}"), `[^A-Za-z0-9]+`, "_"))

_about_a_secret := concat("", [
	`_(files?|filenames?|paths?|dirs?|directory|folder|locations?|mount|mountpath|urls?|uris?|endpoints?|hosts?|hostname|addr|address|port`,
	`|names?|namespaces?|refs?|reference|ids?|identifier|uuid|guid|arns?|kid|fingerprint|thumbprint`,
	`|ttl|timeout|expiry|expiration|expir(es?|ed|ing)|expires?_(in|at|on)|exp|lifetime|lifespan|duration|validity|age|interval|period|seconds?|secs?|minutes?|mins?|hours?|days?|ms|millis|before|after|date|leeway|skew`,
	`|length|len|size|bytes|bits|count|counter|min|max|minimum|maximum|limits?|quota|iterations|rounds|cost|strength|complexity|history|attempts|retries|threshold|budget|rate`,
	`|polic(y|ies)|rules?|regexp?|patterns?|formats?|types?|kinds?|modes?|methods?|algorithms?|algs?|algos?|encoding|encoders?|encryption|hashers?|hashing`,
	`|issuers?|audiences?|aud|scopes?|claims?|headers?|cookies?|fields?|params?|parameters?|attributes?|attr|prefix(es)?|suffix|separator|delimiter|grant|realm|generators?|validators?|validation|checkers?|helpers?`,
	`|enabled?|disabled?|required?|allowed|optional|supported|versions?|rotation|usernames?|labels?|selectors?|annotations?|env_?vars?|variables?|prompt|message|hint|description|title|placeholder|template|cmd|commands?|scripts?|exec|identity|public_keys?|authentication|confirmation|schedule|profile|score|percent|percentage|ratio|metadata|cleanup|exchange|scan|scanning|strategy|through|thru)[0-9]*$`,
	`|(secrets?|tokens?|credentials?|creds|keys?)_(providers?|managers?|stores?|backends?|sources?|engines?|plugins?|operator|controller|drivers?|factory|handlers?|resolvers?|class|cache|caching|state|status|reviews?|usage|region|rotate|renewal|sync)$`,
	# Where it comes from: passwordFromEnv, DB_PASSWORD_FROM_SECRET.
	`|_from_(env|secrets?|config_?maps?|vault)$`,
	# The same, written as one.
	`|(password|passwd|passphrase|pass|pwd|token|secret|key|credentials?)(file|path|dir|url|uri|name|ref|ttl)s?$`,
	# Numbers of tokens, and other words that stand together.
	`|(^|_)(max|min|num|total|avg|enabled?|disabled?|allow|skip|requires?|is|has|use|validates?|rotate)_|tokens_per_|token_bucket|passwordless|^no_|(^|_)(bos|eos|unk|pad|sep|cls|mask|stop|special)_tokens?$|public_key|existing_secret|password_keys?$|secret_key_refs?$|initial_cluster_token$|(^|_)secrets?_managers?_(project|account|vault)$|(^|_)(csrf|xsrf)_(token|cookie)_|(^|_)key_(vault|store)_(account|project)|^proxy_pass$`,
])

# The secret ID of Vault's AppRole is its password, and Erlang's cookie that of a cluster.
_is_secret_id(name) if regex.match(`(?i)((vault|role)\w*_secret_?id|erlang[_.-]?cookie)$`, name)

# METADATA
# scope: document
# description: |
#   Whether a value tells where a secret is, and is none: a file, an address without credentials, the
#   reference of another tool, a public key, and the name of a Secret, where the name says so.
is_pointer(_, value) if {
	is_string(value)
	text := trim_space(value)
	regex.match(_reference, text)
	not regex.match(_credential_of_aws, text)
}

# A password may look like a short one of these.
is_pointer(name, value) if {
	is_string(value)
	not regex.match(`(?i)pass|pwd|pw$|pin$`, name)
	text := trim_space(value)
	regex.match(_place, text)
	not regex.match(_credential_of_aws, text)
}

# PWD and OLDPWD are the shell's working directories, and PWD a password in connection strings.
is_pointer(name, value) if {
	name in {"PWD", "OLDPWD"}
	is_string(value)
	startswith(value, "/")
}

is_pointer(name, value) if {
	is_string(value)
	regex.match(`(?i)(tls|ssl|pull|cert|certificate|(^|[^a-z])ca|existing|external|k8s|kube|kubernetes|kubeconfig)[_.-]?(secrets?|creds|credentials?)$`, name)
	regex.match(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[a-z0-9][a-z0-9.-]*)?(,[a-z0-9][a-z0-9./-]*)*$`, value)
}

# The key of a Secret: {"secretName": "db", "secretKey": "password"}.
is_pointer(name, value) if {
	is_string(value)
	endswith(name, "secretKey")
	regex.match(`^([a-z0-9]+[._-])*(password|passwd|pass|token|secret|key|apikey|crt|user|username|value)$`, value)
}

# Names of Secrets by their own form: shop/db, app-tls.
is_pointer(name, value) if {
	is_string(value)
	regex.match(`(?i)(secrets?|secret[_.-]?key|credentials?|creds|token)$`, name)
	regex.match(`^regcred$|^([a-z0-9.-]+/)?[a-z][a-z0-9]*([.-][a-z0-9]+)*-(secrets?|tls|creds|credentials?|certs?|tokens?|keys?|passwords?|auth|pull|registry)$|^[a-z][a-z0-9-]*/[a-z][a-z0-9.-]*$`, value)
}

_reference := concat("|", [
	# References to the stores of other tools, and what they encrypt.
	`^(vault|ssm|awssm|aws-sm|aws-ssm|awsps|asm|arn|gcp-?secretmanager|gcpsm|gsm|gcp-sm|azurekeyvault|azure-?keyvault|azkv|akv|keyvault|keyring|conjur|sops|secret|secrets|secretref|secretsmanager|secretmanager|ref\+[\w+-]+|env|file|exec|classpath):\S`,
	`^(op|sm|s3|gs|bws|hcp|k8s|kubernetes|infisical|doppler|berglas|akeyless|summon|cyberark|chamber|keeper|pass|bitwarden|lastpass|1password)://\S`,
	`^(aws|gcp|azure|az|google|k8s|kubernetes|vault|hashicorp)-?\w*://[^@\s]+$|^(k8s|kubernetes):secrets?[:/]`,
	`^(aws|gcp|azure|google|hashicorp|ibm|oci|yandex)[:+_-]?(secrets?-?manager|parameter-?store|key-?vault|vault|ssm|kms|sm):\S`,
	`^projects/[^/]+/secrets/|^/?(secret|kv)[\w-]*/(data/)?[\w-]+(/[\w-]+)*#|^(secret|kv)[\w-]*/(data|metadata)/[\w/-]+$|^@Microsoft\.KeyVault\(|^\{\{ ?resolve:|^<path:[^>]+>$`,
	`^[$%]\{?\{(ssm|secretsmanager|vault|env|file|sm|secrets?|aws[\w-]*|keyvault|akv|azure\w*|gcp\w*)[:./]|^\$__\w+\{`,
	`^ENC[\[(](.|\n)+[\])]$|^\{cipher\}|^!vault\b|^\$ANSIBLE_VAULT;|^-----BEGIN (PGP MESSAGE|AGE ENCRYPTED FILE)`,
	# What everyone may have.
	`^-----BEGIN [A-Z0-9 ]*(PUBLIC KEY|CERTIFICATE)( BLOCK)?-----|^(ssh-(rsa|dss|ed25519)|ecdsa-sha2-[\w-]+|sk-\S+@openssh\.com) AAAA`,
	# Files.
	`^@?(~|\.{1,2})?(/[\w.@-]+){2,}/?$|^[A-Za-z]:\\|^(~|\.{1,2})/`,
])

_place := concat("|", [
	`^@[\w./-]+$|^/[\w.-]+\.\w+$`,
	`^[\w./-]+\.(pem|key|crt|cer|p12|pfx|jks|json|ya?ml|txt|toml|ini|conf|properties|pub|asc|gpg)$`,
	# Addresses, without user and password.
	`^[a-z][a-z0-9+.-]*://([\w.-]+@)?[^\s@]*$`,
])

_credential_of_aws := `^[A-Za-z0-9+/]{40}$`

# METADATA
# description: Whether one of the patterns finds a secret in the text.
has_secret(text, patterns) if {
	regex.match(_hint(patterns), text)
	regex.match(_any_of(patterns), text)
}

# What every text has that one of the usual patterns matches: a look at a fifth of the price, which nearly
# everything fails. Patterns that are not the usual ones are asked at once.
_hint(patterns) := `(?i)://|-----B|PuTTY|AGE-SEC|AKIA|ASIA|gh[pousr]_|github_pat|gl(pat|rt|dt)-|xox[abeprs]-|xapp-|eyJ|AIza|[sr]k_live_|sk-|whsec_|SG\.|npm_|hv[sb]\.|dckr_|dop_v1|hf_|pypi-|shp|:AA|AccountKey|sig=|:\S+@|oracle:|/\S+@|bearer|basic` if {
	patterns == values
} else := ""

# OPA keeps a hundred compiled expressions; one that holds them all is looked up and run once. An empty
# list matches nothing.
_any_of(patterns) := sprintf("(?:%s)", [concat(")|(?:", patterns)]) if {
	count(patterns) > 0
} else := `[^\s\S]`

# METADATA
# description: |
#   Whether a value can be a secret at all: nothing, a switch such as "true", and what stands for a
#   variable, `$(NAME)` or `${NAME}`, cannot.
is_literal(value) if {
	is_something(value)
	not regex.match(`^\$(\([^()]+\)|\{[^{}]+\})$`, sprintf("%v", [value]))
}

# METADATA
# description: Whether a value is neither nothing nor a switch such as "true".
is_something(value) if {
	not type_name(value) in {"null", "boolean"}
	not regex.match(`^\s*$|^(?i:true|false|yes|no|on|off|null|none|nil|undefined|enabled|disabled)$`, sprintf("%v", [value]))
}

# METADATA
# description: |
#   Whether a text is a variable that an application or a tool fills in, `${NAME}`, or hides what was there: `********`.
is_open(value) if {
	is_string(value)
	regex.match(`^\s*(\$\{[^{}]+\}|[*•]{3,}|\[?(?i:redacted)\]?)\s*$`, value)
	not writes_a_default(value)
}

# METADATA
# description: |
#   Whether such a variable writes out what is used when it is not set: `${PASSWORD:-hunter2}`, and Spring's
#   `${PASSWORD:hunter2}`.
writes_a_default(value) if {
	regex.match(`^\s*\$\{(?:[A-Za-z_]\w*:?-|[A-Z][A-Z0-9_.]+:)[^{}$?+=\s-][^{}$]*\}\s*$`, value)

	# Where something is looked up.
	not regex.match(`^\s*\$\{(ENV|SYS|FILE|VAULT|SECRETS?):`, value)
}

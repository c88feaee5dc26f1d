# METADATA
# title: What looks like a secret
# description: |
#   Names and values that give a secret away, shared by every control that searches for secrets in
#   the clear. A name is judged by its last word: `TOKEN_FILE` and `PASSWORD_MIN_LENGTH` hold no secret.
package lib.guiderail.sensitive

# METADATA
# description: The name patterns that controls use unless a parameter replaces them.
names := [
	# The X-Road sidecar's own credentials; the guide counts the administrator's user name among them.
	`^XROAD_(TOKEN_(.+_)?PIN|ADMIN_USER|ADMIN_PASSWORD|ADMIN_PWD_HASH|DB_PWD)$`,
	# Last word, parted from the rest by punctuation or alone: DB_PASSWORD, db-password, api.token, PIN.
	`(?i)(^|[_.-])(pass|pwd|pin|secret|secrets|token|credential|credentials|dsn|connection_?string)[0-9]*$`,
	`(?i)(^|[_.-])(pass|pwd|pin|secret|token)[_.-]?([0-9]+|hash|value|text|plain|base64|b64)$`,
	# These words are unmistakable wherever they end a name: PGPASSWORD, userPasswd, SSH_PASSPHRASE_B64.
	`(?i)(password|passwd|passphrase)s?[_.-]?([0-9]+|hash|value|text|plain|base64|b64)?$`,
	# A key is secret only with a word that says so: API_KEY, secretAccessKey, SECRET_KEY_BASE.
	`(?i)(api|access|secret|private|encryption|signing|master|auth|ssh|account|storage|shared|session|jwt|hmac)[_.-]?key([_.-]?(base|base64|b64|pem|value|[0-9]+))?$`,
	# camelCase: clientSecret, authToken, tokenPin.
	`[a-z0-9](Pass|Pwd|Pin|Secret|Token|Credential|Credentials|Dsn|ConnectionString)[0-9]*$`,
	`(?i)^(rediscli_auth|mysql_pwd|requirepass|masterauth|(src|dest)?(store|key)pass|client-key-data)$`,
]

# METADATA
# description: The value patterns that controls use unless a parameter replaces them.
values := [
	`-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----`,
	# AWS access key IDs, GitHub, GitLab and Slack tokens, signed JSON web tokens.
	`\b(AKIA|ASIA)[A-Z0-9]{16}\b`,
	`\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,}|glpat-[A-Za-z0-9_-]{20,}|xox[abprs]-[A-Za-z0-9-]{10,})`,
	`\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}`,
	# A URL that carries user and password, unless the password is a variable or the text a pattern for URLs.
	`[a-zA-Z][a-zA-Z0-9+.-]*://([^\s/:@"'$<{(\[\\]*|\$[({]\w+[)}]):[^\s/@"'$<{(\[\\][^\s/@"']*@`,
	# Addresses that admit whoever knows them, and keys of well-known services.
	`https://hooks\.slack\.com/services/T\w+/B\w+/\w{16,}|\b(AIza[A-Za-z0-9_-]{35}|sk_live_[A-Za-z0-9]{20,}|SG\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{36}|hvs\.[A-Za-z0-9_-]{20,})|\bAccountKey=[A-Za-z0-9+/=]{40,}`,
]

# METADATA
# description: Whether one of the patterns finds the name sensitive.
is_sensitive_name(name, patterns) if {
	regex.match(_hint(patterns), name)
	regex.match(_any_of(patterns), name)
	not name in _shell_directories
}

# METADATA
# description: Those of many names that one of the patterns finds sensitive.
names_among(many, patterns) := {name |
	hint := _hint(patterns)
	pattern := _any_of(patterns)
	some name in many
	regex.match(hint, name)
	regex.match(pattern, name)
	not name in _shell_directories
}

# METADATA
# description: |
#   Whether one of the patterns may find a secret in something, texts in lists and objects among it; a
#   look at the whole that spares those at its parts.
may_hold_secret(value, patterns) if regex.match(_hint(patterns), json.marshal(value))

# METADATA
# description: Whether one of the patterns finds a secret in the text.
has_secret(text, patterns) if {
	regex.match(_hint(patterns), text)
	regex.match(_any_of(patterns), text)
}

# What every name or text has that one of the usual patterns matches: a look at a fifth of the price,
# which nearly everything fails. Patterns that are not the usual ones are asked at once.
_hint(patterns) := `(?i)pass|pwd|pin|secret|token|credential|dsn|connection|key|auth|_user$` if {
	patterns == names
} else := `://|-----B|AKIA|ASIA|gh[pousr]_|github_pat|glpat-|xox[abprs]-|eyJ|AIza|sk_live_|SG\.|npm_|hvs\.|AccountKey` if {
	patterns == values
} else := ""

# OPA keeps a hundred compiled expressions; one that holds them all is looked up and run once. An empty
# list matches nothing.
_any_of(patterns) := sprintf("(?:%s)", [concat(")|(?:", patterns)]) if {
	count(patterns) > 0
} else := `[^\s\S]`

# METADATA
# description: |
#   Whether a value can be a secret at all: nothing, a switch such as "true", and a reference such as
#   `$(NAME)`, `$NAME` or `${NAME}` cannot.
is_literal(value) if {
	not type_name(value) in {"null", "boolean"}
	not regex.match(`^\s*$|^(?i:true|false|yes|no|on|off|null|none)$|^\$(\([^()]+\)|\{[^{}]+\}|[A-Za-z_][A-Za-z0-9_]*)$`, sprintf("%v", [value]))
}

# PWD and OLDPWD are the shell's working directories.
_shell_directories := {"PWD", "OLDPWD"}

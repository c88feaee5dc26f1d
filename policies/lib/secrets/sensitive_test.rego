package lib.guiderail.sensitive_test

import data.lib.guiderail.sensitive

test_names if {
	sensitive.names_among(
		{
			"DB_PASSWORD", "PASSWORD_DB", "API_KEYS", "rootPw", "tokenPin", "VAULT_SECRET_ID", "TOKEN_FILE", "tokenTTL", "MAX_TOKENS",
			"adminPasswordKey", "SECRET_BACKEND", "MODE", "passwordFromEnv", "awsSecretAccessKeyFromEnv", "DB_PASSWORD_FROM_SECRET",
			"SSHPASS", "RABBITMQ_ERLANG_COOKIE", "SESSION_COOKIE", "WIFI_PSK", "FERNET_KEY", "PASSWORD_COMMAND", "PASS_PERCENT",
			"validateSigningKey", "secrets.example.org/mode", "example.org/db-password",
		},
		sensitive.names,
	) == {"DB_PASSWORD", "PASSWORD_DB", "API_KEYS", "rootPw", "tokenPin", "VAULT_SECRET_ID", "SSHPASS", "RABBITMQ_ERLANG_COOKIE", "WIFI_PSK", "FERNET_KEY", "example.org/db-password"}
}

test_names_of_other_patterns if {
	sensitive.names_among({"colour", "TOKEN_FILE", "DB_PASSWORD", "MODE"}, array.concat(sensitive.names, ["^colour$"])) == {"colour", "DB_PASSWORD"}
	sensitive.names_among({"TOKEN_FILE", "DB_PASSWORD"}, ["FILE$"]) == {"TOKEN_FILE"}
	sensitive.names_among({"DB_PASSWORD"}, []) == set()
}

test_pointers if {
	every name, value in {
		"PASSWORD": "op://vault/item", "TOKEN": "/run/secrets/x", "PRIVATE_KEY": "server.pem", "TLS_SECRET": "x", "PWD": "/app",
		"SECRET": "shop/db", "IMAGE_PULL_SECRETS": "regcred,shop/other", "KUBECONFIG_SECRET": "admin", "API_SECRET": "k8s:secret:shop/db#key", "AUTH_TOKEN": "https://example.org/x",
	} {
		sensitive.is_pointer(name, value)
	}
}

test_no_pointers if {
	every name, value in {
		"PASSWORD": "server.pem", "TOKEN": "x", "PIN": 1, "SECRET_KEY": "/aB3/xYz9QqLm/K7MDENGbPxRfiCYEXAMPLEK123", "PWD": "x",
		"AUTH_TOKEN": "https://a:b@example.org/x",
	} {
		not sensitive.is_pointer(name, value)
	}
}

test_literals if {
	every value in ["x", 1, "$x", "$(a b", "${A:-b}-"] {
		sensitive.is_literal(value)
	}
	every value in ["", " ", null, true, "true", "None", "enabled", "$(X)", "${X}"] {
		not sensitive.is_literal(value)
	}
}

test_open if {
	every value in ["${X}", "${a.b}", "${X:?must be set}", "********", "REDACTED"] {
		sensitive.is_open(value)
	}
	every value in ["${X:-a}", "${XY:a}", "$X", "x${X}", 1] {
		not sensitive.is_open(value)
	}
}

test_secrets if {
	sensitive.has_secret("redis://:hunter2@cache", sensitive.values)
	sensitive.has_secret("colour", ["^colour$"])
	not sensitive.has_secret("colour", [])
	not sensitive.has_secret("redis://cache", sensitive.values)
}

test_key_of_a_secret if {
	sensitive.is_pointer("secretKey", "password")
	not sensitive.is_pointer("secretKey", "hunter2")
}

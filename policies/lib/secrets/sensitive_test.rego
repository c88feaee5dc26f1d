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

test_sensitive_names[name] if {
	some name in [
		"XROAD_TOKEN_PIN", "XROAD_TOKEN_SOFT_PIN", "XROAD_ADMIN_USER", "XROAD_ADMIN_PASSWORD", "XROAD_ADMIN_PWD_HASH",
		"XROAD_DB_PWD",
		"PGPASSWORD", "userPasswd", "SSH_PASSPHRASE_B64", "passcode",
		"DB_PASS", "pwd1", "ROOT_PW", "app.secret", "SECRETS", "TOKEN_PROD", "api-tokens", "CREDENTIAL_A", "credentials", "CRED",
		"creds",
		"PIN", "pin1", "pin_code", "card.pin", "PIN_HASH", "PIN-VALUE", "pin_text", "PIN_PLAIN", "pinBase64", "PIN_B64",
		"dbPass", "dbPwd", "rootPw1", "clientSecret", "authTokensProd", "gitCredential", "gitCreds", "tokenPin",
		"passDb", "pwdDb", "pwDb", "secretDb", "tokenDb", "credentialsDb",
		"PGPASS", "dbpass", "mypwd", "userpw", "ADMINPWD", "rootpass", "mysqlpass", "postgrespwd", "redispass", "smtppass",
		"mailpw", "ldappass", "bindpw", "loginpass", "sudopass", "ftppass", "sslpass", "wifipass",
		"authtoken", "accesstoken", "apitoken", "bearertoken", "refreshtokens", "bottoken", "clientsecret", "appsecret",
		"sharedsecret", "jwtsecret", "sessiontoken", "consumersecret", "oauthtoken", "webhooksecret",
		"API_KEYS", "secretAccessKey", "SECRET_KEY_BASE", "private.key", "encryption_key", "signing-key", "signature_key",
		"MASTER_KEY", "auth_key", "ssh_key", "account_key", "storagekey", "shared_key", "session_key", "jwt_key", "hmac_key",
		"license_key", "deploy_key", "cipher_key", "aes_key", "fernet_key",
		"app_key", "application-key", "admin_key", "service_key", "webhook_key", "integration_key", "subscription.key",
		"apiKeyProd", "accessKeyProd", "secretKeysProd", "privateKeyProd", "encryptionKeyProd", "signingKeyProd",
		"masterKeyProd",
		"PSK", "tlspsk", "authtok", "ERLANG_COOKIE", "sensitive.props.key",
		"_auth", "basic_auth", "redis_auth", "REDISCLI_AUTH", "NEO4J_AUTH", "MYSQL_PWD", "requirepass", "masterauth",
		"srcstorepass", "keypass", "client-key-data", "VAULT_ROLE_SECRET_ID",
	]
	sensitive.is_sensitive_name(name, sensitive.names)
}

test_names_of_something_about_a_secret[name] if {
	some name in [
		"TOKEN_FILE", "tokenPath", "SECRET_NAME", "secretNamespace", "TOKEN_URL", "token.ttl", "PASSWORD_MIN_LENGTH", "maxTokens",
		"TOKEN_EXPIRES_IN", "passwordPolicy", "TOKEN_TYPE", "jwtSecretAlgorithm", "TOKEN_ISSUER", "password-encoder",
		"PASSWORD_ENABLED", "secretVersion", "TOKEN_ROTATION", "PASSWORD_LABEL", "tokenExchange", "CRYPTO_KEY_PROVIDER",
		"SECRET_STORE", "tokenReview", "keys_usage", "PASSWORD_FROM_ENV", "passwordfile", "tokenttl", "secretnames",
		"TOKENS_PER_MINUTE", "token_bucket", "PASSWORDLESS_LOGIN", "NO_PASSWORD", "EOS_TOKEN", "SSH_PUBLIC_KEY_TEXT",
		"existingSecret", "adminPasswordKey", "secretKeyRef", "INITIAL_CLUSTER_TOKEN", "SECRET_MANAGER_PROJECT",
		"CSRF_TOKEN_SAFE", "KEY_VAULT_ACCOUNT", "proxy_pass",
	]
	not sensitive.is_sensitive_name(name, sensitive.names)
}

# The last word tells.
test_names_that_end_in[word] if {
	words := `
		file files filename filenames path paths dir dirs directory folder location locations mount mountpath url urls uri uris
		endpoint endpoints host hosts hostname addr address port name names namespace namespaces ref refs reference id ids
		identifier uuid guid arn arns kid fingerprint thumbprint
		ttl timeout expiry expiration expire expires expired expiring expires_in expires_at expires_on exp lifetime lifespan
		duration validity age interval period second seconds sec secs minute minutes min mins hour hours day days ms millis
		before after date leeway skew
		length len size bytes bits count counter max minimum maximum limit limits quota iterations rounds cost strength
		complexity history attempts retries threshold budget rate
		policy policies rule rules regex regexp pattern patterns format formats type types kind kinds mode modes method
		methods algorithm algorithms alg algs algo algos encoding encoder encoders encryption hasher hashers hashing
		issuer issuers audience audiences aud scope scopes claim claims header headers cookie cookies field fields param params
		parameter parameters attribute attributes attr prefix prefixes suffix separator delimiter grant realm generator
		generators validator validators validation checker checkers helper helpers
		enable enabled disable disabled required require allowed optional supported version versions rotation username usernames
		label labels selector selectors annotation annotations env_var env_vars variable variables prompt message hint
		description title placeholder template cmd command commands script scripts exec identity public_key public_keys
		authentication confirmation schedule profile score percent percentage ratio metadata cleanup exchange scan scanning
		strategy through thru
	`
	some word in regex.split(`\s+`, trim_space(words))
	not sensitive.is_sensitive_name(sprintf("token_%s", [word]), sensitive.names)
	not sensitive.is_sensitive_name(sprintf("TOKEN-%s2", [upper(word)]), sensitive.names)
}

test_names_of_what_has_secrets[word] if {
	words := `
		provider providers manager managers store stores backend backends source sources engine engines plugin plugins
		operator controller driver drivers factory handler handlers resolver resolvers class cache caching state status
		review reviews usage region rotate renewal sync
	`
	some word in regex.split(`\s+`, trim_space(words))
	every name in ["secret", "tokens", "credential", "creds", "access_key"] {
		not sensitive.is_sensitive_name(sprintf("%s_%s", [name, word]), sensitive.names)
	}
}

test_about_something if {
	every name in ["type", "CRYPTO_KEY_PROVIDER", "minTokenLength"] {
		sensitive.is_about_something(name)
	}
	every name in ["password", "PASSWORD_DB", ""] {
		not sensitive.is_about_something(name)
	}
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

# A name that says password takes nothing for a pointer that has the form of a password.
test_references[value] if {
	some value in [
		"vault:secret/shop", "ssm:/shop/db", "awssm:shop", "aws-sm:shop", "aws-ssm:shop", "awsps:shop", "asm:shop",
		"arn:aws:secretsmanager:eu-north-1:111122223333:secret:shop", "gcpsecretmanager:shop", "gcp-secretmanager:shop",
		"gcpsm:shop", "gsm:shop", "gcp-sm:shop", "azurekeyvault:shop", "azure-keyvault:shop", "azkv:shop", "akv:shop",
		"keyvault:shop", "keyring:shop", "conjur:shop", "sops:shop", "secret:shop", "secrets:shop", "secretref:shop",
		"secretsmanager:shop", "secretmanager:shop", "ref+vault://shop/db", "ref+awsssm:shop", "env:DB_PASSWORD",
		"file:/run/password", "exec:get-password", "classpath:password",
		"op://shop/db", "sm://shop", "s3://shop/db", "gs://shop/db", "bws://shop", "hcp://shop", "k8s://shop",
		"kubernetes://shop", "infisical://shop", "doppler://shop", "berglas://shop", "akeyless://shop", "summon://shop",
		"cyberark://shop", "chamber://shop", "keeper://shop", "pass://shop", "bitwarden://shop", "lastpass://shop",
		"1password://shop",
		"aws-kms://shop", "gcp-kms://shop", "azure-kms://shop", "az-kv://shop", "google-kms://shop", "vault-kv://shop",
		"hashicorpvault://shop", "k8s:secret:shop", "kubernetes:secrets/shop",
		"aws-secretsmanager:shop", "aws:secrets-manager:shop", "gcp_secretmanager:shop", "azure-key-vault:shop",
		"google:kms:shop", "hashicorp:vault:shop", "ibm+sm:shop", "oci-vault:shop", "yandex:ssm:shop", "aws:parameter-store:x",
		"projects/shop/secrets/db", "secret/shop/db#password", "kv-v2/data/shop#password", "secret/data/shop",
		"kv/metadata/shop", "@Microsoft.KeyVault(SecretUri=https://shop.vault.azure.net/x)", "{{resolve:ssm:shop}}",
		"{{ resolve:ssm:shop}}", "<path:secret/data/shop#password>",
		"${ssm:/shop/db}", "${secretsmanager:shop}", "${vault:shop}", "${env:DB_PASSWORD}", "${file:/run/x}", "${{secrets.DB}}",
		"%{secret:shop}", "${aws-sm:shop}", "${keyvault:shop}", "${akv:shop}", "${azure_kv:shop}", "${gcp_sm:shop}",
		"$__file{/run/x}",
		"ENC[AES256_GCM,data:x]", "ENC(x)", "{cipher}x", "!vault |", "$ANSIBLE_VAULT;1.1;AES256",
		"-----BEGIN PGP MESSAGE-----", "-----BEGIN AGE ENCRYPTED FILE-----",
		"-----BEGIN PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----", "-----BEGIN PGP PUBLIC KEY BLOCK-----", "ssh-rsa AAAAB3",
		"ssh-dss AAAAB3", "ssh-ed25519 AAAAC3", "ecdsa-sha2-nistp256 AAAAE2", "sk-ssh-ed25519@openssh.com AAAAG",
		"/run/password", "~/run/password", "./password", "../password", "~/password", "@/run/password", `C:\password`,
	]
	sensitive.is_pointer("PASSWORD", value)
}

test_places[value] if {
	some value in [
		"@password.txt", "@run/password", "/tls.key", "tls.pem", "tls.key", "tls.crt", "tls.cer", "tls.p12", "tls.pfx", "tls.jks",
		"token.json", "token.yaml", "token.yml", "token.txt", "token.toml", "token.ini", "token.conf", "token.properties",
		"id.pub", "key.asc", "key.gpg", "https://example.org/token", "ldap://bind@example.org/x",
	]
	sensitive.is_pointer("TOKEN", value)
	not sensitive.is_pointer("PASSWORD", value)
}

test_names_of_secrets[value] if {
	some value in [
		"regcred", "app-secret", "app-secrets", "app-tls", "app-creds", "app-credentials", "app-cert", "app-certs", "app-token",
		"app-tokens", "app-key", "app-keys", "app-password", "app-passwords", "app-auth", "app-pull", "app-registry", "shop/app",
		"shop/app.db-token",
	]
	sensitive.is_pointer("CREDENTIALS", value)
	not sensitive.is_pointer("PASSWORD", value)
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

# Written in parts, so that nobody takes these for secrets that were lost.
test_tokens[parts] if {
	letters := "aB3xYz9QqLmK7MDENGbPxRfiCYaB3xYz9QqLmK7MDENGbPxRfiCY"
	some parts in [
		["-----BEGIN ", "PRIVATE KEY-----"], ["-----BEGIN RSA ", "PRIVATE KEY-----"], ["-----BEGIN PGP ", "PRIVATE KEY BLOCK-----"],
		["PuTTY-", "User-Key-File-3"], ["AGE-", "SECRET-KEY-1"],
		["AKIA", "ABCDEFGHIJKLMNOP"], ["ASIA", "ABCDEFGHIJKLMNOP"],
		["ghp_", letters], ["gho_", letters], ["ghu_", letters], ["ghs_", letters], ["ghr_", letters], ["github_pat_", letters],
		["glpat-", letters], ["glrt-", letters], ["gldt-", letters], ["xoxb-", "0123456789"], ["xoxp-", "0123456789"],
		["xapp-", "1-0123456789"],
		["eyJhbGciOiJI.", "eyJzdWIiOiIx.", "abcdefgh"],
		["postgres://", "app:hunter2@db/x"], ["redis://", ":hunter2@cache"], ["postgres://", "${USER}:hunter2@db"],
		["app:hunter2", "@tcp(db:3306)/x"], ["app:hunter2", "@unix(/run/x)/x"], ["app:hunter2", "@/x?y"],
		["jdbc:oracle:thin:", "app/hunter2@db:1521/x"], ["jdbc:oracle:oci8:", "app/hunter2@db"],
		["app:hunter2", "@db:5432/x"], ["app/hunter2", "@db:1521/x"], ["app/hunter2", "@//db:1521:x"],
		["Bearer ", "a1b2c3d4"], ["basic ", "YTpodW50ZXIy="],
		["https://example.webhook.office.com/", "webhookb2/", letters], ["https://hooks.slack.com/", "services/T0/B0/", letters],
		["https://discord.com/", "api/webhooks/1/", letters], ["https://x.blob.core.windows.net/?sv=1&", "sig=", letters],
		["AIza", substring(letters, 0, 35)], ["sk_", "live_", letters], ["rk_", "live_", letters], ["sk-ant-", letters],
		["sk-proj-", letters], ["sk-", letters], ["whsec_", letters], ["SG.", letters, ".", letters],
		["npm_", substring(letters, 0, 36)], ["hvs.", letters], ["hvb.", letters], ["dckr_", "pat_", letters],
		["dop_v1_", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"], ["hf_", letters], ["pypi-AgE", letters],
		["shpat_", "0123456789abcdef0123456789abcdef"], ["shpss_", "0123456789abcdef0123456789abcdef"],
		["shpca_", "0123456789abcdef0123456789abcdef"], ["0123456789:", "AA", substring(letters, 0, 33)],
		["AccountKey=", letters],
	]
	text := concat("", parts)
	sensitive.has_secret(text, sensitive.values)

	# However the patterns are listed, the same is found.
	sensitive.has_secret(text, array.concat(["^never$"], sensitive.values))
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

package lib.guiderail.exposed_test

import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive
import data.lib.guiderail.suspects

test_members[note] if {
	some note, case in {
		"list in JSON": {"text": `{"a": {"apiKeys": ["x1", "y2"]}}`, "want": {"apiKeys"}},
		"block": {"text": "smtp:\n  password: |\n    hunter2\n", "want": {"password"}},
		"second document": {"text": "a: 1\n---\ntoken: >-\n  a1b2\n", "want": {"token"}},
		"registry": {"text": `{"auths": {"r": {"auth": "YTpi"}}}`, "want": {"auth"}},
		"names of Secrets": {"text": "secrets:\n- shop-db\n", "want": set()},
		"nothing": {"text": "a: 1\n", "want": set()},
		"alias": {"text": "a: &x\n  password: |\n    hunter2\nb: *x\n", "want": {"password"}},
		"alias of a value": {"text": "x: &pw hunter2\npassword: *pw\n", "want": {"password"}},
		"many aliases": {"text": "x: &pw hunter2\npassword: *pw\na: *pw\nb: *pw\nc: *pw\n", "want": set()},
		"JSON over several lines": {"text": "{\"a\": 1,\n\"password\"\n:\n\"hunter2\"}", "want": {"password"}},
		"key with an escape": {"text": "{\"pass\\u0077ord\": \"hunter2\"}", "want": {"password"}},
		"registry without credentials": {"text": `{"auths": {"r": {"auth": "YQ=="}}}`, "want": set()},
	}
	exposed.members(case.text, sensitive.names) == case.want
}

test_all if {
	text := "--password=a1b2 postgres://app:hunter2@db/x"
	exposed.secrets_in(text, {"name_patterns": sensitive.names, "value_patterns": sensitive.values}) == {"--password", "a password in a URL"}
}

test_tokens[note] if {
	some note, case in {
		"key": {"text": "-----BEGIN RSA PRIVATE KEY-----", "want": {"a private key"}},
		"URL": {"text": "amqp://app:hunter2@queue/x", "want": {"a password in a URL"}},
		"URL with a variable for the user": {"text": "amqp://$(USER):hunter2@queue/x", "want": {"a password in a URL"}},
		"token": {"text": concat("", ["ghp_", "0123456789abcdefghijklmnopqrstuvwxyz"]), "want": {"what looks like a token"}},
		"certificate": {"text": "-----BEGIN CERTIFICATE-----", "want": set()},
		"MySQL": {"text": "app:hunter2@tcp(db:3306)/x", "want": {"a password in an address"}},
		"URL with a variable": {"text": "amqp://$(USER):$(PASSWORD)@queue/x", "want": set()},
		"URL with a placeholder": {"text": "amqp://<user>:<password>@queue/x", "want": set()},
		"pattern for URLs": {"text": `(\w+)://[^:]+:[^@]+@`, "want": set()},
	}
	exposed.tokens(lines(case.text), sensitive.values) == case.want
}

test_secrets_in_base64 if {
	patterns := {"name_patterns": sensitive.names, "value_patterns": sensitive.values}
	text := base64.encode("user=app\npassword=hunter2\n")
	exposed.may_hold_secret(text, patterns)
	exposed.secrets_in(text, patterns) == {"password"}
	not exposed.may_hold_secret(base64.encode("just some plain words"), patterns)
}

lines(text) := suspects.lines(text, sensitive.names)

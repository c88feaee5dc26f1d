package lib.guiderail.weak_test

import data.lib.guiderail.weak

test_default[value] if {
	some value in [
		"12345", "1234", 12345, "secret", "xrd", "password", "PASSWORD", " admin\n", "admin123", "Admin123!",
		"passw0rd", "P@ssw0rd", "My-Secret-123", "secret1234", "mysecretpassword", "database password", "db_password",
		"0000", "5678", "87654321", "xxxx", "changeit", "qwerty123", "test", "dev-token", "token pin", "root",
	]
	weak.is_default(value)
}

test_no_default[note] if {
	some note, value in {
		"random": "kJ8s-dd2.Qx",
		"a passphrase": "correct horse battery staple",
		"a word in the middle": "aPasswordThatIsLong",
		"a longer number": "918273",
		"hexadecimal": "d0763edaa9d9bd2a9516280e9044d885",
		"empty": "",
		"null": null,
		"boolean": true,
		"list": ["admin"],
		"a whole file": concat("", numbers_of_a_file),
	}
	not weak.is_default(value)
}

test_placeholder[text] if {
	some text in [
		"<token pin>", "<public key base64>", " <x>\n", "{{XROAD_DB_PWD}}", "{{ .Values.pin }}", "${DB_PASSWORD}", "$DB_PASSWORD",
		"$(DB_PASSWORD)", "%PIN%", "@PIN@", "__PIN__", "[password]", "***", "...", "XXXX", "TODO", "TODO: ask operations",
		"changeme", "Change-Me", "change_me_please", "replace-me", "REPLACE_WITH_TOKEN", "your-password", "YOUR_API_KEY_HERE",
		"password goes here", "example", "placeholder", "insert-your-token", "enter a password", "to-be-replaced",
		"postgres://app:<password>@db/x", `{"auths":{"<registry>":{}}}`, "Bearer {{ token }}",
	]
	weak.is_placeholder(text)
}

test_no_placeholder[note] if {
	some note, text in {
		"random": "kJ8s-dd2.Qx",
		"application property": "jdbc:postgresql://${DB_HOST}/app",
		"markup": "<settings><server>x</server></settings>",
		"host": "db.example.org",
		"database of a list of things to do": "todo",
		"template in a file": "route:\n  title: '{{ .CommonLabels }}'\n",
		"a word in the middle": "exchange-mediator",
		"a word that begins alike": "typeahead",
		"a comparison": "a<b",
		"empty": "",
		"number": 5432,
		"null": null,
		"a whole file": concat("", numbers_of_a_file),
	}
	not weak.is_placeholder(text)
}

test_bare if {
	weak.bare(" XROAD_DB-Port ") == "xroaddbport"
	weak.bare(12) == "12"
	not weak.bare(null)
}

numbers_of_a_file := [format_int(i, 10) | some i in numbers.range(1, 100)]

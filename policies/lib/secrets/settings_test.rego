package lib.guiderail.settings_test

import data.lib.guiderail.sensitive
import data.lib.guiderail.settings
import data.lib.guiderail.suspects

test_settings[note] if {
	some note, case in {
		"properties": {"text": "spring.datasource.password=hunter2\nspring.datasource.username=app", "want": {"spring.datasource.password"}},
		"a value that holds the sign": {"text": "password: a=b", "want": {"password"}},
		"spaces and a comment": {"text": "[database]\npassword = hunter2 # ours", "want": {"password"}},
		"carriage returns": {"text": "DB_PWD=hunter2\r\nMODE=x\r\n", "want": {"DB_PWD"}},
		"YAML": {"text": "smtp:\n  auth_password: 'hunter2'\n  port: 25", "want": {"auth_password"}},
		"YAML in a list": {"text": "- token: abcdef", "want": {"token"}},
		"YAML flow": {"text": "db: {user: app, password: hunter2}", "want": {"password"}},
		"TOML": {"text": `secret_key = "hunter2"`, "want": {"secret_key"}},
		"shell": {"text": "export DB_PASSWORD=hunter2", "want": {"DB_PASSWORD"}},
		"logstash": {"text": `  password => "hunter2"`, "want": {"password"}},
		"JSON": {"text": "{\n  \"password\": \"hunter2\",\n  \"port\": 1\n}", "want": {"password"}},
		"JSON in one line": {"text": `{"user":"app","clientSecret":"hunter2"}`, "want": {"clientSecret"}},
		"JSON in JSON": {"text": `{"config":"{\"password\":\"hunter2\"}"}`, "want": {"password"}},
		"number in JSON": {"text": `{"a":1,"pin":4711}`, "want": {"pin"}},
		"dictionary": {"text": `x = {'api_key': 'hunter2'}`, "want": {"api_key"}},
		"XML": {"text": "<server><password>hunter2</password></server>", "want": {"password"}},
		"XML attribute": {"text": `<user username="tomcat" password="hunter2" roles="x"/>`, "want": {"password"}},
		"XML property": {"text": `<property name="db.password" value="hunter2"/>`, "want": {"db.password"}},
		"Hadoop": {"text": "<name>fs.s3a.secret.key</name>\n<value>hunter2</value>", "want": {"fs.s3a.secret.key"}},
		"variable in an embedded manifest": {"text": "env:\n- name: DB_PASSWORD\n  value: hunter2", "want": {"DB_PASSWORD"}},
		"connection string": {"text": "Default=Server=db;User=app;Password=hunter2;", "want": {"Password"}},
		"login module": {"text": `sasl.jaas.config=x required username="a" password="hunter2";`, "want": {"password"}},
		"query of a URL": {"text": "url: https://example.org/x?api_key=hunter2", "want": {"api_key"}},
		"redis": {"text": "requirepass foobared", "want": {"requirepass"}},
		"Fluent Bit": {"text": "    HTTP_User elastic\n    HTTP_Passwd x9aB", "want": {"HTTP_Passwd"}},
		"capitals": {"text": "HTTP_PASSWD x9aB", "want": {"HTTP_PASSWD"}},
		"fluentd": {"text": "  password hunter2", "want": {"password"}},
		"netrc": {"text": "machine example.org login app password hunter2", "want": {"password"}},
		"SQL": {"text": "CREATE USER app WITH PASSWORD 'hunter2';", "want": {"PASSWORD"}},
		"default of a variable": {"text": "password: ${DB_PASSWORD:-hunter2}", "want": {"password"}},
		"default of a property": {"text": "password: ${DB_PASSWORD:hunter2}", "want": {"password"}},
		"variable of PHP": {"text": "$db_password = 'hunter2';", "want": {"db_password"}},
		"Ruby": {"text": `gitlab_rails['smtp_password'] = "hunter2"`, "want": {"smtp_password"}},
		"PHP array": {"text": `['host' => 'db', 'password' => 'hunter2']`, "want": {"password"}},
		"constant of PHP": {"text": "define('DB_PASSWORD', 'hunter2');", "want": {"DB_PASSWORD"}},
		"default in code": {"text": `key = os.getenv("API_KEY", "hunter2")`, "want": {"API_KEY"}},
		"XML property with text": {"text": `<entry key="db.password">hunter2</entry>`, "want": {"db.password"}},
		"Mosquitto": {"text": "remote_password hunter", "want": {"remote_password"}},
		"Fluent Bit": {"text": "    HTTP_Passwd hunter", "want": {"HTTP_Passwd"}},
		"OpenLDAP": {"text": "rootpw hunter2", "want": {"rootpw"}},
		"HAProxy": {"text": "user admin insecure-password hunter2 groups ops", "want": {"insecure-password"}},
		"FRR": {"text": " neighbor 192.0.2.1 password hunter2", "want": {"password"}},
		"Sentinel": {"text": "sentinel auth-pass main hunter2", "want": {"auth-pass"}},
		"header that nginx adds": {"text": `proxy_set_header X-Api-Key "hunter2";`, "want": {"X-Api-Key"}},
		"key and value": {"text": `[{"key":"db.password","value":"hunter2"}]`, "want": {"db.password"}},
		"name and value in capitals": {"text": `{"Name":"DB_PASSWORD","Value":"hunter2"}`, "want": {"DB_PASSWORD"}},
		"attribute of an element": {"text": `<Password value="hunter2"/>`, "want": {"Password"}},
		"anchor": {"text": "password: &pw hunter2", "want": {"password"}},
		"type of YAML": {"text": "password: !!str hunter2", "want": {"password"}},
		"symbol of Ruby": {"text": ":rubygems_api_key: hunter2", "want": {"rubygems_api_key"}},
		"object of JavaScript": {"text": "db.createUser({user:'app',pwd:'hunter2'})", "want": {"pwd"}},
		"CDATA": {"text": "<password><![CDATA[hunter2]]></password>", "want": {"password"}},
		"data of .NET": {"text": `<data name="Password"><value>hunter2</value></data>`, "want": {"Password"}},
		"FreeRADIUS": {"text": `app Cleartext-Password := "hunter2"`, "want": {"Cleartext-Password"}},
		"nslcd": {"text": "rootbindpw hunter2", "want": {"rootbindpw"}},
		"Keepalived": {"text": "  auth_pass hunter2", "want": {"auth_pass"}},
		"BIND": {"text": `key "k" { algorithm hmac-sha256; secret "hunter2"; };`, "want": {"secret"}},
		"csh": {"text": "setenv API_TOKEN hunter2", "want": {"API_TOKEN"}},
		"Dockerfile": {"text": "ENV API_TOKEN hunter2\nARG DB_PASSWORD=hunter3", "want": {"API_TOKEN", "DB_PASSWORD"}},
		"Supervisor": {"text": `environment=MODE="a",DB_PASSWORD="hunter2"`, "want": {"DB_PASSWORD"}},
		"Kafka": {"text": "SCRAM-SHA-512=[iterations=8192,password=hunter2]", "want": {"password"}},
		"value with parentheses": {"text": "Server=db;Password=hun(ter2;", "want": {"Password"}},
		"value that begins with a dollar": {"text": "password: $6$salt$hash", "want": {"password"}},
	}
	settings.exposed(lines(case.text), sensitive.names) == case.want
}

test_no_settings[note] if {
	some note, text in {
		"empty": "password=\ntoken: \"\"",
		"null": "password: null",
		"switch": "token: true",
		"small number": "max_token: 12\npass: 0",
		"span of time": "token: 30m",
		"variable": "password: ${DB_PASSWORD}",
		"shell variable": "password=$DB_PASSWORD",
		"default that is empty": "password: ${DB_PASSWORD:}",
		"variable that must be set": "password: ${DB_PASSWORD:?not set}",
		"provider of configuration": "password=${file:/run/secrets/db:password}",
		"reference of Argo CD": "clientSecret: $dex.github.clientSecret",
		"Grafana's variable": "password = $__file{/run/secrets/db}",
		"template": "password: {{ .Values.password }}",
		"fluentd's Ruby": `password "#{ENV['DB']}"`,
		"INI interpolation": "password = %(db_password)s",
		"placeholder": "password: <password>",
		"path": "private_key: /etc/tls/key.pem",
		"file name": "private_key: server.key",
		"Vault": "password: vault:secret/data/db#password",
		"encrypted": "password: ENC[AES256_GCM,data:x]",
		"YAML tag": "password: !secret db",
		"block": "password: |\n  x",
		"mapping": "secret:\n  name: x",
		"JSON mapping": `{"token": {"aud": "x"}, "pass": ["x"]}`,
		"name of a Secret": "existingSecret: database",
		"name of a Secret by its form": "secret: shop/database",
		"name of a Secret by its ending": "secret: app-tls",
		"type of a field": "password: string",
		"prose": "Password: must have eight characters",
		"prose after password": "password authentication",
		"label of a field": "login.password=Password",
		"metric": `sum by (secret) (kube_secret_info{secret="app"})`,
		"nginx": "proxy_pass http://backend;",
		"token with another last word": "token_file: x\npassword_min_length: 12345",
		"shell": "TOKEN=$(cat /run/token)\nPASS=`x`",
		"Python": "password = os.environ['X']\ntoken = get_token()",
		"hidden": "password: ********",
		"several words": "challengePassword = A challenge password",
		"permission": "id-token: write",
		"version": "\"parse-passwd\": \"^1.0.0\"",
		"program's own": "IDENTITY=abc",
		"state": "Token: present",
		"lookup": "password: ${ENV:DB_PASSWORD}",
		"parameter of SQL": "SET mode = 1, password = :password",
		"shell in JSON": `{"password":"'$ENCODED'"}`,
		"renamed field": `rename => { "token" => "session" }`,
		"sample of HAProxy": "set-header X-Auth-Token %[var(txn.token)]",
		"capture": "token: $1",
		"masked in JSON": "{password=****}",
		"expression": `{password=\S+}`,
		"special token of a model": "unk_token: UNK\neos_token: EOS",
		"rule": "no-password: error\nsecret-scan: warn",
		"command that prints it": "AuthLDAPBindPassword exec:/bin/pw",
		"secret of a template": `{{ with secret "secret/data/app" }}`,
		"address": "gcp-secret://shop/db",
		"switch in JSON": `{"validateSigningKey":true,"signingKey":false}`,
		"type in GraphQL": "password: String!",
		"function in SQL": "WHERE user = $1 AND password = crypt($2, password)",
		"pattern of a log": "<pattern>%msg token=%X{token}%n</pattern>",
		"annotation in a domain": "secret.reloader.example.org/reload: db",
		"nginx passes on": "fastcgi_pass php:9000;\nproxy_set_header X-Auth-Token $token;",
	}
	settings.exposed(lines(text), sensitive.names) == set()
}

test_literals if {
	settings.literals("password = \"hunter2\"\ntoken = access_token\n", sensitive.names) == {"password"}
}

test_weak_settings if {
	text := "admin_password = admin\nsecret_key: <secret key>\ndb_password: kJ8s-dd2.Qx\nadmin_user = admin\n;password = x\npassword: ${DB_PASSWORD}\ntoken: null\nexistingSecret: redis"
	settings.weak_values(lines(text), sensitive.names) == {"admin_password", "secret_key"}
}

# They are looked for in a text in small letters.
test_hints_are_in_small_letters if {
	count(settings._formats) > 20
	every format in settings._formats {
		format.hint == lower(format.hint)
	}
}

lines(text) := suspects.lines(text, sensitive.names)

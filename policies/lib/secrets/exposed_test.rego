package lib.guiderail.exposed_test

import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive

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
	exposed.settings(lines(case.text), sensitive.names) == case.want
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
	exposed.settings(lines(text), sensitive.names) == set()
}

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

test_literals if {
	exposed.literals("password = \"hunter2\"\ntoken = access_token\n", sensitive.names) == {"password"}
}

test_weak_settings if {
	text := "admin_password = admin\nsecret_key: <secret key>\ndb_password: kJ8s-dd2.Qx\nadmin_user = admin\n;password = x\npassword: ${DB_PASSWORD}\ntoken: null\nexistingSecret: redis"
	exposed.weak_settings(lines(text), sensitive.names) == {"admin_password", "secret_key"}
}

test_options[note] if {
	some note, case in {
		"sign": {"line": "--password=hunter2", "want": {"--password"}},
		"en dash": {"line": "–password=hunter2", "want": {"–password"}},
		"one dash": {"line": "-password=hunter2", "want": {"-password"}},
		"Java": {"line": "java -Dspring.datasource.password=hunter2 -jar x", "want": {"-Dspring.datasource.password"}},
		"separate": {"line": "app --user x --password hunter2", "want": {"--password"}},
		"in quotes": {"line": `app --password "hunter2"`, "want": {"--password"}},
		"en dash in a command": {"line": "app –password hunter2", "want": {"–password"}},
		"assignment": {"line": "PGPASSWORD=hunter2 psql", "want": {"PGPASSWORD"}},
		"export": {"line": "set -e; export DB_PWD='hunter2'; run", "want": {"DB_PWD"}},
		"env": {"line": "env XROAD_TOKEN_PIN=12345 run", "want": {"XROAD_TOKEN_PIN"}},
		"Helm": {"line": "--set=db.password=hunter2", "want": {"db.password"}},
		"Helm with several": {"line": "helm upgrade --set a=1,db.password=hunter2 x", "want": {"db.password"}},
		"Secret made of a literal": {"line": "kubectl create secret generic x --from-literal=password=hunter2", "want": {"password"}},
		"heredoc": {"line": "cat <<EOF > x\nuser=app\npassword=hunter2\nEOF", "want": {"password"}},
		"header": {"line": "Authorization: Bearer hunter2", "want": {"Authorization"}},
		"header of a command": {"line": `curl -H "X-Api-Key: hunter2" x`, "want": {"X-Api-Key"}},
		"cookie": {"line": `curl -H 'Cookie: session=hunter2' x`, "want": {"Cookie"}},
		"option with spaces": {"line": "app --password='correct horse'", "want": {"--password"}},
		"query": {"line": "curl https://example.org/?token=hunter2", "want": {"token"}},
		"several": {"line": "app --password=a1b2 --token c3d4", "want": {"--password", "--token"}},
	}
	exposed.options(lines(case.line), sensitive.names) == case.want
}

test_no_options[line] if {
	some line in [
		"--password=$(DB_PASSWORD)", "--password=$DB_PASSWORD", "--password=${DB_PASSWORD}", "--password=",
		"app --password $DB_PASSWORD", `app --password "$(cat /run/x)"`, "app --password --verbose",
		"usage: app --password PASSWORD", "give --password to log in", "app --skip-secrets run",
		"--token-ttl=3600", "--secret-name=db", "--private-key=/etc/tls/key.pem", "--password-file=/run/x",
		"--use-service-account-credentials=true", "--tls-secret=shop/app-tls", "-H 'Authorization: Bearer $TOKEN'",
		"curl -H 'Accept: application/json' x", "--data-password=@file", "PASS=0; FAIL=0", `echo "token: present"`, `sed -i "s|password=.*|password=${PASSWORD}|" x`, "[ $TOKEN = x ]",
	]
	exposed.options(lines(line), sensitive.names) == set()
}

test_operand if {
	exposed.is_operand("--password", "hunter2", sensitive.names)
	exposed.is_operand("–password", "SECRET", sensitive.names)
}

test_no_operand[note] if {
	some note, pair in {
		"variable": ["--password", "$(DB_PASSWORD)"],
		"option": ["--password", "--verbose"],
		"standard input": ["--password", "-"],
		"switch": ["--enable-token", "serve"],
		"another option": ["--user", "hunter2"],
		"no option": ["password", "hunter2"],
		"file": ["--private-key", "/etc/tls/key.pem"],
	}
	not exposed.is_operand(pair[0], pair[1], sensitive.names)
}

test_programs[note] if {
	some note, case in {
		"curl": {"line": "curl -fsu app:hunter2 https://example.org", "want": {"curl -u"}},
		"curl with a variable for the user": {"line": `curl --user "$USER:hunter2" x`, "want": {"curl -u"}},
		"mysql": {"line": "/usr/bin/mysql -h db -phunter2", "want": {"mysql -p"}},
		"mysql over two lines": {"line": "mysqldump \\\n  -p'hunter2' x", "want": {"mysql -p"}},
		"mariadb": {"line": "mariadb-admin -phunter2 ping", "want": {"mariadb -p"}},
		"mongo": {"line": "mongosh -u app -p hunter2", "want": {"mongo -p"}},
		"sshpass": {"line": "sshpass -p hunter2 ssh x", "want": {"sshpass -p"}},
		"redis": {"line": "redis-cli -a hunter2 ping", "want": {"redis-cli -a"}},
		"docker": {"line": "docker login -u app -p hunter2 x", "want": {"login -p"}},
		"ldap": {"line": "ldapsearch -D cn=a -w hunter2", "want": {"ldap -w"}},
		"sqlcmd": {"line": "sqlcmd -U sa -P hunter2", "want": {"sqlcmd -P"}},
		"etcd": {"line": "etcdctl --user root:hunter2 get /", "want": {"etcdctl --user"}},
		"htpasswd": {"line": "htpasswd -bc /auth/users admin hunter2", "want": {"htpasswd -b"}},
		"openssl": {"line": "openssl rsa -passin pass:hunter2", "want": {"openssl pass:"}},
		"standard input": {"line": "echo hunter2 | docker login --password-stdin", "want": {"password-stdin"}},
		"chpasswd": {"line": "echo 'xrd:hunter2' | chpasswd", "want": {"chpasswd"}},
		"base64": {"line": "PASSWORD=$(echo aHVudGVyMg== | base64 -d) run", "want": {"base64 -d"}},
		"header": {"line": `proxy_set_header Authorization "Basic YXBwOmh1bnRlcjI=";`, "want": {"Authorization"}},
		"SQL": {"line": "CREATE USER app IDENTIFIED BY 'hunter2'", "want": {"IDENTIFIED BY"}},
		"function of SQL": {"line": "SET PASSWORD FOR app = PASSWORD('hunter2');", "want": {"PASSWORD()"}},
		"bcp": {"line": "bcp t in f -U sa -P hunter2", "want": {"bcp -P"}},
		"Cassandra": {"line": "cqlsh -u app -p hunter2", "want": {"cqlsh -p"}},
		"Mosquitto": {"line": "mosquitto_pub -u a -P hunter2 -t x", "want": {"mosquitto -P"}},
		"zip": {"line": "unzip -P hunter2 a.zip", "want": {"zip -P"}},
		"ipmitool": {"line": "ipmitool -H a -P hunter2 power status", "want": {"ipmitool -P"}},
		"Samba": {"line": "smbclient //a/b -U 'app%hunter2'", "want": {"smbclient -U"}},
		"lftp": {"line": "lftp -u app,hunter2 sftp://a", "want": {"lftp -u"}},
		"RabbitMQ": {"line": "rabbitmqctl add_user app hunter2", "want": {"rabbitmqctl"}},
		"Oracle": {"line": "sqlplus -S system/hunter2@db", "want": {"sqlplus"}},
		"MinIO": {"line": "mc alias set a http://b:9000 admin hunter2", "want": {"mc alias set"}},
		"AWS": {"line": "aws configure set aws_secret_access_key hunter2", "want": {"aws configure set"}},
		"npm": {"line": "npm config set //r.example.org/:_authToken hunter2", "want": {"npm config set"}},
		"sudo": {"line": "echo hunter2 | sudo -S id", "want": {"sudo -S"}},
		"file": {"line": "echo -n 'hunter2' > /run/db-password", "want": {"echo > file"}},
		"statistics of HAProxy": {"line": "  stats auth admin:hunter2", "want": {"stats auth"}},
		"users of Redis": {"line": "user app on >hunter2 ~* +@all", "want": {"user >"}},
		"strongSwan": {"line": `192.0.2.1 : PSK "hunter2"`, "want": {"PSK"}},
		"Net-SNMP": {"line": "createUser app SHA hunter2hunter2 AES hunter3hunter3", "want": {"createUser"}},
		"Squid": {"line": "cache_peer a parent 3128 0 login=app:hunter2", "want": {"login="}},
		"file of PostgreSQL": {"line": "*:5432:shop:app:hunter2", "want": {"a line of .pgpass"}},
		"file of PostgreSQL with any port": {"line": "db.example.org:*:*:app:hunter2", "want": {"a line of .pgpass"}},
		"file of PostgreSQL with PgBouncer's port": {"line": "db.example.org:6432:*:app:hunter2", "want": {"a line of .pgpass"}},
		"users of ZooKeeper": {"line": "x.DigestLoginModule required\n  user_super=\"hunter2\";", "want": {"LoginModule"}},
	}
	exposed.programs(lines(case.line)) == case.want
}

test_no_programs[line] if {
	some line in [
		"curl -u $USER:$PASSWORD x", `curl -u "${USER:-app}:${PASSWORD}" x`, "curl -u app https://example.org:80",
		"mysql -p$PASSWORD", `mysql -p"$PASSWORD"`, "mysql -p", "mysql --protocol tcp -P 3306", "mysqladmin ping && mkdir -p/x",
		"docker run -p 80:80 login", "sshpass -e ssh x", "redis-cli -a $PASSWORD", "echo $P | docker login --password-stdin",
		"proxy_set_header Authorization $http_authorization;", "Authorization: Bearer <token>", "authorization token missing",
		"htpasswd -bc /auth/users admin $PASSWORD", "PASSWORD=$(echo $X | base64 -d)", "identified by '$PASSWORD'",
		"unzip -P $PASSWORD a.zip", "rabbitmqctl add_user app $PASSWORD", "sqlplus / as sysdba", "sqlplus $USER/$PASSWORD@db", "mc alias set a http://b $USER $PASSWORD",
		"echo $PASSWORD | sudo -S id", "echo done > /tmp/token", "echo 'token written to /run/token'", "openssl rand -hex 16 > /run/secret",
		"db:5432:shop:app:$PASSWORD", "01:5432:45:67:89", "user app on nopass ~*", "stats auth $USER:$PASSWORD", "curl x >/tmp/user", "smbclient //a/b -U app",
	]
	exposed.programs(lines(line)) == set()
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

test_credential_header if {
	exposed.is_credential_header("AUTHORIZATION", sensitive.names)
	exposed.is_credential_header("X-Auth-Token", sensitive.names)
	not exposed.is_credential_header("Accept", sensitive.names)
}

test_suspect_lines[note] if {
	some note, case in {
		"comments": {"text": "# password=a\n  ; token b\n// key\n-- pwd\n<!-- pin\n password=x -->\n--password=f\npin x # y", "want": "--password=f\npin x # y"},
		"nothing of interest": {"text": "a: 1\nmapping: spinning\n", "want": ""},
		"registry of npm": {"text": "//r.example.org/:_authToken=x", "want": "//r.example.org/:_authToken=x"},
		"continued line": {"text": "mysql \\\n -px", "want": "mysql   -px"},
		"JSON": {"text": `{"a":1,"password":"x"}`, "want": `"password":"x"}`},
	}
	exposed.suspect_lines(case.text, array.concat(sensitive.names, sensitive.values)) == case.want
}

# Of a long text the lines are asked only for the words that it has.
test_suspect_lines_of_a_long_text if {
	every line in ["unzip -P hunter2 a.zip", "user app on >hunter2 ~*", "password=x", "db:5432:x:app:hunter2"] {
		filling := concat("", [x | some _ in numbers.range(1, 1000); x := "0123456789\n"])
		lines(concat("", [filling, line, "\n", filling])) == line
	}
}

test_suspect_lines_of_other_patterns if {
	exposed.suspect_lines("a: 1\n# b\n", ["^a$"]) == "a: 1\n"
}

lines(text) := exposed.suspect_lines(text, array.concat(sensitive.names, sensitive.values))

test_read_whole if {
	exposed.is_read_whole("password=x", "password=x")
	not exposed.is_read_whole(concat("", [x | some _ in numbers.range(1, 120000); x := "1234567890"]), "")
}

test_secrets_in_base64 if {
	patterns := {"name_patterns": sensitive.names, "value_patterns": sensitive.values}
	text := base64.encode("user=app\npassword=hunter2\n")
	exposed.may_hold_secret(text, patterns)
	exposed.secrets_in(text, patterns) == {"password"}
	not exposed.may_hold_secret(base64.encode("just some plain words"), patterns)
}

# They are looked for in a text in small letters.
test_hints_are_in_small_letters if {
	count(exposed._formats) > 20
	every format in exposed._formats {
		format.hint == lower(format.hint)
	}
}

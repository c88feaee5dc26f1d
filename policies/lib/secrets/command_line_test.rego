package lib.guiderail.command_line_test

import data.lib.guiderail.command_line
import data.lib.guiderail.sensitive
import data.lib.guiderail.suspects

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
	command_line.options(lines(case.line), sensitive.names) == case.want
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
	command_line.options(lines(line), sensitive.names) == set()
}

test_operand if {
	command_line.is_operand("--password", "hunter2", sensitive.names)
	command_line.is_operand("–password", "SECRET", sensitive.names)
}

test_no_operand[note] if {
	some note, pair in {
		"variable": ["--password", "$(DB_PASSWORD)"],
		"option": ["--password", "--verbose"],
		"standard input": ["--password", "-"],
		"switch": ["--enable-token", "serve"],
		"switch for standard input": ["--password-stdin", "registry.example.org"],
		"another option": ["--user", "hunter2"],
		"no option": ["password", "hunter2"],
		"file": ["--private-key", "/etc/tls/key.pem"],
	}
	not command_line.is_operand(pair[0], pair[1], sensitive.names)
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
	command_line.programs(lines(case.line)) == case.want
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
	command_line.programs(lines(line)) == set()
}

test_credential_header if {
	command_line.is_credential_header("AUTHORIZATION", sensitive.names)
	command_line.is_credential_header("X-Auth-Token", sensitive.names)
	not command_line.is_credential_header("Accept", sensitive.names)
}

lines(text) := suspects.lines(text, sensitive.names)

package guiderail.secrets.configmap_test

import data.guiderail.secrets.configmap

test_denied[note][key] if {
	some note, case in {
		"key": {"data": {"DB_PASSWORD": "hunter2"}, "what": "DB_PASSWORD"},
		"number": {"data": {"XROAD_TOKEN_PIN": 12345}, "what": "XROAD_TOKEN_PIN"},
		"X-Road INI": {"data": {"local.ini": "[message-log]\nmessagelog-keystore-password=hunter2\n"}, "what": "messagelog-keystore-password"},
		"properties": {"data": {"app.properties": "db.user=app\ndb.password=a=b"}, "what": "db.password"},
		"YAML": {"data": {"config.yaml": "smtp:\n  password: a=b\n  token: c3d4\n"}, "what": "password, token"},
		"JSON": {"data": {"config.json": `{"db":{"user":"app","password":"hunter2"}}`}, "what": "password"},
		"environment": {"data": {".env": "export API_KEY=hunter2"}, "what": "API_KEY"},
		"script": {"data": {"init.sh": "#!/bin/sh\nmysql -phunter2 < x\nrun --token abc\n"}, "what": "--token, mysql -p"},
		"SQL": {"data": {"init.sql": "CREATE USER app IDENTIFIED BY 'hunter2';"}, "what": "IDENTIFIED BY"},
		"code": {"data": {"settings.py": "SECRET_KEY = 'hunter2'\nTOKEN = token\n"}, "what": "SECRET_KEY"},
		"key in PEM": {"data": {"server.pem": "-----BEGIN PRIVATE KEY-----\nx\n"}, "what": "a private key"},
		"key in PEM in a document": {"data": {"README.md": "-----BEGIN PRIVATE KEY-----\npassword: hunter2"}, "what": "a private key"},
		"encoded key in a file": {
			"data": {"x.yaml": sprintf("a: %s", [base64.encode(rsa_key)])},
			"what": "a private key in base64",
		},
		"URL": {"data": {"url": "amqp://app:hunter2@queue"}, "what": "a password in a URL"},
		"kubeconfig": {
			"data": {"config": "users:\n- name: a\n  user:\n    client-key-data: eHh4eHh4\n    token: abcdef\n"},
			"what": "client-key-data, token",
		},
		"list of PostgreSQL's passwords": {"data": {"pgpass.conf": "db.example.org:5433:shop:app:hunter2\n"}, "what": "pgpass.conf"},
		"option in a script": {"data": {"run.sh": "cat $TOKEN_FILE\nmigrate --password hunter2\n"}, "what": "--password"},
		"items of a document": {"data": {"app.yaml": "passwords:\n- hunter2\n- hunter3\n"}, "what": "passwords"},
		"base64": {"data": {"config": base64.encode("user=app\npassword=hunter2\n")}, "what": "password"},
		"base64 over several lines": {"data": {"config": "dXNlcj1hcHAKcGFz\nc3dvcmQ9aHVudGVyMgo=\n"}, "what": "password"},
	}
	some key, _ in case.data
	configmap.violation == {finding("data", key, case.what)} with input as config_map({"data": case.data})
}

test_denied_binary_data[note] if {
	some note, case in {
		"settings": {"text": "user=app\npassword=hunter2\n", "what": "password"},
		"key in PEM": {"text": rsa_key, "what": "a private key"},
	}
	configmap.violation == {finding("binaryData", "x", case.what)} with input as config_map({"binaryData": {"x": base64.encode(case.text)}})
}

test_denied_key_store[key] if {
	some key in ["server.p12", "keystore.jks", "client.PFX"]
	configmap.violation == {finding("binaryData", key, "a key store")} with input as config_map({"binaryData": {key: "AAAA"}})
}

test_denied_every_key if {
	configmap.violation == {
		finding("data", "PIN", "PIN"),
		finding("data", "token", "token"),
		finding("binaryData", "x", "password"),
	} with input as config_map({
		"data": {"PIN": "1234", "token": "abc", "mode": "x"},
		"binaryData": {"x": base64.encode("# settings of ours\npassword=hunter2\n")},
	})
}

test_allowed[note] if {
	some note, fields in {
		"nothing": {},
		"null": {"data": null, "binaryData": null},
		"another type": {"data": ["password=x"], "binaryData": "password=x"},
		"null value": {"data": {"password": null}, "binaryData": {"password": null}},
		"empty": {"data": {"password": "", "x.ini": "password=\ntoken = \"\"\n"}},
		"variable": {"data": {"x.yaml": "password: ${DB_PASSWORD}\ntoken: $TOKEN\nsecret: {{ .secret }}\n"}},
		"comment": {"data": {"x.ini": ";admin_password = admin\n# token = abc\n  // key: x\n"}},
		"switch": {"data": {"x.ini": "token = true\npassword = false\n"}},
		"path": {"data": {"x.yaml": "private_key: /etc/tls/tls.key\ntoken_file: /run/token\n"}},
		"items in code": {"data": {"x.jsonnet": "{\"passwords\": [\n\"hunter2\"]}"}},
		"code": {"data": {"x.py": "password = password\ntoken = os.environ['TOKEN']\n"}},
		"document": {"data": {"README.md": "password: hunter2\n"}},
		"rules": {"data": {"x.rules": "- alert: TokenExpires\n  expr: sum by (secret) (kube_secret_info{secret=\"app\"}) > 0\n"}},
		"dashboard": {"data": {"x.json": `{"title": "Tokens", "targets": [{"expr": "rate(token_total{token=\"x\"}[5m])", "legendFormat": "{{secret}}"}]}`}},
		"kubeconfig without credentials": {"data": {"kubeconfig": "users:\n- name: a\n  user:\n    tokenFile: /run/token\n    exec:\n      command: aws\n"}},
		"certificate": {"data": {"ca.crt": "-----BEGIN CERTIFICATE-----\nx\n"}, "binaryData": {"x": base64.encode("-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUJn\n")}},
		"encoded certificate": {"data": {"x.yaml": sprintf("ca: %s", [base64.encode("-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUJn\n")])}},
		"trust store": {"binaryData": {"truststore.p12": "AAAA"}},
		"archive": {"binaryData": {"x.gz": "H4sIAAAAAAAAA0tMSgYAwkEkNQMAAAA="}},
		"not base64": {"binaryData": {"x": "password=hunter2"}},
	}
	configmap.violation == set() with input as config_map(fields)
}

test_unknown_long_text if {
	long := {"x": concat("", [line | some i in numbers.range(1, 30000); line := sprintf("name%d=a\n", [i])])}
	configmap.violation == set() with input as config_map({"data": long})
	configmap.unknown == {{
		"msg": "data.x is too long to be searched for secrets completely",
		"details": {"path": ["data", "x"]},
	}} with input as config_map({"data": long})
}

test_unknown_beyond_the_bound if {
	line := concat("", [x | some _ in numbers.range(1, 1500); x := "1234567890"])
	many := {sprintf("k%d", [i]): line | some i in numbers.range(1, 100)}
	configmap.violation == set() with input as config_map({"data": many})
	configmap.unknown == {unknown |
		some key, _ in many
		unknown := {"msg": sprintf("data.%s is too long to be searched for secrets completely", [key]), "details": {"path": ["data", key]}}
	} with input as config_map({"data": many})
}

test_allowed_of_another_kind[note] if {
	some note, object in {
		"Secret": {"apiVersion": "v1", "kind": "Secret", "data": {"DB_PASSWORD": "aHVudGVyMg=="}},
		"another group": {"apiVersion": "example.org/v1", "kind": "ConfigMap", "data": {"DB_PASSWORD": "x"}, "binaryData": {"password": "x"}},
	}
	configmap.violation == set() with input as {"review": {"object": object}}
}

test_parameters[note] if {
	some note, case in {
		"allowed names": {"parameters": {"allowed_names": ["token"]}, "want": set()},
		"other names": {"parameters": {"name_patterns": ["^colour$"]}, "want": {finding("data", "x.ini", "colour")}},
		"no names": {"parameters": {"name_patterns": []}, "want": set()},
	}
	configmap.violation == case.want with input as object.union(
		config_map({"data": {"x.ini": "token = abc\ncolour = blue\n"}}),
		{"parameters": case.parameters},
	)
}

rsa_key := "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n"

finding(field, key, what) := {
	"msg": sprintf("%s.%s contains a secret in plain text (%s); move it to a Secret", [field, key, what]),
	"details": {"path": [field, key]},
}

config_map(fields) := {"review": {"object": object.union({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}, fields)}}

package lib.guiderail.secret_files_test

import data.lib.guiderail.secret_files

test_copied[name] if {
	some name in [
		"id_rsa", "deploy/id_ed25519", ".ssh/", ".aws/credentials", ".kube/config", "kubeconfig", "admin.conf", "x.p12", "x.jks", "server-key.pem",
		"tls.key", ".env", ".env.production", ".netrc", ".pgpass", ".docker/config.json", "secrets.yaml", "password.txt",
		"service-account.json", "prod.tfvars", "certs/ssh_host_rsa_key",
	]
	{file.name | some file in secret_files.copied} == {name} with input as of("copy", name)
}

test_not_copied[name] if {
	some name in [
		".", "app", "id_rsa.pub", "ca.crt", ".env.example", "docker/secret-file-loader.sh", "credentials", "keys/release.key.asc", "repo.key",
		"src/token.go", "tests/", "server.pem.example", "$FILE",
	]
	{file.name | some file in secret_files.copied} == set() with input as of("copy", name)
}

test_by_a_trigger if {
	trigger := {"Cmd": "onbuild", "SubCmd": "ADD", "JSON": false, "Flags": [], "Value": ["x.p12", "/x"], "Stage": 0}
	lines := array.concat(of("copy", "app").review.object, [trigger])
	secret_files.copied == {{"name": "x.p12", "instruction": "ADD", "path": [2, "Value", 0]}} with input as {"review": {"object": lines}}
}

of(verb, name) := {"review": {"object": [
	{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["a"], "Stage": 0},
	{"Cmd": verb, "SubCmd": "", "JSON": false, "Flags": [], "Value": [name, "/x/"], "Stage": 0},
]}}

# METADATA
# title: Files with secrets that a build copies
# description: |
#   The files that COPY and ADD take from the build context whose names say that they hold keys or passwords.
package lib.guiderail.secret_files

import data.lib.guiderail.dockerfiles

# METADATA
# description: The files, each with `name`, `instruction` and `path`.
copied contains {"name": source.text, "instruction": name, "path": [i, "Value", j]} if {
	some i, instruction in dockerfiles.instructions
	name := _verb(instruction)

	# What another stage or image has is no file of the context, but a layer of this one.
	some j, written in instruction.Value
	j < count(instruction.Value) - 1
	source := dockerfiles.expanded(i, written)
	regex.match(_secret, source.text)
	not regex.match(_public, source.text)
}

_verb(instruction) := upper(instruction.Cmd) if instruction.Cmd in {"copy", "add"}

_verb(instruction) := upper(instruction.SubCmd) if {
	instruction.Cmd == "onbuild"
	lower(instruction.SubCmd) in {"copy", "add"}
}

_secret := concat("", [
	`(?i)(^|/)(`,
	`id_(rsa|dsa|ecdsa|ed25519)(_\w+)?|\.ssh(/.*)?|\.aws(/(credentials|config)?)?|aws[_-]?credentials|\.kube(/.*)?|kubeconfig|.*\.kubeconfig|(super-)?admin\.conf`,
	`|.*\.(p12|pfx|jks|keystore|ppk|kdbx)|.*[_-]?(private|server|client|tls|ssl|ca|host)?[_-]?key\.pem|.*\.key|ssh_host_\w+_key`,
	`|\.env(\.(prod|production|local|staging|dev|secrets?))?|\.netrc|_netrc|\.pgpass|\.git-credentials|\.docker(/config\.json)?|\.dockercfg|\.htpasswd|\.vault-token|\.vault_pass(\.txt)?`,
	`|secrets?|passwords?|(secrets?|passwords?|passwd|credentials?|token)\.(txt|ya?ml|json|env|properties|ini|toml|conf)|service[_-]?account([_-]key)?\.json|gcp[_-]?key\.json|azureauth\.json|.*\.tfvars|terraform\.tfstate`,
	`)$`,
])

# Directories of a program, keys that everyone may have, examples.
_public := `(?i)\.pub$|(^|[/._-])(public|pubkey|example|sample|template|dist)([/._-]|$)|(^|/)(repo|gpg|apt|archive|release)[\w.-]*\.key$`

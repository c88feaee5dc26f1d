# METADATA
# title: Scripts must not print secrets
# description: |
#   A command that reads a secret from its store writes it to the output of the script, which is a terminal or the
#   log of a pipeline, where everybody who may see the run can read it.
# related_resources:
#   - https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_cli.html
# custom:
#   severity: high
#   requirements: [SECRETS-02]
#   match: [commands]
#   limits:
#     conftest: It has no parser for shell and shows no steps of pipelines; guiderail check judges the commands.
#   remediation: Have the output go where it is needed and nowhere else, such as into a variable or to another
#     command; or have the application read its secret itself.
package guiderail.secrets.printed_secret

import data.lib.guiderail.commands

applies if count(_reads) > 0

violation contains {"msg": msg, "details": {"path": read.call.path}} if {
	some read in _reads
	command := read.call.command
	not commands.is_kept(command)
	msg := sprintf("%s prints a secret; have its output go into a variable or to another command", [read.what])
}

_readers := [
	{"program": "aws", "words": ["secretsmanager", "get-secret-value"], "needs": set()},
	{"program": "aws", "words": ["secretsmanager", "get-random-password"], "needs": set()},
	{"program": "aws", "words": ["ssm", "get-parameter"], "needs": {"--with-decryption"}},
	{"program": "aws", "words": ["ssm", "get-parameters"], "needs": {"--with-decryption"}},
	{"program": "az", "words": ["keyvault", "secret", "show"], "needs": set()},
	{"program": "gcloud", "words": ["secrets", "versions", "access"], "needs": set()},
	{"program": "vault", "words": ["kv", "get"], "needs": set()},
]

_reads := [{"call": call, "what": what} |
	some reader in _readers
	some call in commands.of(reader.program)
	commands.has_words(call, reader.words)
	_has_any(call, reader.needs)

	# Where it is asked for something else, such as the ARN or the date.
	not _asks_for_another(call)
	what := concat(" ", array.concat([reader.program], reader.words))
]

_has_any(_, options) if count(options) == 0

_has_any(call, options) if commands.has_option(call, options)

_asks_for_another(call) if {
	query := commands.option(call, {"--query"})
	query.is_known
	asked := query.text
	not regex.match(`(?i)secret|value|password|^\*$`, asked)
}

_asks_for_another(call) if commands.option(call, {"--output", "-o"}).text == "none"

_asks_for_another(call) if commands.has_option(call, {"-metadata", "--help", "help"})

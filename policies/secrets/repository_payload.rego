# METADATA
# title: Secrets kept in files must be encrypted
# description: |
#   Base64 is no encryption. Whoever may read a repository, a clone or a backup of it has the values of every Secret
#   in it, and so has everyone who could read it at any time, since the history keeps what is removed.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
#   - https://getsops.io/docs/
#   - https://external-secrets.io/latest/
# custom:
#   severity: high
#   requirements: [SECRETS-04]
#   match: [{groups: [""], kinds: [Secret]}]
#   files_only: true
#   limits:
#     check: Of a chart, what it renders to is judged, also where a function such as randAlphaNum makes up the value.
#     gatekeeper: Not available, because an object in a cluster is in no repository.
#     opa: The object of an AdmissionReview is no file and is not judged.
#   remediation: Change the values, since they are known. Keep them in a secret store and create the Secret from there
#     with an ExternalSecret, or encrypt the file with SOPS, or seal it as a SealedSecret.
#   parameters:
#     fixture_names: {type: array, items: {type: string}, description: "Regular expressions (RE2), each matched against
#       the whole name of a Secret. One that matches is made up for a test."}
#     fixture_namespaces: {type: array, items: {type: string}, description: "Exact names of namespaces whose Secrets are
#       made up for a test."}
#     allowed_keys: {type: array, items: {type: string}, description: "Exact names of keys whose values are no secret."}
package guiderail.secrets.repository_payload

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.secret_payload

defaults := {"fixture_names": [], "fixture_namespaces": [], "allowed_keys": []}

parameters := object.union(defaults, ctx.parameters)

applies if {
	_is_secret_in_a_file
	some field in ["data", "stringData"]
	some _ in ctx.resource[field]
}

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": [field], "msg": msg, "is_open": _ways[way].is_open} if {
	_is_secret_in_a_file
	not _is_fixture
	some field in ["data", "stringData"]
	some way, keys in secret_payload.by_way(ctx.resource, field)
	names := [key | some key in keys; not key in parameters.allowed_keys]
	count(names) > 0
	msg := sprintf(_ways[way].how, [field, concat(", ", names)])
}

_ways := {
	"plain": {
		"is_open": false,
		"how": "%s: whoever has the file can read %s; encrypt it with SOPS, or use an ExternalSecret",
	},
	"to_fill_in": {
		"is_open": true,
		"how": "%s: still to be filled in: %s; whether that happens in the file is not known",
	},
	"without_key": {
		"is_open": true,
		"how": "%s: what decrypts %s is not known; the object has no sops section with a key and a mac",
	},
	"copied": {
		"is_open": true,
		"how": "%s: whether the copy of %s from a cluster (metadata.uid) is kept is not known",
	},
	"packed": {"is_open": true, "how": "%s: whether the Helm release in %s holds secrets is not known"},
}

# Nobody asks an API server for a file.
_is_secret_in_a_file if {
	ctx.kind == "Secret"
	ctx.group == ""
	not _is_asked
}

_is_fixture if ctx.namespace in parameters.fixture_namespaces

_is_fixture if {
	some pattern in parameters.fixture_names
	regex.match(sprintf("^(?:%s)$", [pattern]), ctx.name)
}

# Documents that are shown without those around them are files as well.
_is_asked if ctx.operation != "UNKNOWN"

# METADATA
# title: Secrets and keys that pods refer to must exist in their namespace
# description: |
#   A pod does not start if its Secret or key does not exist, and the mistake shows only then. Often the
#   Secret exists under another name, in another namespace, or without that key, and somebody in a hurry
#   then writes the password into the manifest. Supply Secrets that are in the cluster but in no file
#   with --inventory; names and keys are enough, as in the output of kubectl get secrets -A -o json | jq
#   '.items[].data[]? = "" | del(.items[].metadata.annotations)'.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/secret/
#   - https://external-secrets.io/latest/api/externalsecret/
# custom:
#   severity: medium
#   requirements: [SECRETS-07]
#   match: [workload]
#   limits:
#     check: Secrets that a kustomization.yaml generates are not visible; check the output of kustomize build instead.
#     gatekeeper: Not available, because Secrets are never copied into Gatekeeper's memory.
#   remediation: Correct the name, the key or the namespace, or add the ExternalSecret or other object that creates the
#     Secret to the applied manifests.
#   parameters:
#     known_secrets: {type: array, items: {type: string}, description: "Exact names of Secrets that are created
#       elsewhere, as namespace/name, or as name for those that exist in every namespace."}
package guiderail.secrets.reference_resolves

import data.lib.guiderail.ctx
import data.lib.guiderail.declared_secret
import data.lib.guiderail.finding
import data.lib.guiderail.missing_secret
import data.lib.guiderail.placeholder
import data.lib.guiderail.secret_reference
import data.lib.guiderail.workload

defaults := {"known_secrets": []}

parameters := object.union(defaults, ctx.parameters)

applies if count(secret_reference.found) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# Who declares no Secret at all keeps them elsewhere, as one should.
unknown contains {"msg": msg, "details": {"path": workload.pods[0].path}} if {
	names := sort({reference.name | some reference in _missing; missing_secret.judged(reference.name)[0] == "none"})
	count(names) > 0
	msg := sprintf("%s is not known (%s); %s (guiderail explain secrets.reference_resolves)", [
		"no Secret is among the given objects, so whether the pod's Secrets exist",
		concat(", ", names),
		"add the output of kubectl get secrets, without the values, with --inventory",
	])
}

_offences contains {"path": reference.path, "msg": msg, "is_open": is_open} if {
	some reference in _missing
	[verdict, how] := missing_secret.judged(reference.name)
	is_open := {"unknown": true, "violation": false}[verdict]
	msg := sprintf("%s refers to Secret %q, %s", [reference.title, reference.name, how])
}

# Keys that no object tells of a Secret that is declared.
_offences contains {"path": key.path, "msg": msg, "is_open": is_open} if {
	some reference in _doubtful
	sources := _sources[reference.name]
	sources != set()
	told := union({keys | some keys in sources; keys != null})
	some key in reference.keys
	not key.key in told
	[is_open, how] := _judged_key(key.key, sources)
	title := sprintf("%s refers to the key %q of Secret %q", [reference.title, key.key, reference.name])
	msg := sprintf("%s, %s", [title, how])
}

_judged_key(key, sources) := [true, "which is still to be filled in"] if {
	placeholder.is_in(key)
} else := [true, "whose keys are not known"] if {
	null in sources
} else := [false, "which has no such key; correct the key or add it"]

# What is not seen at the first look to be there with the keys.
_doubtful := [reference |
	some reference in secret_reference.found
	not _is_evident(reference)
]

_is_evident(reference) if {
	some keys in declared_secret.named(ctx.namespace_or_default, reference.name)
	every key in reference.keys {
		key.key in keys
	}
}

_is_evident(reference) if reference.name in parameters.known_secrets

_is_evident(reference) if sprintf("%s/%s", [ctx.namespace_or_default, reference.name]) in parameters.known_secrets

_sources[name] := declared_secret.of(ctx.namespace_or_default, name) if {
	some name in {reference.name | some reference in _doubtful}
}

# The first reference to each Secret that nothing in the namespace declares.
_missing := [reference |
	some i, reference in _doubtful
	_sources[reference.name] == set()
	every earlier in array.slice(_doubtful, 0, i) {
		earlier.name != reference.name
	}
]

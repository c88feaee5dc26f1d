# METADATA
# title: Secrets that pods refer to must exist in their namespace, with their keys
# description: |
#   A pod whose Secret or key is not there does not start, and the mistake shows only when it is to. The
#   Secret is often there under another name, in another namespace, or without the one key, and whoever is
#   in a hurry then writes the password into the manifest.
#   What is in the cluster and in no file is given with --inventory; names and keys are enough, as of
#   kubectl get secrets -A -o json | jq '.items[].data[]? = "" | del(.items[].metadata.annotations)'.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/secret/
#   - https://external-secrets.io/latest/api/externalsecret/
# custom:
#   severity: medium
#   requirements: [SECRETS-07]
#   match: [workload]
#   limits:
#     check: It does not see the Secrets that a kustomization.yaml generates; check what kustomize build prints.
#     gatekeeper: "Not there: Secrets are never copied into Gatekeeper's memory."
#   remediation: Correct the name, key or namespace, or add the ExternalSecret or other object that makes the Secret to
#     what is applied together.
#   parameters:
#     known_secrets:
#       type: array
#       items: {type: string}
#       description: Exact names of Secrets that others make, as namespace/name, or as name for those that every
#         namespace has.
package guiderail.secrets.reference_resolves

import data.lib.guiderail.ctx
import data.lib.guiderail.declared_secret
import data.lib.guiderail.placeholder
import data.lib.guiderail.secret_maker
import data.lib.guiderail.secret_reference
import data.lib.guiderail.workload

defaults := {"known_secrets": []}

parameters := object.union(defaults, ctx.parameters)

applies if count(secret_reference.all) > 0

violation contains {"msg": msg, "details": {"path": reference.path}} if {
	some reference in _missing
	[verdict, how] := _judged(reference)
	verdict == "violation"
	msg := sprintf("%s refers to Secret %q, %s", [reference.title, reference.name, how])
}

violation contains {"msg": msg, "details": {"path": lack.path}} if {
	some lack in _lacks
	not placeholder.is_in(lack.key)
	not lack.is_open
	msg := sprintf("%s, which has no such key; correct the key or add it", [lack.title])
}

unknown contains {"msg": msg, "details": {"path": reference.path}} if {
	some reference in _missing
	[verdict, how] := _judged(reference)
	verdict == "unknown"
	msg := sprintf("%s refers to Secret %q, %s", [reference.title, reference.name, how])
}

unknown contains {"msg": msg, "details": {"path": lack.path}} if {
	some lack in _lacks
	placeholder.is_in(lack.key)
	msg := sprintf("%s, which is still to be filled in", [lack.title])
}

unknown contains {"msg": msg, "details": {"path": lack.path}} if {
	some lack in _lacks
	not placeholder.is_in(lack.key)
	lack.is_open
	msg := sprintf("%s, whose keys no object here tells", [lack.title])
}

# Who declares no Secret at all keeps them elsewhere, as one should.
unknown contains {"msg": msg, "details": {"path": workload.pods[0].path}} if {
	names := sort({reference.name | some reference in _missing; _judged(reference)[0] == "none"})
	count(names) > 0
	msg := sprintf("no Secret is among the objects that are given, so that it is not known whether the pod's exist (%s); add what kubectl get secrets knows with --inventory, without the values (guiderail explain secrets.reference_resolves)", [concat(", ", names)])
}

# What is not seen at the first look to be there with the keys.
_doubtful := [reference |
	some reference in secret_reference.all
	not _is_evident(reference)
]

_is_evident(reference) if {
	some keys in declared_secret.named(_namespace, reference.name)
	every key in reference.keys {
		key.key in keys
	}
}

_is_evident(reference) if reference.name in parameters.known_secrets

_is_evident(reference) if sprintf("%s/%s", [_namespace, reference.name]) in parameters.known_secrets

_sources := {name: sources |
	some name in {reference.name | some reference in _doubtful}
	sources := declared_secret.of(_namespace, name)
}

# The first reference to each Secret that nothing in the namespace declares.
_missing := [reference |
	some i, reference in _doubtful
	_sources[reference.name] == []
	every earlier in array.slice(_doubtful, 0, i) {
		earlier.name != reference.name
	}
]

_judged(reference) := ["unknown", "which is still to be filled in"] if {
	placeholder.is_in(reference.name)
} else := ["none", ""] if {
	not declared_secret.exist
} else := ["unknown", "which is not among the objects that are given"] if {
	ctx.operation
} else := ["unknown", "which nothing here declares; an annotation has it copied from another namespace"] if {
	declared_secret.is_copied(reference.name)
} else := ["unknown", sprintf("which nothing here declares; %s may make it", [_makers[0]])] if {
	count(_makers) > 0
} else := ["violation", "which nothing here makes; correct the name, or add what makes it"] if {
	count(declared_secret.elsewhere(reference.name)) == 0
} else := ["unknown", "which is declared; whether in the same namespace is not written"] if {
	not _are_namespaces_written(reference.name)
} else := ["violation", sprintf("which is in namespace %s and not in %q, and a pod sees the Secrets of its own alone", [concat(", ", namespaces), _namespace])] if {
	namespaces := sort({sprintf("%q", [other.namespace]) | some other in declared_secret.elsewhere(reference.name)})
}

_makers := sort(secret_maker.of(_namespace))

_are_namespaces_written(name) if {
	ctx.namespace
	not placeholder.is_in(ctx.namespace)
	every other in declared_secret.elsewhere(name) {
		other.is_written
		not placeholder.is_in(other.namespace)
	}
}

# Keys that no object tells of a Secret that is declared; `is_open` where one of them need not tell all.
_lacks := [lack |
	some reference in _doubtful
	sources := _sources[reference.name]
	sources != []
	told := union({keys | some keys in sources; keys != null})
	some key in reference.keys
	not key.key in told
	lack := {
		"title": sprintf("%s refers to the key %q of Secret %q", [reference.title, key.key, reference.name]),
		"path": key.path,
		"key": key.key,
		"is_open": null in sources,
	}
]

_namespace := ctx.namespace

_namespace := "default" if not ctx.namespace

# METADATA
# title: Decisions for whoever asks an OPA server
# description: |
#   `POST /v1/data/guiderail/decision` judges the Kubernetes object in the request's input, a List or array
#   of them, or an AdmissionReview. A server that has not loaded these policies answers with no result at
#   all, which is never a verdict.
package guiderail

import data.lib.guiderail.artefact_type
import data.lib.guiderail.catalogue
import data.lib.guiderail.judge

# METADATA
# scope: document
# description: |
#   Whether there are policies to judge by. A server without them leaves it undefined, so that only `true`
#   is a yes.
default ready := false

ready if count(catalogue.controls) > 0

# METADATA
# description: |
#   What the controls say of the input. `allowed` is false when a control that the profile enforces with
#   deny is violated, and when the input, or anything in it, could not be judged. Then `objects`,
#   `evaluations`, `violations`, `unknowns`, `waived` and `problems`, as `lib.guiderail.judge` gives them,
#   and `policy`: the `version` of the policies, the `profile` ("" is every control with its defaults) and
#   how many `controls` it has.
decision := object.union(object.remove(judged, ["alone"]), {
	"allowed": _is_allowed(judged),
	"policy": {"version": catalogue.version, "profile": catalogue.profile, "controls": count(catalogue.controls)},
}) if {
	judged := judge.of(_documents)
}

_documents := [{"at": [i], "value": value} | some i, value in input] if {
	is_array(input)
	not _is_one(input)
} else := [{"at": [], "value": value} | value := input]

# Whether an array is one document, such as a Dockerfile, and not several that have a type each.
_is_one(documents) if {
	artefact_type.of(documents)
	not _has_document(documents)
}

_has_document(documents) if {
	some document in documents
	not judge.defect(document)
}

default _is_allowed(_) := false

_is_allowed(judged) if {
	judged.objects > 0
	count(judged.problems) == 0
	every finding in judged.violations {
		finding.enforcement != "deny"
	}
}

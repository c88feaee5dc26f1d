# METADATA
# title: What is under review
# description: |
#   The object under review, whoever asks. Gatekeeper and the harness wrap it in `input.review`, an
#   admission webhook in `input.request`, conftest and plain OPA queries pass it as it is. Controls
#   read `ctx`, never `input`, so that one source serves every channel.
#
#   What wraps an object has no kind and no apiVersion of its own, but for an AdmissionReview of an API
#   server. An object that has a key `review`, `request` or `parameters` is judged like any other.
package lib.guiderail.ctx

import data.lib.guiderail.scope

# METADATA
# scope: document
# description: |
#   The Kubernetes object (or other artefact) under review. Undefined while an object is being
#   deleted: no control may keep a bad object from being removed because of what it contains. That
#   includes the update that takes a finalizer from an object which waits for its deletion. A Dockerfile
#   is a list of its instructions.
resource := _review.object if {
	_is_judged(_review.object)
	not _deletes
	not _takes_finalizer
}

resource := input if {
	_is_judged(input)
	not _review
}

_is_judged(document) if is_object(document)

_is_judged(document) if {
	is_array(document)
	is_string(document[0].Cmd)
}

# METADATA
# scope: document
# description: Parameters that the channel supplied; each control lays them over its defaults.
default parameters := {}

parameters := input.parameters if {
	_is_wrapped
	is_object(input.parameters)
}

# METADATA
# description: |
#   The parameters of a control, `given` laid over its defaults: each takes the place of its default as a
#   whole. A map is not merged with its default, as object.union does it.
overlay(defaults, given) := object.union(object.remove(defaults, object.keys(given)), given)

# METADATA
# description: The kind under review.
kind := resource.kind

# METADATA
# description: The API group under review; "" is the core group.
group := group_of(resource)

# METADATA
# description: The API group of an object; "" is the core group.
group_of(written) := _group_in(written.apiVersion)

# There are few versions, so that each is taken apart once for all objects.
_group_in(version) := substring(version, 0, max([0, indexof(version, "/")])) if is_string(version)

# METADATA
# description: |
#   The namespace under review; undefined when the object names none, and for what belongs to the whole
#   cluster, whatever it says of itself. An API server tells it in the review also when the object itself
#   leaves it out.
namespace := word if {
	word := resource.metadata.namespace
	is_string(word)
	word != ""
	not _is_of_the_cluster
} else := word if {
	word := _review.namespace
	is_string(word)
	word != ""
	not _is_of_the_cluster
}

# METADATA
# scope: document
# description: |
#   The namespace to look in for what belongs to the object: `namespace`, or default where none is told, as for a
#   client that was not told another one.
default namespace_or_default := "default"

namespace_or_default := namespace

# METADATA
# scope: document
# description: The namespace as it is told, or "" where none is; such an object lands where the client says.
default namespace_or_none := ""

namespace_or_none := namespace

# METADATA
# description: |
#   The name under review; undefined when there is none. What is sent to a part of an object, such as the
#   exec of a Pod, bears none itself, and the review tells the name of that object.
name := word if {
	word := resource.metadata.name
	is_string(word)
	word != ""
} else := word if {
	word := _review.name
	is_string(word)
	word != ""
}

# METADATA
# description: |
#   What an API server is asked to do: CREATE, UPDATE, DELETE or CONNECT. Undefined for files and in an
#   audit, where nobody asks for anything.
operation := word if {
	word := _review.operation
	is_string(word)

	# Gatekeeper's audit says that there is none.
	word != ""
}

# METADATA
# description: The object as it was, while it is updated or deleted; undefined otherwise.
old := _review.oldObject if {
	operation in {"UPDATE", "DELETE"}
	is_object(_review.oldObject)
}

# METADATA
# description: |
#   Who asks: `username` ("" when it is not known) and `groups`. Undefined where nobody asks.
user := {"username": _username(info), "groups": groups} if {
	info := _review.userInfo
	groups := {g | some g in info.groups}
}

_is_of_the_cluster if scope.of(group, kind) == "Cluster"

_username(info) := info.username if {
	is_string(info.username)
} else := ""

_review := input.review if {
	_is_wrapped
} else := input.request if {
	input.kind == "AdmissionReview"
	_is_of_an_api_server(input.apiVersion)
	is_object(input.request)
}

# An object says what it is, whatever else it holds; also one that says it wrongly.
_is_wrapped if {
	is_object(input.review)
	count({"apiVersion", "kind"} & object.keys(input)) == 0
}

_is_of_an_api_server(version) if {
	is_string(version)
	startswith(version, "admission.k8s.io/")
}

_deletes if _review.operation == "DELETE"

# Nothing else may change with it: until it is gone, such an object still counts, as a binding does.
_takes_finalizer if {
	_review.object.metadata.deletionTimestamp
	_review.operation == "UPDATE"
	is_object(_review.oldObject)
	_lasting(_review.object) == _lasting(_review.oldObject)
}

# What of an object stays the same when only its finalizers change.
_lasting(whole) := json.remove(whole, [
	"metadata/finalizers",
	"metadata/generation",
	"metadata/managedFields",
	"metadata/resourceVersion",
])

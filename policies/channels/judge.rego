# METADATA
# title: What the controls say of documents
# description: |
#   Judges all documents of a request or a run at once, for the channels that hand them over as they are:
#   plain queries, admission reviews and conftest. A List is taken apart, what an object holds is taken out of
#   it, the objects see one another, and what is not a Kubernetes object is said.
package lib.guiderail.judge

import data.lib.guiderail.artefact_type
import data.lib.guiderail.catalogue
import data.lib.guiderail.embedded
import data.lib.guiderail.scope

# METADATA
# description: |
#   What the controls say of documents, each `{"at": path, "value": document}`, where the path leads to the
#   document in what the channel was given. `objects` is how many were judged, `evaluations` how often a
#   control was asked about one. `violations`, `unknowns` and `waived` are arrays of findings: `control`,
#   `severity`, `enforcement`, `msg`, `details.path` within the object, `object`, and `at`, the path to it.
#   `problems` are what could not be judged, with `at` and `msg`; `alone` lists the controls that look at
#   other objects and were shown none.
of(documents) := _judged(documents, {})

# METADATA
# description: |
#   The same of documents that others belong to which are not given: what is missing among them is unknown
#   then, as in a request.
apart(documents) := _judged(documents, {"operation": "UNKNOWN"})

_judged(documents, asked) := {
	"objects": count(subjects),
	"evaluations": sum(evaluations),
	"violations": sort(violations),
	"unknowns": sort(unknowns),
	"waived": sort(waived),
	"problems": sort(problems),
	"alone": alone,
} if {
	# As many lists in one another as guiderail check takes apart.
	written := _unlisted(_unlisted(_unlisted(_unlisted(documents))))
	held := _unlisted(_held(written))
	places := array.concat(array.concat(written, held), _unlisted(_held(held)))
	subjects := [_subject(place, asked) | some place in places; not defect(place.value)]
	inventory := _inventory(subjects)
	said := {[subject.identity, subject.at, s, _container(subject, s)] |
		some subject in subjects
		some s in _said(subject, inventory)
	}
	violations := {_finding(identity, at, s) |
		some [identity, at, s, container] in said
		s[1] == "violation"
		not _is_accepted(identity, s, container)
	}
	waived := {_finding(identity, at, s) |
		some [identity, at, s, container] in said
		s[1] == "violation"
		_is_accepted(identity, s, container)
	}
	unknowns := {_finding(identity, at, s) | some [identity, at, s, _] in said; s[1] == "unknown"}
	evaluations := [n | some [_, _, [_, "evaluations", [_, n]], _] in said]
	alone := {id | inventory == null; some [_, _, [id, "looks", _], _] in said}
	problems := {{"at": place.at, "msg": reason} | some place in places; reason := defect(place.value)}
}

# What the objects hold. What is sent to an API server it judges when it is made.
_held(places) := [held |
	some place in places
	not defect(place.value)
	some inner in embedded.of(place.value)
	held := {"at": array.concat(place.at, inner.at), "value": inner.value}
]

# The items of lists in the place of the lists. A list that is named otherwise stays, to be spoken of, and
# so does one that has no items.
_unlisted(places) := [item | some place in places; some item in _items(place)]

_items(place) := [place] if {
	place.taken
} else := array.concat(_outer(place), [{"at": at, "value": _typed(item, place.value), "taken": false} |
	some i, item in place.value.items
	at := array.concat(place.at, ["items", i])
]) if {
	is_list(place.value)
	count(place.value.items) > 0
} else := [place]

_outer(place) := [] if {
	endswith(place.value.kind, "List")
} else := [object.union(place, {"taken": true})]

# METADATA
# description: |
#   Whether a document is a list: as for kubectl, whatever has an array of items, of whichever kind it
#   says it is. A review of an API server is one only beside what it reviews.
is_list(value) if {
	is_object(value)
	_is_word(value.kind)
	is_array(value.items)
	not _is_review_alone(value)
}

_is_review_alone(value) if {
	is_review(value)
	count(value.items) == 0
}

# The items of a list have its type when they name none, as an API server writes them.
_typed(item, list) := object.union(item, {"apiVersion": list.apiVersion, "kind": trim_suffix(list.kind, "List")}) if {
	list.kind != "List"
	_is_word(list.apiVersion)
	is_object(item)
	not _is_word(object.get(item, "apiVersion", null))
	not _is_word(object.get(item, "kind", null))
} else := item

# METADATA
# description: Why a document cannot be judged; undefined if it can.
defect(value) := "is not a Kubernetes object" if {
	not is_object(value)
	not artefact_type.of(value)
} else := "is not a Kubernetes object: kind is missing" if {
	not artefact_type.of(value)
	not _is_word(object.get(value, "kind", null))
} else := _defect_of_list(value) if {
	is_list(value)
	not is_review(value)
} else := "is not a Kubernetes object: apiVersion is missing" if {
	not artefact_type.of(value)
	not _is_word(object.get(value, "apiVersion", null))
} else := "is an AdmissionReview without an object" if {
	is_review(value)
	not is_object(_reviewed(value.request))
} else := sprintf("what the AdmissionReview is about %s", [_defect_of_object(_reviewed(value.request))]) if {
	is_review(value)
}

_defect_of_list(value) := sprintf("is a %s without items, or in too many others", [value.kind]) if {
	endswith(value.kind, "List")
} else := sprintf(
	"is a %s with items, which kubectl treats as a list: the items are applied, the %s itself is not",
	[value.kind, value.kind],
)

_defect_of_object(value) := "is not a Kubernetes object: kind is missing" if {
	not _is_word(object.get(value, "kind", null))
} else := "is not a Kubernetes object: apiVersion is missing" if {
	not _is_word(object.get(value, "apiVersion", null))
}

_is_word(text) if {
	is_string(text)
	text != ""
}

# METADATA
# description: Whether a value is what an API server asks a webhook.
is_review(value) if {
	is_object(value)
	value.kind == "AdmissionReview"
	is_string(value.apiVersion)
	startswith(value.apiVersion, "admission.k8s.io/")
	"request" in object.keys(value)
}

# What a request is about: the new object, or the old one when that is being deleted.
_reviewed(request) := request.object if {
	is_object(request.object)
	object.get(request, "operation", "") != "DELETE"
} else := object.get(request, "oldObject", null) if {
	is_object(request)
} else := null

# A document as the controls are shown it: Gatekeeper's review, and whether somebody asks for something.
_subject(place, asked) := {
	"at": place.at,
	"identity": _identity(_reviewed(place.value.request), place.value.request),
	"input": {"review": place.value.request, "asked": true, "now": _now},
	"object": null,
} if {
	is_review(place.value)
} else := {
	"at": place.at,
	"identity": _identity(place.value, {}),
	"input": {"review": object.union(asked, {"object": place.value}), "asked": false, "now": _now},
	"object": place.value,
}

_identity(resource, request) := {"apiVersion": "", "kind": artefact_type.of(resource), "namespace": "", "name": ""} if {
	is_array(resource)
} else := {
	"apiVersion": object.get(resource, "apiVersion", ""),
	"kind": _kind(resource),
	"namespace": _first([object.get(resource, ["metadata", "namespace"], ""), object.get(request, "namespace", "")]),
	"name": _first([
		object.get(resource, ["metadata", "name"], ""),
		object.get(resource, ["metadata", "generateName"], ""),
		object.get(request, "name", ""),
	]),
}

_kind(resource) := resource.kind if {
	_is_word(resource.kind)
} else := artefact_type.of(resource)

# The first text that is one; "" if none is.
_first(texts) := words[0] if words := array.concat([text | some text in texts; _is_word(text)], [""])

# What the controls say of one of several objects that were handed over together. Both functions need `with`:
# every control reads `input` (through ctx) and `data.inventory`, which Gatekeeper fixes, so a rule of a control
# has no argument by which it could be given another object. Rego has no other way to evaluate a rule again.
_said(subject, null) := said if {
	said := catalogue.said with input as subject.input
}

_said(subject, inventory) := said if {
	inventory != null
	said := catalogue.said with input as subject.input with data.inventory as inventory
}

_finding(identity, at, [id, _, statement]) := {
	"control": id,
	"severity": catalogue.controls[id].severity,
	"enforcement": catalogue.controls[id].enforcement,
	"msg": statement.msg,
	"details": statement.details,
	"object": identity,
	"at": at,
}

_is_accepted(identity, [id, _, _], _) if _is_waived(identity, id)

_is_accepted(identity, [id, _, statement], container) if {
	some waiver in _waivers(identity)
	id in waiver.controls
	some named in ["", container]
	waiver.container == named
	array.slice(statement.details.path, 0, count(waiver.path)) == waiver.path
	waiver.until >= _day
}

# The waivers that are about an object, by its kind, namespace and name.
_waivers(identity) := array.concat(object.get(waivers, ["names", identity.name], []), [waiver |
	some waiver in waivers.patterns
	regex.match(waiver.name, identity.name)
]) if {
	# Not by a reference, which a strict compiler refuses where the catalogue has none.
	waivers := object.get(catalogue.waivers, [identity.kind, identity.namespace], null)
	waivers != null
}

# The day on which waivers count: the operator says it, or lets the clock say it. Where nobody does, none counts.
_day := data.guiderail_settings.day if {
	is_string(data.guiderail_settings.day)
} else := time.format([time.now_ns(), "UTC", "2006-01-02"]) if {
	catalogue.clock
}

# The time of the run, from which controls count ages: the operator says it, or lets the clock say it. Where nobody
# does, no age is known.
default _now := ""

_now := data.guiderail_settings.now if {
	is_string(data.guiderail_settings.now)
} else := time.format([time.now_ns(), "UTC", "2006-01-02T15:04:05Z07:00"]) if {
	catalogue.clock
}

# The name of the container that has what a statement is about.
_container(subject, said) := name if {
	count(catalogue.waivers) > 0
	path := said[2].details.path
	ends := [end |
		some i, step in path
		step in {"containers", "initContainers", "ephemeralContainers"}
		is_number(path[i + 1])
		end := i + 2
	]
	place := array.concat(["object"], array.slice(path, 0, ends[0]))
	name := object.get(subject.input.review, array.concat(place, ["name"]), "")
} else := ""

_is_waived(identity, id) if {
	until := object.get(catalogue.waived, [id, _namespace(identity)], null)
	is_string(until)
	_is_valid(until)
}

_namespace(identity) := identity.name if {
	identity.kind == "Namespace"
	identity.apiVersion == "v1"
} else := identity.namespace if {
	# Any other object is in no namespace, whatever it says itself.
	scope.of(_group(identity.apiVersion), identity.kind) == "Namespaced"
} else := ""

_group(version) := split(version, "/")[0] if {
	contains(version, "/")
} else := ""

_is_valid("")

# The last day counts.
_is_valid(day) if day >= time.format([time.now_ns(), "UTC", "2006-01-02"])

# What the controls look up, made of documents that are judged together; null leaves the channel's own
# inventory as it is, if there is one.
_inventory(subjects) := null if {
	count(subjects) < 2
} else := inventory if {
	inventory := {
		"namespace": _unwrapped(object.union_n([kept | some s in subjects; some kept in [_namespaced(s), _custom(s)]])),
		"cluster": object.get(
			_unwrapped(object.union_n([kept |
				some s in subjects
				some kept in [_cluster(s), _file(s, "Infrastructure", _infrastructure), _file(s, "ScanReport", {"scan-report"})]
			])),
			"", {},
		),
	}
}

# Objects are wrapped while they are put together: of two objects of one name the last one counts, and
# they must not be merged.
_namespaced(subject) := {namespace: {o.apiVersion: {o.kind: {o.name: [_kept(subject)]}}}} if {
	subject.object != null
	o := subject.identity
	o.name != ""
	[o.apiVersion, o.kind] in catalogue.reads.namespace
	namespace := _first([o.namespace, "default"])
} else := {}

# Of a Secret its name, type and keys, as guiderail check keeps it: what a control finds wrong with another
# object cannot hold its values.
_kept(subject) := object.union_n([
	object.filter(o, ["apiVersion", "kind"]), {"metadata": metadata}, _copied(subject), type, keys,
]) if {
	o := subject.identity
	[o.apiVersion, o.kind] == ["v1", "Secret"]
	metadata := {field: o[field] | some field in ["name", "namespace"]; o[field] != ""}
	type := {"type": word | word := subject.object.type; is_string(word)}
	keys := {field: names |
		some field in ["data", "stringData"]
		values := subject.object[field]
		is_object(values)
		names := {key: "" | some key, _ in values}
	}
} else := subject.object

# The annotations that have it copied to other namespaces, without what they say.
_copied(subject) := {"metadata": {"annotations": names}} if {
	annotations := object.get(subject.object, ["metadata", "annotations"], null)
	is_object(annotations)
	names := {name: "" |
		some name, _ in annotations
		strings.any_prefix_match(name, catalogue.copiers)
	}
	count(names) > 0
} else := {}

# Of what Kubernetes does not define it is known that it is there.
_custom(subject) := {namespace: {version: {kind: {key: [stub]}}}} if {
	subject.object != null
	o := subject.identity
	o.name != ""
	[version, kind] := ["inventory.guiderail/v1", "CustomResource"]
	[version, kind] in catalogue.reads.namespace
	group := substring(o.apiVersion, 0, max([0, indexof(o.apiVersion, "/")]))
	contains(group, ".")
	not endswith(regex.replace(group, `\.x-k8s\.io$`, ""), ".k8s.io")
	key := concat("/", [o.apiVersion, o.kind, o.name])
	metadata := {field: o[field] | some field in ["name", "namespace"]; o[field] != ""}
	stub := {"apiVersion": o.apiVersion, "kind": o.kind, "metadata": metadata}
	namespace := _first([o.namespace, "default"])
} else := {}

_cluster(subject) := {"": {o.apiVersion: {o.kind: {o.name: [subject.object]}}}} if {
	subject.object != null
	o := subject.identity
	o.name != ""
	[o.apiVersion, o.kind] in catalogue.reads.cluster
} else := {}

# Files of some types that controls look up are there under a key of no meaning.
_file(subject, kind, types) := {"": {version: {kind: {json.marshal(subject.at): [subject.object]}}}} if {
	version := "inventory.guiderail/v1"
	[version, kind] in catalogue.reads.cluster
	artefact_type.of(subject.object) in types
} else := {}

# Those that make something in AWS.
_infrastructure := {"cloudformation", "eks-cluster", "eksctl", "iam-policy", "terraform", "terraform-plan"}

_unwrapped(namespaces) := {namespace: versions |
	some namespace, wrapped in namespaces
	versions := {version: kinds |
		some version, wrapped_kinds in wrapped
		kinds := {kind: objects |
			some kind, wrapped_objects in wrapped_kinds
			objects := {name: kept | some name, [kept] in wrapped_objects}
		}
	}
}

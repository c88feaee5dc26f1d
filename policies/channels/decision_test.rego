package guiderail_test

import data.guiderail
import data.lib.guiderail.artefact_type

_pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"hostNetwork": true}}

# Nothing is to be said of a kind that nobody knows.
_widget := {"apiVersion": "example.org/v1", "kind": "Widget", "metadata": {"name": "a", "namespace": "shop"}}

test_ready if guiderail.ready

test_not_ready_without_controls if {
	not guiderail.ready with data.lib.guiderail.catalogue.controls as {}
}

test_refuses_a_bad_object if {
	decision := guiderail.decision with input as _pod
	not decision.allowed
	"podsecurity.host_namespaces" in {v.control | some v in decision.violations}
	decision.policy.controls > 100
}

test_allows_what_violates_nothing if {
	decision := guiderail.decision with input as _widget
	decision.allowed
	decision.objects == 1
	decision.violations == []
}

test_judges_each_of_a_list if {
	decision := guiderail.decision with input as [_widget, _pod]
	not decision.allowed
	decision.objects == 2
	{v.at | some v in decision.violations} == {[1]}
}

test_only_deny_refuses if {
	decision := guiderail.decision with input as _pod with data.lib.guiderail.catalogue.controls as {id: {"severity": "low", "enforcement": "warn"} |
		some id, _ in data.lib.guiderail.catalogue.controls
	}
	count(decision.violations) > 0
	decision.allowed
}

test_nothing_judged_is_never_allowed[note] if {
	some note, value in {"text": "hello", "null": null, "empty list": [], "false": false, "half": [_widget, 1]}
	decision := guiderail.decision with input as value
	not decision.allowed
}

test_no_input_is_never_allowed if not guiderail.decision.allowed

test_an_array_of_a_type_is_one_document if {
	document := [{"Cmd": "from", "SubCmd": "", "Flags": [], "Value": ["scratch"], "Stage": 0, "JSON": false}]
	guiderail.decision.objects == 1 with input as document
	guiderail.decision.objects == 2 with input as [document, document]
}

test_an_array_of_documents_is_several if {
	guiderail.decision.objects == 2 with input as [_pod, _pod] with artefact_type.of as "dockerfile"
}

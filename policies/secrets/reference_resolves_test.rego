package guiderail.secrets.reference_resolves_test

import data.guiderail.secrets.reference_resolves

path := ["spec", "containers", 0, "envFrom", 0, "secretRef", "name"]

refers(name, how) := {"msg": sprintf(`container "c": envFrom[0] refers to Secret %q, %s`, [name, how]), "details": {"path": path}}

lacks(name, key, how) := {
	"msg": sprintf(`container "c": env A refers to the key %q of Secret %q, %s`, [key, name, how]),
	"details": {"path": ["spec", "containers", 0, "env", 0, "valueFrom", "secretKeyRef", "key"]},
}

nothing_makes := "which no given object creates; correct the name or add the object that creates it"

other := {"namespace": {"shop": {"v1": {"Secret": {"other": {"metadata": {"name": "other", "namespace": "shop"}, "data": {"a": ""}}}}}}}

test_denied_missing if {
	said(source("s"), other, {}) == verdict({refers("s", nothing_makes)}, set())
}

test_denied_missing_in_the_namespace_default if {
	said(object.remove(source("s"), ["metadata"]), other, {}) == verdict({refers("s", nothing_makes)}, set())
}

test_denied_once_for_each_secret if {
	twice := pod({"envFrom": [{"secretRef": {"name": "s"}}, {"secretRef": {"name": "s"}}]})
	said(twice, other, {}) == verdict({refers("s", nothing_makes)}, set())
}

test_denied_in_other_namespaces if {
	how := `which is in namespace "shop", but the pod can use only Secrets of namespace "till"`
	said(object.union(source("other"), {"metadata": {"namespace": "till"}}), other, {}) == verdict({refers("other", how)}, set())
}

test_unknown_where_a_namespace_is_not_written[note] if {
	some note, metadata in {"null": null, "absent": "", "placeholder": "{{NAMESPACE}}"}
	how := "which is declared, but whether in the same namespace is not known"
	said(object.union(source("other"), {"metadata": {"namespace": metadata}}), other, {}) == verdict(set(), {refers("other", how)})
}

test_unknown_where_the_namespace_of_the_secret_is_not_written[note] if {
	some note, inventory in {
		"absent": {"namespace": {"default": {"v1": {"Secret": {"s": {"metadata": {"name": "s"}}}}}}},
		"placeholder": {"namespace": {"{{N}}": {"v1": {"Secret": {"s": {"metadata": {"name": "s", "namespace": "{{N}}"}}}}}}},
	}
	how := "which is declared, but whether in the same namespace is not known"
	said(source("s"), inventory, {}) == verdict(set(), {refers("s", how)})
}

test_unknown_where_no_secret_is_given if {
	msg := "no Secret is among the given objects, so whether the pod's Secrets exist is not known (s, t); add the output of kubectl get secrets, without the values, with --inventory (guiderail explain secrets.reference_resolves)"
	two := pod({"envFrom": [{"secretRef": {"name": "t"}}, {"secretRef": {"name": "s"}}, {"secretRef": {"name": "t"}}]})
	said(two, {}, {}) == verdict(set(), {{"msg": msg, "details": {"path": []}}})
}

test_unknown_placeholders if {
	said(source("{{NAME}}"), {}, {}) == verdict(set(), {refers("{{NAME}}", "which is still to be filled in")})
	said(source("{{NAME}}"), other, {}) == verdict(set(), {refers("{{NAME}}", "which is still to be filled in")})
	said(variable("other", "${KEY}"), other, {}) == verdict(set(), {lacks("other", "${KEY}", "which is still to be filled in")})
}

test_allowed_with_the_same_placeholder if {
	inventory := {"namespace": {"shop": {"v1": {"Secret": {"{{NAME}}": {"metadata": {"name": "{{NAME}}", "namespace": "shop"}, "data": {"a": ""}}}}}}}
	said(variable("{{NAME}}", "a"), inventory, {}) == verdict(set(), set())
}

test_unknown_in_requests[note] if {
	some note, operation in ["CREATE", "UPDATE", "UNKNOWN"]
	asked := {"review": {"object": source("s"), "operation": operation}}
	unknown := reference_resolves.unknown with input as asked with data.inventory as other
	unknown == {refers("s", "which is not among the given objects")}
	violation := reference_resolves.violation with input as asked with data.inventory as other
	violation == set()
}

test_unknown_where_something_may_make_it if {
	maker := {"apiVersion": "secrets.example.org/v1", "kind": "Vault", "metadata": {"name": "v", "namespace": "shop"}}
	inventory := object.union(other, {"namespace": {"shop": {"inventory.guiderail/v1": {"CustomResource": {"k": maker}}}}})
	said(source("s"), inventory, {}) == verdict(set(), {refers("s", `which no given object declares; Vault "v" may create it`)})
}

test_unknown_where_it_is_copied if {
	secret := {"metadata": {"name": "s", "namespace": "till", "annotations": {"replicator.v1.mittwald.de/replicate-to": ""}}}
	how := "which no given object declares; an annotation copies it from another namespace"
	said(source("s"), {"namespace": {"till": {"v1": {"Secret": {"s": secret}}}}}, {}) == verdict(set(), {refers("s", how)})
}

test_denied_keys if {
	said(variable("other", "b"), other, {}) == verdict({lacks("other", "b", "which has no such key; correct the key or add it")}, set())
}

test_unknown_keys if {
	inventory := {"namespace": {"shop": {"v1": {"Secret": {"s": {"metadata": {"name": "s", "namespace": "shop"}}}}}}}
	said(variable("s", "b"), inventory, {}) == verdict(set(), {lacks("s", "b", "whose keys are not known")})
}

# Two objects may make one Secret.
test_allowed_by_either if {
	inventory := object.union(other, {"namespace": {"shop": {"external-secrets.io/v1": {"ExternalSecret": {"more": {"spec": {"target": {"name": "other", "creationPolicy": "Merge"}, "data": [{"secretKey": "b"}]}}}}}}})
	said(variable("other", "a"), inventory, {}) == verdict(set(), set())
	said(variable("other", "b"), inventory, {}) == verdict(set(), set())
	said(variable("other", "c"), inventory, {}) == verdict({lacks("other", "c", "which has no such key; correct the key or add it")}, set())
}

test_allowed_by_parameter if {
	said(source("s"), other, {"known_secrets": ["s"]}) == verdict(set(), set())
	said(source("s"), other, {"known_secrets": ["shop/s"]}) == verdict(set(), set())
	said(source("s"), other, {"known_secrets": ["till/s", "S", "s2"]}) == verdict({refers("s", nothing_makes)}, set())
}

test_allowed[note] if {
	some note, subject in {
		"there": source("other"),
		"with its key": variable("other", "a"),
		"without a key": variable("other", null),
		"optional": pod({"envFrom": [{"secretRef": {"name": "s", "optional": true}}]}),
		"nothing": pod({}),
		"null": pod({"env": null, "envFrom": null}),
	}
	said(subject, other, {}) == verdict(set(), set())
}

test_applies_where_a_secret_is_referred_to if {
	reference_resolves.applies with input as source("s")
	not reference_resolves.applies with input as pod({})
}

test_silent_on_other_kinds if {
	said({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"a": "x"}}, other, {}) == verdict(set(), set())
}

source(name) := pod({"envFrom": [{"secretRef": {"name": name}}]})

variable(name, key) := pod({"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": name, "key": key}}}]})

pod(container) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "shop"},
	"spec": {"containers": [object.union({"name": "c"}, container)]},
}

verdict(violation, unknown) := {"violation": violation, "unknown": unknown}

said(subject, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := reference_resolves.violation with input as asked with data.inventory as inventory
	unknown := reference_resolves.unknown with input as asked with data.inventory as inventory
}

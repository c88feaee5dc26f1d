package guiderail.gatekeeper.config_test

import data.guiderail.gatekeeper.config

secret := {"group": "", "version": "v1", "kind": "Secret"}

ingress := {"group": "networking.k8s.io", "version": "v1", "kind": "Ingress"}

test_denied_excluded_namespace[namespace] if {
	some namespace in ["shop", "*", "kube-*", "kube-system-2", 5]
	config.violation == {{
		"msg": sprintf("excludedNamespaces contains %v, where no policy is enforced; remove it", [namespace]),
		"details": {"path": ["spec", "match", 0, "excludedNamespaces", 1]},
	}} with input as object_of("config.gatekeeper.sh/v1alpha1", "Config", {"match": [{
		"processes": ["*"],
		"excludedNamespaces": ["gatekeeper-system", namespace],
	}]})
}

test_denied_secrets[note] if {
	some note, case in {
		"Config": {
			"object": object_of("config.gatekeeper.sh/v1alpha1", "Config", {"sync": {"syncOnly": [ingress, secret]}}),
			"path": ["spec", "sync", "syncOnly", 1],
		},
		"SyncSet": {
			"object": object_of("syncset.gatekeeper.sh/v1alpha1", "SyncSet", {"gvks": [ingress, {"version": "v1", "kind": "Secret"}]}),
			"path": ["spec", "gvks", 1],
		},
	}
	config.violation == {{
		"msg": "Secret is synchronised, so every constraint template can read it; remove it",
		"details": {"path": case.path},
	}} with input as case.object
}

test_allowed[note] if {
	some note, object in {
		"Config": object_of("config.gatekeeper.sh/v1alpha1", "Config", {"match": [{"excludedNamespaces": ["kube-system"]}], "sync": {"syncOnly": [ingress]}}),
		"null": object_of("config.gatekeeper.sh/v1alpha1", "Config", {"match": null, "sync": {"syncOnly": null}}),
		"no spec": object_of("config.gatekeeper.sh/v1alpha1", "Config", null),
		"odd entries": object_of("syncset.gatekeeper.sh/v1alpha1", "SyncSet", {"gvks": [null, "Secret", {"kind": 5}]}),
		"another kind named Secret": object_of("syncset.gatekeeper.sh/v1alpha1", "SyncSet", {"gvks": [{"group": "example.org", "version": "v1", "kind": "Secret"}]}),
		"another group": object_of("example.org/v1", "Config", {"match": [{"excludedNamespaces": ["*"]}], "sync": {"syncOnly": [secret]}}),
		"another kind": object_of("config.gatekeeper.sh/v1alpha1", "SyncSet", {"gvks": [secret]}),
	}
	config.violation == set() with input as object
}

test_required_kinds if {
	review := object_of("syncset.gatekeeper.sh/v1alpha1", "SyncSet", {"gvks": [ingress, {"version": "v1", "kind": "Service"}]})
	config.violation == {{
		"msg": "v1/Namespace is not synchronised, so controls that look at other objects do not see it; add it",
		"details": {"path": ["spec", "gvks"]},
	}} with input as object.union(review, {"parameters": {"required_kinds": ["v1/Namespace", "v1/Service", "networking.k8s.io/v1/Ingress"]}})
}

object_of(version, kind, spec) := {"review": {"object": {"apiVersion": version, "kind": kind, "metadata": {"name": "config"}, "spec": spec}}}

test_allowed_excluded_namespace[namespace] if {
	some namespace in ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"]
	config.violation == set() with input as object_of("config.gatekeeper.sh/v1alpha1", "Config", {"match": [{"excludedNamespaces": [namespace]}]})
}

# Another kind of the same group syncs nothing, whatever it has.
test_allowed_of_another_kind[version][kind] if {
	some version, kind in {"config.gatekeeper.sh/v1alpha1": "Provider", "syncset.gatekeeper.sh/v1alpha1": "Provider"}
	config.violation == set() with input as object_of(version, kind, {
		"match": [{"excludedNamespaces": ["shop"]}],
		"sync": {"syncOnly": [secret]},
		"gvks": [secret],
	})
}

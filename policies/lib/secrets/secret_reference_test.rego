package lib.guiderail.secret_reference_test

import data.lib.guiderail.secret_reference

_env(env) := {"containers": [{"name": "c", "env": [env]}]}

_volume(volume) := {"volumes": [object.union({"name": "v"}, volume)]}

_said(spec) := said if {
	said := secret_reference.found with input as {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "a"}, "spec": spec}
}

test_variables if {
	_said(_env({"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}})) == [{
		"title": `container "c": env A`,
		"name": "s",
		"path": ["spec", "containers", 0, "env", 0, "valueFrom", "secretKeyRef", "name"],
		"keys": [{"path": ["spec", "containers", 0, "env", 0, "valueFrom", "secretKeyRef", "key"], "key": "k"}],
	}]
}

test_variables_without_a_key[note] if {
	some note, key in {"null": null, "empty": "", "number": 1}
	_said(_env({"valueFrom": {"secretKeyRef": {"name": "s", "key": key}}})) == [{
		"title": `container "c": env #0`,
		"name": "s",
		"path": ["spec", "containers", 0, "env", 0, "valueFrom", "secretKeyRef", "name"],
		"keys": [],
	}]
}

test_environments if {
	spec := {"initContainers": [{"name": "c", "envFrom": [{"configMapRef": {"name": "x"}}, {"secretRef": {"name": "s", "optional": false}}]}]}
	_said(spec) == [{"title": `init container "c": envFrom[1]`, "name": "s", "path": ["spec", "initContainers", 0, "envFrom", 1, "secretRef", "name"], "keys": []}]
}

test_files if {
	_said(_volume({"secret": {"secretName": "s", "items": [{"key": "k", "path": "p"}, null, {"path": "p"}]}})) == [{
		"title": `volume "v"`,
		"name": "s",
		"path": ["spec", "volumes", 0, "secret", "secretName"],
		"keys": [{"path": ["spec", "volumes", 0, "secret", "items", 0, "key"], "key": "k"}],
	}]
}

test_projected_files if {
	_said(_volume({"projected": {"sources": [{"configMap": {}}, {"secret": {"name": "s", "items": [{"key": "k", "path": "p"}]}}]}})) == [{
		"title": `volume "v"`,
		"name": "s",
		"path": ["spec", "volumes", 0, "projected", "sources", 1, "secret", "name"],
		"keys": [{"path": ["spec", "volumes", 0, "projected", "sources", 1, "secret", "items", 0, "key"], "key": "k"}],
	}]
}

test_credentials_of_volumes if {
	_said(_volume({"azureFile": {"secretName": "s"}})) == [{"title": `volume "v"`, "name": "s", "path": ["spec", "volumes", 0, "azureFile", "secretName"], "keys": []}]
	_said(_volume({"csi": {"nodePublishSecretRef": {"name": "s"}}})) == [{"title": `volume "v"`, "name": "s", "path": ["spec", "volumes", 0, "csi", "nodePublishSecretRef", "name"], "keys": []}]
}

test_registries if {
	_said({"imagePullSecrets": [{"name": ""}, {"name": "s"}]}) == [{"title": "imagePullSecrets[1]", "name": "s", "path": ["spec", "imagePullSecrets", 1, "name"], "keys": []}]
}

test_none[note] if {
	some note, spec in {
		"no field": {},
		"nulls": {"containers": [{"env": null, "envFrom": null}], "volumes": null, "imagePullSecrets": null},
		"null references": {"containers": [{"env": [{"valueFrom": null}], "envFrom": [{"secretRef": null}]}], "volumes": [{"secret": null, "projected": {"sources": null}, "csi": null}], "imagePullSecrets": [null]},
		"optional variable": _env({"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k", "optional": true}}}),
		"optional source": {"containers": [{"envFrom": [{"secretRef": {"name": "s", "optional": true}}]}]},
		"optional volume": _volume({"secret": {"secretName": "s", "optional": true}}),
		"optional projection": _volume({"projected": {"sources": [{"secret": {"name": "s", "optional": true}}]}}),
		"no names": {"containers": [{"env": [{"valueFrom": {"secretKeyRef": {"key": "k"}}}], "envFrom": [{"secretRef": {}}]}], "volumes": [{"secret": {}}], "imagePullSecrets": [{}]},
		"numbers": {"containers": [{"env": [{"valueFrom": {"secretKeyRef": {"name": 1, "key": 2}}}], "envFrom": [{"secretRef": {"name": 3}}]}], "volumes": [{"secret": {"secretName": 4}}], "imagePullSecrets": [{"name": 5}]},
	}
	_said(spec) == []
}

package guiderail.secrets.volume_items_test

import data.guiderail.secrets.volume_items

all_keys := `volume "keys": items lists no keys, so every key of the Secret becomes a file; list the keys that are needed`

test_denied_without_items[note] if {
	some note, secret in {
		"absent": {"secretName": "s"},
		"null": {"secretName": "s", "items": null},
		"empty": {"secretName": "s", "items": []},
		"no list": {"secretName": "s", "items": "private-key"},
		"nothing at all": {},
	}
	volume_items.violation == {finding(all_keys, ["secret", "items"])} with input as pod({"secret": secret})
}

test_denied_without_items_projected if {
	volume_items.violation == {finding(all_keys, ["projected", "sources", 1, "secret", "items"])} with input as pod({"projected": {"sources": [
		{"serviceAccountToken": {"path": "token"}},
		{"secret": {"name": "s"}},
	]}})
}

test_denied_item[note] if {
	some note, case in {
		"no key": {"item": {"path": "a"}, "field": "key", "how": "items[0].key is not set"},
		"null key": {"item": {"key": null, "path": "a"}, "field": "key", "how": "items[0].key is not set"},
		"empty path": {"item": {"key": "a", "path": ""}, "field": "path", "how": "items[0].path is not set"},
		"number for a path": {"item": {"key": "a", "path": 1}, "field": "path", "how": "items[0].path is not set"},
		"absolute path": {"item": {"key": "a", "path": "/etc/a"}, "field": "path", "how": astray("/etc/a")},
		"path upwards": {"item": {"key": "a", "path": "../a"}, "field": "path", "how": astray("../a")},
		"path upwards in the middle": {"item": {"key": "a", "path": "b/../../a"}, "field": "path", "how": astray("b/../../a")},
		"the mount itself": {"item": {"key": "a", "path": "./"}, "field": "path", "how": astray("./")},
		"the guide's private key": {
			"item": {"key": "private-key", "path": "id_rsa.pub"},
			"field": "path",
			"how": "path id_rsa.pub of key private-key looks like a public file, but the key is private; use a name that says so",
		},
		"a private key for a certificate": {
			"item": {"key": "tls.key", "path": "tls/tls.crt"},
			"field": "path",
			"how": "path tls/tls.crt of key tls.key looks like a public file, but the key is private; use a name that says so",
		},
	}
	volume_items.violation == {finding(sprintf(`volume "keys": %s`, [case.how]), ["secret", "items", 0, case.field])} with input as pod({"secret": {"items": [case.item]}})
}

test_denied_path_given_twice[path] if {
	some path in ["id_rsa", "./id_rsa", "id_rsa/", ".//id_rsa"]
	volume_items.violation == {finding(taken(path, "b"), ["secret", "items", 2, "path"])} with input as pod({"secret": {"items": [
		{"key": "a", "path": "id_rsa"},
		{"key": "public-key", "path": "id_rsa.pub"},
		{"key": "b", "path": path},
	]}})
}

test_denied_path_of_another_source[note] if {
	some note, other in {
		"Secret": {"secret": {"name": "s", "items": [{"key": "x", "path": "a"}]}},
		"ConfigMap": {"configMap": {"name": "c", "items": [{"key": "x", "path": "a"}]}},
		"token": {"serviceAccountToken": {"path": "./a"}},
	}
	secret := {"secret": {"name": "s", "items": [{"key": "b", "path": "a"}]}}
	volume_items.violation == {finding(taken("a", "b"), ["projected", "sources", 1, "secret", "items", 0, "path"])} with input as pod({"projected": {"sources": [other, secret]}})
}

test_denied_path_of_a_later_config_map if {
	volume_items.violation == {finding(taken("a", "b"), ["projected", "sources", 0, "secret", "items", 0, "path"])} with input as pod({"projected": {"sources": [
		{"secret": {"name": "s", "items": [{"key": "b", "path": "a"}]}},
		{"configMap": {"name": "c", "items": [{"key": "x", "path": "a"}]}},
	]}})
}

test_allowed[note] if {
	some note, volume in {
		"both keys": {"secret": {"items": [{"key": "private-key", "path": "id_rsa"}, {"key": "public-key", "path": "id_rsa.pub"}]}},
		"one key in two files": {"secret": {"items": [{"key": "a", "path": "a"}, {"key": "a", "path": "b/a"}]}},
		"two points in a name": {"secret": {"items": [{"key": "a", "path": "a..b"}]}},
		"projected": {"projected": {"sources": [
			{"secret": {"name": "s", "items": [{"key": "a", "path": "a"}]}},
			{"configMap": {"name": "c"}},
			{"serviceAccountToken": {"path": "token"}},
		]}},
		"no secret": {"projected": {"sources": [{"serviceAccountToken": {"path": "token"}}, {"configMap": {"name": "c"}}, "none"]}},
		"ConfigMap": {"configMap": {"name": "c"}},
		"volume provider": {"csi": {"driver": "secrets-store.csi.k8s.io"}},
	}
	volume_items.violation == set() with input as pod(volume)
	volume_items.unknown == set() with input as pod(volume)
}

test_denied_path_of_no_key if {
	volume_items.violation == {
		finding(`volume "keys": items[0].key is not set`, ["secret", "items", 0, "key"]),
		finding(`volume "keys": path /a of key (none) is not below the mount; use a relative path without ..`, ["secret", "items", 0, "path"]),
	} with input as pod({"secret": {"items": [{"path": "/a"}]}})
}

test_applies if {
	volume_items.applies with input as pod({"secret": {"secretName": "s"}})
	volume_items.applies with input as pod({"projected": {"sources": [{"secret": {"name": "s"}}]}})
	not volume_items.applies with input as pod({"projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}})
	not volume_items.applies with input as {"apiVersion": "v1", "kind": "Pod", "spec": {}}
}

test_unknown if {
	written := pod({"secret": {"items": [{"key": "a", "path": "<file>"}]}})
	volume_items.violation == set() with input as written
	volume_items.unknown == {finding(`volume "keys": path <file> of key a is still to be filled in`, ["secret", "items", 0])} with input as written
}

astray(path) := sprintf("path %s of key a is not below the mount; use a relative path without ..", [path])

taken(path, key) := sprintf(`volume "keys": path %s of key %s is already used by another item; use a different path for each`, [path, key])

finding(msg, path) := {"msg": msg, "details": {"path": array.concat(["spec", "volumes", 0], path)}}

pod(volume) := {"apiVersion": "v1", "kind": "Pod", "spec": {"volumes": [object.union({"name": "keys"}, volume)]}}

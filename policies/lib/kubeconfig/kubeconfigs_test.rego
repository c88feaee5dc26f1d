package lib.guiderail.kubeconfigs_test

import data.lib.guiderail.kubeconfigs

file := {"kind": "Config", "users": [{"name": "a", "user": {"token": "t"}}, {"name": 1, "user": {"tokenFile": "f"}}, {"user": {}}]}

holder := {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": json.marshal(file)}}

test_titles if {
	[user.title | some user in kubeconfigs.users] == [`user "a"`, "user 1", "user [2]"] with input as {"review": {"object": file}}
	[user.title | some user in kubeconfigs.users] == [`data.a: user "a"`, "data.a: user 1", "data.a: user [2]"] with input as {"review": {"object": holder}}
}

test_paths if {
	[kubeconfigs.path(user, ["token"]) | some user in kubeconfigs.users][1] == ["users", 1, "user", "token"] with input as {"review": {"object": file}}
	[kubeconfigs.path(user, ["token"]) | some user in kubeconfigs.users][1] == ["data", "a"] with input as {"review": {"object": holder}}
}

test_credentials if {
	found := [kubeconfigs.credentials(user) | some user in kubeconfigs.users] with input as {"review": {"object": file}}
	found == [
		[{"steps": ["token"], "field": "token", "is_written": true, "is_hidden": false, "is_open": false}],
		[{"steps": ["tokenFile"], "field": "tokenFile", "is_written": false, "is_hidden": false, "is_open": false}],
		[],
	]
}

test_none if {
	kubeconfigs.all == [] with input as {"review": {"object": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "kind: Config"}}}}
}

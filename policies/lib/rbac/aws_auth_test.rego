package lib.guiderail.aws_auth_test

import data.lib.guiderail.aws_auth

test_it[note] if {
	some note, case in {
		"as it is": {"changes": {}, "want": true},
		"without a namespace": {"changes": {"metadata": {"namespace": ""}}, "want": true},
		"in another namespace": {"changes": {"metadata": {"namespace": "shop"}}, "want": false},
		"of another name": {"changes": {"metadata": {"name": "aws-auth-2"}}, "want": false},
		"of another kind": {"changes": {"kind": "Secret"}, "want": false},
		"of another group": {"changes": {"apiVersion": "example.org/v1"}, "want": false},
	}
	changed := object.union(config({"mapAccounts": "[]"}), case.changes)
	found := [true | aws_auth.is_it] with input as changed
	found == [true | case.want]
	texts := aws_auth.texts with input as changed
	object.keys(texts) == {"mapAccounts" | case.want}
}

test_texts if {
	aws_auth.texts == {"mapRoles": "[]", "mapUsers": 1} with input as config({
		"mapRoles": "[]", "mapUsers": 1, "mapAccounts": null, "others": "[]",
	})
}

test_defects if {
	aws_auth.defects == {
		{"path": ["data", "mapRoles"], "msg": "mapRoles[0] has no rolearn, so it matches nobody; set it", "is_open": false},
		{
			"path": ["data", "mapRoles"], "is_open": false,
			"msg": "mapRoles[0] acts as system:me, which is reserved for Kubernetes; choose another username",
		},
		{
			"path": ["data", "mapRoles"], "is_open": false,
			"msg": `mapRoles[0] has white space around the group "ops", which nobody binds; remove it`,
		},
		{"path": ["data", "mapUsers"], "msg": "data.mapUsers is still to be filled in", "is_open": true},
		{
			"path": ["data", "mapAccounts"], "is_open": false,
			"msg": "data.mapAccounts is not a list, so the authenticator reads none of its entries; write a list",
		},
	} with input as config({
		"mapRoles": "- {username: 'system:me', groups: [' ops']}",
		"mapUsers": "{{ range .Users }}", "mapAccounts": "a: b",
	})
	aws_auth.defects == set() with input as config({"mapAccounts": "['111122223333']"})
}

test_text_defect[note] if {
	some note, case in {
		"list": {"text": "- a", "want": []},
		"nothing": {"text": "", "want": []},
		"no text": {"text": ["a"], "want": ["is not text; write the list as the text of a YAML block"]},
		"no YAML": {
			"text": "- a: [",
			"want": ["is not YAML, so the authenticator reads none of its entries; fix it"],
		},
		"map": {
			"text": "a: b",
			"want": ["is not a list, so the authenticator reads none of its entries; write a list"],
		},
	}
	[defect | defect := aws_auth.text_defect(case.text)] == case.want
}

test_template[note] if {
	some note, case in {
		"to be filled in": {"text": "{{ range .Roles }}", "want": true},
		"in a list": {"text": "- rolearn: ${ROLE}", "want": false},
		"of the authenticator": {"text": "a: {{SessionName}}: b", "want": false},
		"both": {"text": "a: {{SessionName}}: ${ROLE}", "want": true},
		"no text": {"text": ["${ROLE}"], "want": false},
	}
	[true | aws_auth.is_template(case.text)] == [true | case.want]
}

test_accounts if {
	aws_auth.accounts == {"111122223333", 5} with input as config({"mapAccounts": `["111122223333", 5]`})
	aws_auth.accounts == set() with input as config({"mapAccounts": "a: b"})
}

test_entries if {
	entries := aws_auth.entries with input as config({
		"mapRoles": "- {rolearn: ' arn:aws:iam::1:role/a', username: a, groups: [g]}",
		"mapUsers": "- {rolearn: b, groups: g}\n- null",
	})
	{json.remove(entry, ["form"]) | some entry in entries} == {
		{
			"field": "mapRoles", "key": "rolearn", "title": "IAM role arn:aws:iam::1:role/a",
			"arn": " arn:aws:iam::1:role/a", "username": "a", "groups": ["g"],
		},
		{"field": "mapUsers", "key": "userarn", "title": "mapUsers[0]", "arn": "", "username": "", "groups": "g"},
		{"field": "mapUsers", "key": "userarn", "title": "mapUsers[1]", "arn": "", "username": "", "groups": []},
	}
}

test_arn_defects[note] if {
	some note, case in {
		"role": {"field": "mapRoles", "arn": "arn:aws:iam::111122223333:role/node", "want": set()},
		"role of another partition": {"field": "mapRoles", "arn": "arn:aws-us-gov:iam::111122223333:role/node", "want": set()},
		"user with a path": {"field": "mapUsers", "arn": "arn:aws:iam::111122223333:user/ops/ann", "want": set()},
		"to be filled in": {"field": "mapRoles", "arn": "arn:aws:iam::${ACCOUNT}:role/node", "want": set()},
		"no role": {"field": "mapRoles", "arn": "", "want": {"has no rolearn, so it matches nobody; set it"}},
		"no user": {"field": "mapUsers", "arn": "", "want": {"has no userarn, so it matches nobody; set it"}},
		"white space": {
			"field": "mapRoles", "arn": "arn:aws:iam::111122223333:role/node ",
			"want": {"has white space around its ARN, so it matches nobody; remove it"},
		},
		"role with a path": {
			"field": "mapRoles", "arn": "arn:aws:iam::111122223333:role/eks/node",
			"want": {"has a path in its ARN, which aws-auth never matches; leave the path out"},
		},
		"user for a role": {
			"field": "mapRoles", "arn": "arn:aws:iam::111122223333:user/ann",
			"want": {"has a rolearn of another form, which matches nobody; write the whole ARN"},
		},
		"name alone": {
			"field": "mapUsers", "arn": "ann",
			"want": {"has a userarn of another form, which matches nobody; write the whole ARN"},
		},
	}
	aws_auth.arn_defects(entry(case.field, {key_of[case.field]: case.arn})) == case.want
}

test_user_defects[note] if {
	some note, case in {
		"name of its own": {"field": "mapUsers", "username": "ann", "want": set()},
		"node": {"field": "mapRoles", "username": "system:node:{{EC2PrivateDNSName}}", "want": set()},
		"user as a node": {
			"field": "mapUsers", "username": "system:node:{{EC2PrivateDNSName}}",
			"want": {"acts as system:node:{{EC2PrivateDNSName}}, which is reserved for Kubernetes; choose another username"},
		},
		"named node": {
			"field": "mapRoles", "username": "system:node:a",
			"want": {"acts as system:node:a, which is reserved for Kubernetes; choose another username"},
		},
	}
	aws_auth.user_defects(entry(case.field, {"username": case.username})) == case.want
}

test_group_defects[note] if {
	node := "system:node:{{EC2PrivateDNSName}}"
	some note, case in {
		"group of its own": {"username": "ann", "groups": ["ops", 1], "want": set()},
		"node": {"username": node, "groups": ["system:nodes", "system:bootstrappers"], "want": set()},
		"administrators are for the control": {"username": "ann", "groups": ["system:masters"], "want": set()},
		"no list": {
			"username": "ann", "groups": "ops",
			"want": {"has groups that are no list, so the authenticator cannot read it; write a list"},
		},
		"nodes": {
			"username": "ann", "groups": ["ops", "system:nodes"],
			"want": {concat(" ", [
				"acts as a node by the group system:nodes;",
				"leave that to roles with the username system:node:{{EC2PrivateDNSName}}",
			])},
		},
		"white space": {
			"username": "ann", "groups": ["ops "],
			"want": {`has white space around the group "ops", which nobody binds; remove it`},
		},
	}
	aws_auth.group_defects(entry("mapRoles", {"username": case.username, "groups": case.groups})) == case.want
}

key_of := {"mapRoles": "rolearn", "mapUsers": "userarn"}

entry(field, written) := entries[0] if {
	entries := aws_auth.entries with input as config({field: yaml.marshal([written])})
}

config(held) := {
	"apiVersion": "v1", "kind": "ConfigMap",
	"metadata": {"name": "aws-auth", "namespace": "kube-system"},
	"data": held,
}

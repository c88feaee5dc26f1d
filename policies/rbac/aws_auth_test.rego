package guiderail.rbac.aws_auth_test

import data.guiderail.rbac.aws_auth

nodes := `- rolearn: arn:aws:iam::111122223333:role/nodes
  username: system:node:{{EC2PrivateDNSName}}
  groups:
    - system:bootstrappers
    - system:nodes
`

test_denied_roles[note] if {
	some note, case in {
		"administrator": {
			"roles": `[{rolearn: "arn:aws:iam::111122223333:role/ops", username: ops, groups: [viewers, "system:masters"]}]`,
			"msg": "IAM role arn:aws:iam::111122223333:role/ops can do anything in the whole cluster, and nothing can restrict it; map it to your own group",
		},
		"administrator whose ARN is to be filled in": {
			"roles": `[{rolearn: "arn:aws:iam::<account>:role/ops", username: ops, groups: ["system:masters"]}]`,
			"msg": "IAM role arn:aws:iam::<account>:role/ops can do anything in the whole cluster, and nothing can restrict it; map it to your own group",
		},
		"node without the name of one": {
			"roles": `[{rolearn: "arn:aws:iam::111122223333:role/ops", username: ops, groups: ["system:nodes"]}]`,
			"msg": "IAM role arn:aws:iam::111122223333:role/ops acts as a node by the group system:nodes; leave that to roles with the username system:node:{{EC2PrivateDNSName}}",
		},
		"one node for all": {
			"roles": `[{rolearn: "arn:aws:iam::111122223333:role/ops", username: "system:node:ip-10-0-0-1", groups: []}]`,
			"msg": "IAM role arn:aws:iam::111122223333:role/ops acts as system:node:ip-10-0-0-1, which is reserved for Kubernetes; choose another username",
		},
		"component": {
			"roles": `[{rolearn: "arn:aws:iam::111122223333:role/ops", username: "system:kube-controller-manager"}]`,
			"msg": "IAM role arn:aws:iam::111122223333:role/ops acts as system:kube-controller-manager, which is reserved for Kubernetes; choose another username",
		},
		"path": {
			"roles": `[{rolearn: "arn:aws:iam::111122223333:role/teams/ops", username: ops}]`,
			"msg": "IAM role arn:aws:iam::111122223333:role/teams/ops has a path in its ARN, which aws-auth never matches; leave the path out",
		},
		"white space": {
			"roles": `[{rolearn: "arn:aws:iam::111122223333:role/ops ", username: ops}]`,
			"msg": "IAM role arn:aws:iam::111122223333:role/ops has white space around its ARN, so it matches nobody; remove it",
		},
		"name only": {
			"roles": `[{rolearn: ops, username: ops}]`,
			"msg": "IAM role ops has a rolearn of another form, which matches nobody; write the whole ARN",
		},
		"ARN of a session": {
			"roles": `[{rolearn: "arn:aws:sts::111122223333:assumed-role/ops", username: ops}]`,
			"msg": "IAM role arn:aws:sts::111122223333:assumed-role/ops has a rolearn of another form, which matches nobody; write the whole ARN",
		},
		"no ARN": {"roles": `[{username: ops}]`, "msg": "mapRoles[0] has no rolearn, so it matches nobody; set it"},
		"null ARN": {"roles": `[{rolearn: null}]`, "msg": "mapRoles[0] has no rolearn, so it matches nobody; set it"},
		"text for an entry": {"roles": `["ops"]`, "msg": "mapRoles[0] has no rolearn, so it matches nobody; set it"},
		"white space in a group": {
			"roles": `[{rolearn: "arn:aws:iam::111122223333:role/ops", groups: ["system:masters "]}]`,
			"msg": `IAM role arn:aws:iam::111122223333:role/ops has white space around the group "system:masters", which nobody binds; remove it`,
		},
		"text for the groups": {
			"roles": `[{rolearn: "arn:aws:iam::111122223333:role/ops", groups: "system:masters"}]`,
			"msg": "IAM role arn:aws:iam::111122223333:role/ops has groups that are no list, so the authenticator cannot read it; write a list",
		},
	}
	aws_auth.violation == {finding("mapRoles", case.msg)} with input as aws_auth_map({"mapRoles": case.roles})
	aws_auth.unknown == set() with input as aws_auth_map({"mapRoles": case.roles})
}

# The X-Road project's script writes such a user.
test_denied_user_in_both_groups if {
	users := `- userarn: arn:aws:iam::111122223333:user/alice
  username: alice
  groups: ["system:masters", "system:nodes"]
`
	aws_auth.violation == {
		finding("mapUsers", "IAM user arn:aws:iam::111122223333:user/alice can do anything in the whole cluster, and nothing can restrict it; map it to your own group"),
		finding("mapUsers", "IAM user arn:aws:iam::111122223333:user/alice acts as a node by the group system:nodes; leave that to roles with the username system:node:{{EC2PrivateDNSName}}"),
	} with input as aws_auth_map({"mapUsers": users})
}

test_denied_user_that_is_a_role if {
	aws_auth.violation == {finding("mapUsers", "IAM user arn:aws:iam::111122223333:role/ops has a userarn of another form, which matches nobody; write the whole ARN")} with input as aws_auth_map({"mapUsers": `[{userarn: "arn:aws:iam::111122223333:role/ops"}]`})
}

test_denied_accounts if {
	aws_auth.violation == {
		finding("mapAccounts", "every IAM role and user of AWS account 111122223333 can access the cluster; map only the roles that need access"),
		finding("mapAccounts", "every IAM role and user of AWS account 222233334444 can access the cluster; map only the roles that need access"),
	} with input as aws_auth_map({"mapAccounts": "- \"111122223333\"\n- 222233334444\n"})
}

test_denied_text[note] if {
	some note, case in {
		"broken": {"text": "- rolearn: [", "msg": "data.mapRoles is not YAML, so the authenticator reads none of its entries; fix it"},
		"broken although it has the authenticator's own templates": {
			"text": "- rolearn: [\n  username: system:node:{{EC2PrivateDNSName}}",
			"msg": "data.mapRoles is not YAML, so the authenticator reads none of its entries; fix it",
		},
		"mapping": {"text": "rolearn: x", "msg": "data.mapRoles is not a list, so the authenticator reads none of its entries; write a list"},
		"words": {"text": "none", "msg": "data.mapRoles is not a list, so the authenticator reads none of its entries; write a list"},
		"list in place of a text": {"text": [{"rolearn": "x"}], "msg": "data.mapRoles is not text; write the list as the text of a YAML block"},
	}
	aws_auth.violation == {finding("mapRoles", case.msg)} with input as aws_auth_map({"mapRoles": case.text})
	aws_auth.unknown == set() with input as aws_auth_map({"mapRoles": case.text})
}

test_allowed[note] if {
	some note, fields in {
		"nodes": {"mapRoles": nodes},
		"Fargate": {"mapRoles": `[{rolearn: "arn:aws-us-gov:iam::111122223333:role/fargate", username: "system:node:{{SessionName}}", groups: ["system:bootstrappers", "system:nodes", "system:node-proxier"]}]`},
		"Windows": {"mapRoles": `[{rolearn: "arn:aws:iam::111122223333:role/windows", username: "system:node:{{EC2PrivateDNSName}}", groups: ["eks:kube-proxy-windows", "system:nodes"]}]`},
		"group of one's own": {"mapRoles": `[{rolearn: "arn:aws:iam::111122223333:role/dev", username: "dev:{{SessionName}}", groups: [developers]}]`},
		"no groups": {"mapRoles": `[{rolearn: "arn:aws:iam::111122223333:role/dev", groups: null}]`},
		"users have paths": {"mapUsers": `[{userarn: "arn:aws:iam::111122223333:user/teams/alice", username: alice, groups: [developers]}]`},
		"numbers among the groups": {"mapUsers": `[{userarn: "arn:aws:iam::111122223333:user/alice", groups: [7, null]}]`},
		"nothing": {"mapRoles": "", "mapUsers": "[]\n", "mapAccounts": "[]\n"},
		"null": {"mapRoles": null},
		"no data": null,
	}
	aws_auth.violation == set() with input as aws_auth_map(fields)
	aws_auth.unknown == set() with input as aws_auth_map(fields)
	aws_auth.applies with input as aws_auth_map(fields)
}

test_denied_without_namespace[note] if {
	some note, metadata in {"absent": {"name": "aws-auth"}, "null": {"name": "aws-auth", "namespace": null}}
	written := {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"mapAccounts": `["111122223333"]`}}
	count(aws_auth.violation) == 1 with input as {"review": {"object": written}}
}

test_silent_for_others[note] if {
	some note, written in {
		"another name": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "aws-auth-2", "namespace": "kube-system"}, "data": {"mapRoles": "{"}},
		"another namespace": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "aws-auth", "namespace": "shop"}, "data": {"mapRoles": "{"}},
		"another kind": {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "aws-auth", "namespace": "kube-system"}, "data": {"mapRoles": "{"}},
	}
	aws_auth.violation == set() with input as {"review": {"object": written}}
	aws_auth.unknown == set() with input as {"review": {"object": written}}
	not aws_auth.applies with input as {"review": {"object": written}}
}

test_unknown[note] if {
	some note, text in {"whole text": "{{ .Values.roles | toYaml }}", "block": "{{- range .Values.roles }}\n- {rolearn: {{ .arn }}}\n{{- end }}"}
	aws_auth.violation == set() with input as aws_auth_map({"mapRoles": text})
	aws_auth.unknown == {finding("mapRoles", "data.mapRoles is still to be filled in")} with input as aws_auth_map({"mapRoles": text})
}

test_parameter_names_whole_arns if {
	roles := `[{rolearn: "arn:aws:iam::111122223333:role/ops", groups: ["system:masters"]}, {rolearn: "arn:aws:iam::111122223333:role/ops-2", groups: ["system:masters"]}]`
	review := object.union(aws_auth_map({"mapRoles": roles}), {"parameters": {"allowed_admins": ["arn:aws:iam::111122223333:role/ops"]}})
	aws_auth.violation == {finding("mapRoles", "IAM role arn:aws:iam::111122223333:role/ops-2 can do anything in the whole cluster, and nothing can restrict it; map it to your own group")} with input as review
}

finding(field, msg) := {"msg": msg, "details": {"path": ["data", field]}}

aws_auth_map(fields) := {"review": {"object": {
	"apiVersion": "v1",
	"kind": "ConfigMap",
	"metadata": {"name": "aws-auth", "namespace": "kube-system"},
	"data": fields,
}}}

# METADATA
# title: IAM identities come into the EKS cluster with few rights
# description: |
#   The ConfigMap aws-auth decides as whom an IAM role or user enters the cluster. One line with
#   system:masters makes an administrator whom no RBAC rule can restrict or take the rights from, and an
#   entry that cannot be read or never matches locks people and nodes out.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# custom:
#   severity: critical
#   requirements: [RBAC-15]
#   match: [{groups: [""], kinds: [ConfigMap]}]
#   namespaces: [kube-system]
#   remediation: Map each IAM role to a group of your own and bind that group to a role with what it needs, or better
#     use access entries instead of aws-auth; leave the node groups to the roles of nodes.
#   parameters:
#     allowed_admins:
#       type: array
#       items: {type: string}
#       description: ARNs of the IAM roles and users that may be in system:masters.
package guiderail.rbac.aws_auth

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder

defaults := {"allowed_admins": []}

parameters := object.union(defaults, ctx.parameters)

applies if _is_aws_auth

violation contains {"msg": msg, "details": {"path": ["data", field]}} if {
	some field, text in _texts
	not _is_template(text)
	msg := sprintf("data.%s %s", [field, _text_defect(text)])
}

violation contains {"msg": msg, "details": {"path": ["data", entry.field]}} if {
	some entry in _entries
	some defects in [_arn_defects(entry), _user_defects(entry), _group_defects(entry)]
	some defect in defects
	msg := sprintf("%s %s", [entry.title, defect])
}

violation contains {"msg": msg, "details": {"path": ["data", "mapAccounts"]}} if {
	some account in _lists.mapAccounts
	msg := sprintf("every IAM role and user of AWS account %v may enter the cluster; map only the roles that need to", [account])
}

unknown contains {"msg": msg, "details": {"path": ["data", field]}} if {
	some field, text in _texts
	_is_template(text)
	msg := sprintf("data.%s is still to be filled in", [field])
}

_is_aws_auth if {
	ctx.kind == "ConfigMap"
	ctx.group == ""
	ctx.resource.metadata.name == "aws-auth"
	object.get(ctx.resource, ["metadata", "namespace"], null) in {"kube-system", "", null}
}

_texts := {field: text |
	_is_aws_auth
	some field in ["mapRoles", "mapUsers", "mapAccounts"]
	text := ctx.resource.data[field]
	text != null
}

_text_defect(text) := "is no text; write the list as the text of a YAML block" if {
	not is_string(text)
} else := "is no YAML, so that the authenticator reads none of its entries; mend it" if {
	not yaml.is_valid(text)
} else := "is no list, so that the authenticator reads none of its entries; write a list" if {
	not _is_list(yaml.unmarshal(text))
}

_is_list(value) if is_array(value)

_is_list(value) if value == null

# What cannot be read because a tool is still to fill it in; {{SessionName}} and the like are the
# authenticator's.
_is_template(text) if {
	is_string(text)
	not _is_readable(text)
	placeholder.is_in(regex.replace(text, `\{\{(EC2PrivateDNSName|SessionName|SessionNameRaw|AccountID|AccessKeyID)\}\}`, ""))
}

_is_readable(text) if {
	yaml.is_valid(text)
	_is_list(yaml.unmarshal(text))
}

_lists[field] := list if {
	some field, text in _texts
	is_string(text)
	_is_readable(text)
	list := yaml.unmarshal(text)
}

_entries := [entry |
	some field, identity in _identities
	some i, written in _lists[field]
	arn := _text(written, identity.key)
	entry := {
		"field": field,
		"key": identity.key,
		"form": identity.form,
		"title": _title(identity.noun, arn, sprintf("%s[%d]", [field, i])),
		"arn": arn,
		"username": _text(written, "username"),
		"groups": _groups(written),
	}
]

_identities := {
	"mapRoles": {"key": "rolearn", "noun": "IAM role", "form": `^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@-]+$`},
	"mapUsers": {"key": "userarn", "noun": "IAM user", "form": `^arn:aws[a-z-]*:iam::[0-9]{12}:user/[\w+=,.@/-]+$`},
}

_text(parent, key) := value if {
	value := parent[key]
	is_string(value)
} else := ""

_groups(written) := written.groups if {
	written.groups != null
} else := []

_title(_, "", place) := place

_title(noun, arn, _) := sprintf("%s %s", [noun, trim_space(arn)]) if arn != ""

_arn_defects(entry) := {sprintf("has no %s, so that it matches nobody; set it", [entry.key])} if {
	entry.arn == ""
} else := {"has white space around its ARN, so that it matches nobody; remove it"} if {
	trim_space(entry.arn) != entry.arn
} else := {"has a path in its ARN, which aws-auth never matches; leave the path out"} if {
	entry.key == "rolearn"
	regex.match(`:role/.*/`, entry.arn)
} else := {sprintf("has a %s of another form, which matches nobody; write the whole ARN", [entry.key])} if {
	not regex.match(entry.form, entry.arn)
	not placeholder.is_in(entry.arn)
} else := set()

_user_defects(entry) := {sprintf("acts as %s, which is a name of Kubernetes itself; give it another", [entry.username])} if {
	startswith(entry.username, "system:")
	not _is_node(entry)
} else := set()

_group_defects(entry) := {"has groups that are no list, so that the authenticator cannot read it; write a list"} if {
	not is_array(entry.groups)
} else := {_group_defect(entry, group) | some group in entry.groups}

_group_defect(entry, group) := "may do anything in the whole cluster, and nothing can restrict it; map it to a group of your own" if {
	group == "system:masters"
	not entry.arn in parameters.allowed_admins
} else := sprintf("acts as a node by the group %s; leave that to roles with the username system:node:{{EC2PrivateDNSName}}", [group]) if {
	group in {"system:nodes", "system:bootstrappers", "system:node-proxier"}
	not _is_node(entry)
} else := sprintf("has white space around the group %q, which nobody binds; remove it", [trim_space(group)]) if {
	is_string(group)
	trim_space(group) != group
}

_is_node(entry) if {
	entry.field == "mapRoles"
	startswith(entry.username, "system:node:{{")
}

# METADATA
# title: The ConfigMap aws-auth
# description: |
#   As whom IAM roles and users enter an EKS cluster, as the authenticator reads it. Yields nothing for any other
#   object.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
package lib.guiderail.aws_auth

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.value

# METADATA
# description: Whether the object under review is this ConfigMap.
is_it if {
	ctx.kind == "ConfigMap"
	ctx.group == ""
	ctx.resource.metadata.name == "aws-auth"
	object.get(ctx.resource, ["metadata", "namespace"], null) in {"kube-system", "", null}
}

# METADATA
# description: What its fields hold, of those that the authenticator reads; each is to be a list in YAML.
texts[field] := text if {
	is_it
	some field in ["mapRoles", "mapUsers", "mapAccounts"]
	text := ctx.resource.data[field]
	text != null
}

# METADATA
# scope: document
# description: |
#   What is wrong with how the fields and their entries are written, as `finding` takes it; what they allow is not
#   judged.
defects contains {"path": ["data", field], "msg": msg, "is_open": false} if {
	some field, text in texts
	not is_template(text)
	msg := sprintf("data.%s %s", [field, text_defect(text)])
}

defects contains {"path": ["data", field], "msg": msg, "is_open": true} if {
	some field, text in texts
	is_template(text)
	msg := sprintf("data.%s is still to be filled in", [field])
}

defects contains {"path": ["data", entry.field], "msg": msg, "is_open": false} if {
	some entry in entries
	some defect in ((arn_defects(entry) | user_defects(entry)) | group_defects(entry))
	msg := sprintf("%s %s", [entry.title, defect])
}

# METADATA
# description: What keeps the authenticator from reading a field.
text_defect(text) := "is not text; write the list as the text of a YAML block" if {
	not is_string(text)
} else := "is not YAML, so the authenticator reads none of its entries; fix it" if {
	not yaml.is_valid(text)
} else := "is not a list, so the authenticator reads none of its entries; write a list" if {
	not _is_list(yaml.unmarshal(text))
}

# METADATA
# description: |
#   Whether a field cannot be read because a tool is still to fill it in; {{SessionName}} and the like are the
#   authenticator's.
is_template(text) if {
	is_string(text)
	not _is_readable(text)
	placeholder.is_in(regex.replace(text, _own_placeholders, ""))
}

_own_placeholders := `\{\{(EC2PrivateDNSName|SessionName|SessionNameRaw|AccountID|AccessKeyID)\}\}`

_is_readable(text) if {
	yaml.is_valid(text)
	_is_list(yaml.unmarshal(text))
}

_is_list(found) if is_array(found)

_is_list(found) if found == null

# METADATA
# description: The AWS accounts whose roles and users may all enter.
accounts contains account if some account in _lists.mapAccounts

# METADATA
# description: |
#   The roles and users that are mapped: `field`, `key` (of the ARN), `form` (of such an ARN), `title` (how messages
#   name it), `arn`, `username` and `groups`, as written.
entries := [entry |
	some field, identity in _identities
	some i, written in _lists[field]
	arn := value.text_in(written, identity.key)
	entry := {
		"field": field,
		"key": identity.key,
		"form": identity.form,
		"title": _title(identity.noun, arn, sprintf("%s[%d]", [field, i])),
		"arn": arn,
		"username": value.text_in(written, "username"),
		"groups": _groups(written),
	}
]

_lists[field] := list if {
	some field, text in texts
	is_string(text)
	_is_readable(text)
	list := yaml.unmarshal(text)
}

_identities := {
	"mapRoles": {"key": "rolearn", "noun": "IAM role", "form": `^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@-]+$`},
	"mapUsers": {"key": "userarn", "noun": "IAM user", "form": `^arn:aws[a-z-]*:iam::[0-9]{12}:user/[\w+=,.@/-]+$`},
}

_groups(written) := written.groups if {
	written.groups != null
} else := []

_title(_, "", place) := place

_title(noun, arn, _) := sprintf("%s %s", [noun, trim_space(arn)]) if arn != ""

# METADATA
# description: What is wrong with the ARN of an entry.
arn_defects(entry) := {sprintf("has no %s, so it matches nobody; set it", [entry.key])} if {
	entry.arn == ""
} else := {"has white space around its ARN, so it matches nobody; remove it"} if {
	trim_space(entry.arn) != entry.arn
} else := {"has a path in its ARN, which aws-auth never matches; leave the path out"} if {
	entry.key == "rolearn"
	regex.match(`:role/.*/`, entry.arn)
} else := {sprintf("has a %s of another form, which matches nobody; write the whole ARN", [entry.key])} if {
	not regex.match(entry.form, entry.arn)
	not placeholder.is_in(entry.arn)
} else := set()

# METADATA
# description: What is wrong with the name that an entry acts under.
user_defects(entry) := {sprintf(
	"acts as %s, which is reserved for Kubernetes; choose another username",
	[entry.username],
)} if {
	startswith(entry.username, "system:")
	not _is_node(entry)
} else := set()

# METADATA
# description: What is wrong with the groups of an entry, but for system:masters.
group_defects(entry) := {"has groups that are no list, so the authenticator cannot read it; write a list"} if {
	not is_array(entry.groups)
} else := {_group_defect(entry, group) | some group in entry.groups}

_group_defect(entry, group) := sprintf("acts as a node by the group %s; leave that to %s", [group, nodes]) if {
	group in {"system:nodes", "system:bootstrappers", "system:node-proxier"}
	not _is_node(entry)
	nodes := "roles with the username system:node:{{EC2PrivateDNSName}}"
} else := sprintf("has white space around the group %q, which nobody binds; remove it", [trim_space(group)]) if {
	is_string(group)
	trim_space(group) != group
}

_is_node(entry) if {
	entry.field == "mapRoles"
	startswith(entry.username, "system:node:{{")
}

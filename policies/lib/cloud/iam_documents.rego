# METADATA
# title: Policies of AWS IAM
# description: |
#   The policies under review, whether they are files of their own or are written in Terraform, CloudFormation or
#   eksctl, and their statements in one form, which `iam` judges. What is not known of a text in them is `${…}`, as it
#   is where a template is still to be filled in.
# custom:
#   match:
#     - type: iam-policy
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
#     - type: eksctl
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
#   - https://eksctl.io/usage/iamserviceaccounts/
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
package lib.guiderail.iam_documents

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.references
import data.lib.guiderail.resources
import data.lib.guiderail.value as typed

# METADATA
# description: |
#   The policies: `title` for messages, `kind` (identity; people for those of users and groups; trust; or resource),
#   `holder` (program if it is a part of a role, or of what eksctl makes one for), `path`, `is_known`, and `statements`.
#   Each statement has `path`, `effect`, `action`, `resource`, `principal` (each with `is_written`, `is_not` and
#   `values`) and `conditions` (`operator`, `key`, `values`).
all := array.concat(array.concat(_files, _eksctl), array.concat(_resources, _data))

# METADATA
# description: Those of one kind, and those of which nobody can tell the kind.
of_kind(kind) := [document | some document in all; some wanted in [kind, "unknown"]; document.kind == wanted]

# METADATA
# description: |
#   The policies of a kind whose statements are not known, each as an offence in the form of `finding`, which says what
#   nobody can tell for that reason.
unread(kind, question) := [{"path": document.path, "msg": msg, "is_open": true} |
	some document in of_kind(kind)
	not document.is_known
	msg := sprintf("%s is not known, so that nobody can tell %s", [document.title, question])
]

# METADATA
# description: |
#   The policy in a value of a resource, such as that of a bucket, undefined where it has none: the fact of the value
#   with the `title` of the resource and the `statements`. It `is_known` if all its statements are.
of(resource, steps) := object.union(fact, said) if {
	fact := resources.fact(resource, steps)
	_holds_policy(fact)
	document := _document_of(resource, steps, fact)
	open := [statement | some statement in document.statements; statement.effect == _unknown]
	said := {
		"title": resource.title,
		"is_known": [document.is_known, open] == [true, []],
		"statements": document.statements,
	}
}

_holds_policy(fact) if not fact.is_known

_holds_policy(fact) if not fact.value in [null, ""]

_document_of(resource, steps, fact) := _described(where, statements) if {
	fact.is_known == false
	where := {"path": fact.path, "title": resource.title}
	statements := _deferred_statements(resource, steps)
} else := _document(where, fact.value) if {
	where := {"path": fact.path, "title": resource.title, "defaults": object.get(resource, "defaults", {})}
}

# Those of a data.aws_iam_policy_document that is read once all its values are known.
_deferred_statements(resource, steps) := [_planned_statements(values, unknown, path) |
	some reference in references.written(resource, steps)
	some entry in object.get(_data_at, reference, set())
	path := ["resource_changes", entry.i, "change", "after"]
	values := entry.change.after
	unknown := object.get(entry.change, "after_unknown", {})
][0]

_files := [document |
	artefact_type.under_review == "iam-policy"
	[path, about] := _place_in_file
	where := object.union({"path": path, "defaults": {}}, about)
	document := _document(where, object.get(ctx.resource, path, null))
]

default _place_in_file := [[], {"title": "policy"}]

_place_in_file := [["Role", "AssumeRolePolicyDocument"], {"title": title, "kind": "trust"}] if {
	ctx.resource.Role.AssumeRolePolicyDocument
	title := sprintf("role %s", [object.get(ctx.resource, ["Role", "RoleName"], "(no name)")])
} else := [["PolicyVersion", "Document"], {"title": "policy"}] if {
	ctx.resource.PolicyVersion.Document
} else := [["PolicyDocument"], {"title": title}] if {
	ctx.resource.PolicyDocument
	title := sprintf("policy %s", [object.get(ctx.resource, "PolicyName", "(no name)")])
}

_eksctl := [document |
	artefact_type.under_review == "eksctl"
	some place, holder in _holders
	some field in ["attachPolicy", "permissionPolicy"]
	written := holder[field]
	path := array.concat(place, [field])
	about := {"path": path, "title": _eksctl_title(path, holder), "kind": "identity", "holder": "program"}
	document := _document(object.union(about, {"defaults": {}}), written)
]

# What eksctl attaches policies to, by its path.
_holders[path] := holder if {
	some list in [["iam", "serviceAccounts"], ["iam", "podIdentityAssociations"], ["addons"]]
	some i, holder in object.get(ctx.resource, list, [])
	path := array.concat(list, [i])
}

_holders[path] := holder if {
	some list in ["nodeGroups", "managedNodeGroups"]
	some i, group in ctx.resource[list]
	holder := group.iam
	path := [list, i, "iam"]
}

_eksctl_title(path, holder) := sprintf("%s %s", [resources.field(path), name]) if {
	name := object.get(holder, ["metadata", "name"], object.get(holder, "serviceAccountName", ""))
	name != ""
} else := resources.field(path)

# The fields of resources that hold a policy, and those that hold a list of entries with one.
_fields := {
	"aws_iam_role": {"trust": [["assume_role_policy"]], "lists": {"inline_policy": "policy"}},
	"aws_iam_policy": {"identity": [["policy"]]},
	"aws_iam_role_policy": {"identity": [["policy"]]},
	"AWS::IAM::Role": {"trust": [["AssumeRolePolicyDocument"]], "lists": {"Policies": "PolicyDocument"}},
	"AWS::IAM::Policy": {"identity": [["PolicyDocument"]]},
	"AWS::IAM::ManagedPolicy": {"identity": [["PolicyDocument"]]},
	"AWS::IAM::RolePolicy": {"identity": [["PolicyDocument"]]},
	"aws_iam_user_policy": {"people": [["policy"]]},
	"aws_iam_group_policy": {"people": [["policy"]]},
	"AWS::IAM::User": {"listed": "people", "lists": {"Policies": "PolicyDocument"}},
	"AWS::IAM::Group": {"listed": "people", "lists": {"Policies": "PolicyDocument"}},
	"AWS::IAM::UserPolicy": {"people": [["PolicyDocument"]]},
	"AWS::IAM::GroupPolicy": {"people": [["PolicyDocument"]]},
}

_roles := {"aws_iam_role", "aws_iam_role_policy", "AWS::IAM::Role", "AWS::IAM::RolePolicy"}

_resources := [document |
	some resource in resources.all
	is_object(resource.values)
	some [kind, steps] in _places(resource)
	written := object.get(resource.values, steps, null)
	_is_there(resource, steps, written)
	title := sprintf("%s: %s", [resource.title, resources.field(steps)])
	defaults := object.get(resource, "defaults", {})
	about := {"path": resources.place(resource, steps), "title": title, "kind": kind, "defaults": defaults}
	holders := {"holder": "program" | resource.type in _roles; kind == "identity"}
	document := _document(object.union(about, holders), written)
]

_places(resource) := array.concat(single, listed) if {
	fields := _fields[resource.type]
	single := [[kind, steps] | some kind in ["trust", "identity", "people"]; some steps in fields[kind]]
	listed := [[object.get(fields, "listed", "identity"), steps] |
		some list, field in fields.lists
		some steps in _entries(resource, list, field)
	]
}

_entries(resource, list, field) := [steps | some i, _ in entries; steps := [list, i, field]] if {
	entries := resource.values[list]
	is_array(entries)
} else := [[list]]

_is_there(_, _, written) if {
	written != null
	written != _absent
}

# What is not known may be a document of the same plan, which is judged where it stands.
_is_there(resource, steps, null) if {
	not resources.fact(resource, steps).is_known
	_is_stated(resource, steps)
	not _is_document_of_plan(resource, steps)
}

# Without the configuration nobody can tell whether there are any entries, and mostly there are none.
_is_stated(_, steps) if steps[0] != "inline_policy"

_is_stated(resource, steps) if resource.expressions[steps[0]]

_is_document_of_plan(resource, steps) if {
	is_string(resource.title)
	module := split(resource.title, sprintf("%s.", [resource.type]))[0]
	some reference in resource.expressions[steps[0]].references
	is_string(reference)
	startswith(reference, _data_prefix)
	[module, regex.split(`[.\[]`, reference)[2]] in _data_names
}

_data_prefix := "data.aws_iam_policy_document."

# The modules and names of the documents in a plan.
_data_names contains [split(entry.address, _data_prefix)[0], entry.name] if some entry in _planned_data

# The documents by their address. Asked as a whole, this is worked out once.
_data_at[entry.address] contains entry if some entry in _planned_data

_planned_data := [object.union(entry, {"i": i}) |
	artefact_type.under_review == "terraform-plan"
	some i, entry in ctx.resource.resource_changes
	entry.mode == "data"
	entry.type == "aws_iam_policy_document"
	is_object(entry.change.after)
	is_string(entry.address)
]

_data := [document |
	some entry in _planned_data
	path := ["resource_changes", entry.i, "change", "after"]
	statements := _planned_statements(entry.change.after, object.get(entry.change, "after_unknown", {}), path)
	document := _described({"path": path, "title": entry.address}, statements)
]

# Statements as Terraform's data source has them. Those of a document that is made from others are not known.
_planned_statements(values, unknown, path) := [statement |
	some i, written in values.statement
	place := array.concat(path, ["statement", i])
	statement := _planned_statement(written, _at(unknown, ["statement", i]), place)
] if {
	_at(unknown, ["statement"]) != true
	count([field | some field in _sources; _has_any(values[field])]) == 0
	count([field | some field in _sources; _has_any(unknown[field])]) == 0
} else := null

_sources := ["source_json", "override_json", "source_policy_documents", "override_policy_documents"]

_has_any(value) if not value in [null, false, "", []]

_planned_statement(written, unknown, path) := {
	"path": path,
	"effect": _planned_effect(_at(written, ["effect"]), _at(unknown, ["effect"])),
	"action": object.union(_element(actions, not_actions), {"is_written": true}),
	"resource": _element(_known_texts(written, unknown, "resources"), _known_texts(written, unknown, "not_resources")),
	"principal": _element(_known_ids(written, unknown, "principals"), _known_ids(written, unknown, "not_principals")),
	"conditions": _planned_conditions(written, unknown),
} if {
	actions := _known_texts(written, unknown, "actions")
	not_actions := _known_texts(written, unknown, "not_actions")
}

_planned_effect(written, unknown) := written if {
	is_string(written)
} else := _unknown if {
	unknown == true
} else := "Allow"

_planned_conditions(written, unknown) := [condition |
	some i, block in typed.array_in(written, "condition")
	condition := {
		"operator": _known_text(block, "test"),
		"key": _known_text(block, "variable"),
		"values": _known_texts(block, _at(unknown, ["condition", i]), "values"),
	}
] if {
	_at(unknown, ["condition"]) != true
} else := [{"operator": _unknown, "key": _unknown, "values": [_unknown]}]

# A value within another; null if there is none.
_at(value, path) := object.get(value, path, null) if {
	is_object(value)
} else := null

_element(plain, negated) := {
	"is_written": (count(plain) + count(negated)) > 0,
	"is_not": count(negated) > 0,
	"values": array.concat(plain, negated),
}

_known_ids(written, unknown, field) := [{"type": _known_text(block, "type"), "id": id} |
	some i, block in typed.array_in(written, field)
	some id in _known_texts(block, _at(unknown, [field, i]), "identifiers")
] if {
	_at(unknown, [field]) != true
} else := [{"type": _unknown, "id": _unknown}]

_known_text(written, field) := written[field] if {
	is_string(written[field])
} else := _unknown

_known_texts(written, unknown, field) := [text |
	some i, _ in typed.array_in(written, field)
	text := _known_text(written[field], i)
] if {
	_at(unknown, [field]) != true
} else := [_unknown]

_unknown := "${unknown}"

# A document as AWS spells it, or as a text.
_document(where, written) := _described(where, statements) if {
	content := _content(written, where.defaults)
	statements := _statements(where, content, content == written)
} else := _described(where, null)

_content(written, _) := written if written.Statement

_content(written, _) := json.unmarshal(written) if {
	is_string(written)
	json.is_valid(written)
}

_content(written, defaults) := json.unmarshal(text) if {
	text := _text({"Fn::Sub": written["Fn::Sub"]}, defaults)
	json.is_valid(text)
}

_described(where, null) := {
	"path": where.path, "title": where.title, "kind": object.get(where, "kind", "unknown"),
	"holder": object.get(where, "holder", ""), "is_known": false, "statements": [],
}

_described(where, statements) := {
	"path": where.path, "title": where.title, "kind": object.get(where, "kind", _kind(statements)),
	"holder": object.get(where, "holder", ""), "is_known": true, "statements": statements,
} if {
	statements != null
}

# A policy that names who may do something belongs to what they do it to: a role if they assume it, which has no
# resource.
_kind(statements) := "identity" if {
	every statement in statements {
		not statement.principal.is_written
	}
} else := "trust" if {
	some statement in statements
	not statement.resource.is_written
	some action in statement.action.values
	regex.match(`(?i)^(sts:|\*$)`, action)
} else := "resource"

_statements(where, content, is_inside) := [statement |
	some i, written in entries
	written != _absent
	steps := {true: array.concat(place, [i]), false: place}[is_list]
	path := {true: steps, false: where.path}[is_inside]
	statement := _statement(written, path, where.defaults)
] if {
	is_object(content)
	is_list := is_array(content.Statement)
	entries := {true: content.Statement, false: [content.Statement]}[is_list]
	place := array.concat(where.path, ["Statement"])
}

_statement(written, path, defaults) := {
	"path": path,
	"effect": _text(object.get(written, "Effect", null), defaults),
	"action": object.union(_element_of(written, "Action", defaults), {"is_written": true}),
	"resource": _element_of(written, "Resource", defaults),
	"principal": _principal_of(written, defaults),
	"conditions": _conditions(object.get(written, "Condition", {}), defaults),
} if {
	written.Effect
} else := {
	"path": path,
	"effect": _unknown,
	"action": {"is_written": true, "is_not": false, "values": [_unknown]},
	"resource": {"is_written": true, "is_not": false, "values": [_unknown]},
	"principal": {"is_written": true, "is_not": false, "values": [{"type": _unknown, "id": _unknown}]},
	"conditions": [],
}

_element_of(written, name, defaults) := _element(plain, negated) if {
	plain := texts(object.get(written, name, null), defaults)
	negated := texts(object.get(written, concat("", ["Not", name]), null), defaults)
}

_principal_of(written, defaults) := _element(plain, negated) if {
	plain := _ids(object.get(written, "Principal", null), defaults)
	negated := _ids(object.get(written, "NotPrincipal", null), defaults)
}

_ids(written, defaults) := [] if {
	written == null
} else := [{"type": "*", "id": "*"}] if {
	written == "*"
} else := [{"type": type, "id": id} | some type, value in written; some id in texts(value, defaults)] if {
	is_object(written)
	every type, _ in written {
		not regex.match(`^(Ref$|Fn::)`, type)
	}
} else := [{"type": _unknown, "id": _unknown}]

_conditions(written, defaults) := [condition |
	some operator, keys in written
	some condition in _conditions_of(operator, keys, defaults)
]

_conditions_of(operator, keys, defaults) := [condition |
	some key, value in keys
	condition := {"operator": operator, "key": key, "values": texts(value, defaults)}
] if {
	is_object(keys)
	not _is_made_of(keys)
} else := [condition |
	some key, value in _cdk_value(_cdk_makers[keys["Fn::GetAtt"][0]], defaults)
	condition := {"operator": operator, "key": key, "values": texts(value, defaults)}
] if {
	_cdk_value(_cdk_makers[keys["Fn::GetAtt"][0]], defaults)
} else := [{"operator": operator, "key": _unknown, "values": [_unknown]}]

# A function of a template in the place of an object.
_is_made_of(keys) if {
	some name, _ in keys
	regex.match(`^(Ref$|Fn::)`, name)
}

# AWS CDK writes keys that are not known yet into a text in JSON, of which a resource of its own makes the object.
_cdk_value(maker, defaults) := json.unmarshal(text) if {
	text := _text(maker.values.Value, defaults)
	json.is_valid(text)
}

_cdk_makers := object.union_n([{maker.path[1]: maker} | some maker in resources.of_type("Custom::AWSCDKCfnJson")])

# METADATA
# description: The texts that a template writes as one or as a list, with `${…}` where it leaves something open.
texts(written, defaults) := [_text(item, defaults) | some item in items; item != null; item != _absent] if {
	items := {true: written, false: [written]}[is_array(written)]
}

_absent := {"Ref": "AWS::NoValue"}

# A text, with what a template leaves open in it.
_text(written, defaults) := written if {
	is_string(written)
} else := _plain_text(written, defaults) if {
	not written["Fn::Join"]
} else := concat(separator, [_plain_text(part, defaults) | some part in parts]) if {
	[separator, parts] := written["Fn::Join"]
	is_string(separator)
	is_array(parts)
} else := _unknown

_plain_text(written, defaults) := written if {
	is_string(written)
} else := sprintf("%v", [written]) if {
	type_name(written) in {"boolean", "number"}
} else := _filled(concat("", ["${", written.Ref, "}"]), defaults) if {
	is_string(written.Ref)
} else := _filled(written["Fn::Sub"], defaults) if {
	is_string(written["Fn::Sub"])
} else := _filled(written["Fn::Sub"][0], defaults) if {
	is_string(written["Fn::Sub"][0])
} else := sprintf("${%s}", [written["Fn::GetAtt"]]) if {
	is_string(written["Fn::GetAtt"])
} else := sprintf("${%s.%s}", names) if {
	names := written["Fn::GetAtt"]
	[_, _] = names
} else := _unknown

# What parameters have by default is taken for given; `${!a}` is how a template writes `${a}`.
_filled(text, defaults) := replace(strings.replace_n(known, text), "${!", "${") if {
	known := {sprintf("${%s}", [name]): value | some name, value in defaults; is_string(value)}
}

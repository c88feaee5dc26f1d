# METADATA
# title: Places for secrets in infrastructure code
# description: |
#   Where Terraform, CloudFormation and eksctl take secrets, and where the value there comes from. Nothing here is for
#   messages but titles, fields and names.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
#     - type: eksctl
# related_resources:
#   - https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
#   - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
package lib.guiderail.infrastructure_secrets

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.resources

# METADATA
# description: |
#   The single values: `title`, `path`, `field`, `name` (of a setting, or "" where the value is a secret by its place),
#   `value`, and `origin`: literal, default (of a variable), elsewhere, or open where the configuration does not tell.
values := array.concat(array.concat(_whole, _entries), _settings)

# METADATA
# description: |
#   The texts that may hold a secret among other things: `title`, `path`, `field` and `text`.
texts := array.concat(array.concat(_user_data, _joined), array.concat(_chart_values, _commands))

# METADATA
# description: |
#   The parameters of a template, with `name`, `path`, `is_hidden` (NoEcho) and `default`, null where it has none.
parameters := [parameter |
	artefact_type.under_review == "cloudformation"
	some name, described in ctx.resource.Parameters
	is_object(described)
	not regex.match(`^AWS::`, sprintf("%v", [object.get(described, "Type", "String")]))
	parameter := {
		"name": name,
		"path": ["Parameters", name],
		"is_hidden": count([1 | resources.is_true(described.NoEcho)]) > 0,
		"default": object.get(described, "Default", null),
	}
]

# What is a secret by its place.
_whole_fields := {
	"aws_db_instance": [["password"]],
	"aws_docdb_cluster": [["master_password"]],
	"aws_elasticache_replication_group": [["auth_token"]],
	"aws_rds_cluster": [["master_password"]],
	"aws_redshift_cluster": [["master_password"]],
	"aws_secretsmanager_secret_version": [["secret_string"], ["secret_binary"]],
	"AWS::DocDB::DBCluster": [["MasterUserPassword"]],
	"AWS::ElastiCache::ReplicationGroup": [["AuthToken"]],
	"AWS::RDS::DBCluster": [["MasterUserPassword"]],
	"AWS::RDS::DBInstance": [["MasterUserPassword"]],
	"AWS::Redshift::Cluster": [["MasterUserPassword"]],
	"AWS::SecretsManager::Secret": [["SecretString"]],
}

_whole := [value |
	some resource in resources.all
	some steps in array.concat(object.get(_whole_fields, resource.type, []), _of_parameter(resource))
	value := _value(resource, steps, "", _expression(resource, steps))
]

_of_parameter(resource) := [["value"] |
	resource.type == "aws_ssm_parameter"
	resource.values.type == "SecureString"
]

# The data of a Secret, a map of which the configuration tells only as a whole where its values come from.
_entries := [value |
	some resource in resources.all
	resource.type in {"kubernetes_secret", "kubernetes_secret_v1"}
	some key, _ in object.get(resource.values, "data", {})
	value := _value(resource, ["data", key], key, _expression(resource, ["data"]))
]

# The settings of a chart. The provider has made a list of what were blocks of a set, in no order.
_settings := [value |
	some resource in resources.of_type("helm_release")
	some field in ["set", "set_sensitive"]
	some i, setting in object.get(resource.values, field, [])
	is_string(setting.name)
	written := _expression(resource, [field])
	value := _value(resource, [field, i, "value"], setting.name, _of_setting(written, setting.name))
]

_of_setting(written, name) := found[0] if {
	is_array(written)
	found := [block.value | some block in written; block.name.constant_value == name]
	count(found) > 0
} else := written if {
	is_object(written)
} else := null

_value(resource, steps, name, expression) := {
	"title": resource.title,
	"path": array.concat(resource.path, steps),
	"field": resources.field(steps),
	"name": name,
	"value": value,
	"origin": _origin(resource, expression),
} if {
	value := object.get(resource.values, steps, null)
	is_string(value)
	not _is_filled_in(resource, value)
}

# Terraform fills in the rest of a text when it is applied.
_is_filled_in(resource, value) if {
	resource.is_text
	contains(value, "${")
}

# What the author wrote for a value; null where that is not told.
_expression(resource, steps) := object.get(resource.expressions, steps, null) if {
	is_object(resource.expressions)
} else := null

_origin(resource, expression) := "literal" if {
	_is_written_out(resource)
} else := "open" if {
	not is_object(expression)
} else := "literal" if {
	count(_references(expression)) == 0
} else := "elsewhere" if {
	some reference in _references(expression)
	regex.match(`^(data|ephemeral|module|[a-z0-9]+_\w+)\.`, reference)
} else := "open" if {
	some reference in _references(expression)
	_is_opaque(resource.title, reference)
} else := "default" if {
	every reference in _references(expression) {
		regex.find_all_string_submatch_n(`^var\.([\w-]+)`, reference, 1)[0][1] in _defaulted
	}
} else := "elsewhere"

# What is not written out in the files is a text with ${…} in it.
_is_written_out(resource) if resource.format == "cloudformation"

_is_written_out(resource) if resource.is_text

_references(expression) := [reference |
	some reference in object.get(expression, "references", [])
	is_string(reference)
]

_is_opaque(_, reference) if not startswith(reference, "var.")

# Of a module's variables only the caller tells.
_is_opaque(title, _) if startswith(title, "module.")

# The variables that have what they have by default.
_defaulted contains name if {
	some name, variable in ctx.resource.configuration.root_module.variables
	object.get(variable, "default", null) != null
	object.get(ctx.resource, ["variables", name, "value"], variable["default"]) == variable["default"]
}

_text_fields := {
	"aws_instance": [["user_data"], ["user_data_base64"]],
	"aws_launch_configuration": [["user_data"], ["user_data_base64"]],
	"aws_launch_template": [["user_data"]],
	"AWS::AutoScaling::LaunchConfiguration": [["UserData"]],
	"AWS::EC2::Instance": [["UserData"]],
	"AWS::EC2::LaunchTemplate": [["LaunchTemplateData", "UserData"]],
}

_user_data := [_text(resource, steps, text) |
	some resource in resources.all
	some steps in object.get(_text_fields, resource.type, [])
	text := _rendered(_decoded(object.get(resource.values, steps, null)))
	is_string(text)
]

# Texts that functions make of others.
_joined := [_text(resource, steps, text) |
	some resource in resources.all
	_is_written_out(resource)
	some steps in object.get(_whole_fields, resource.type, [])
	made := object.get(resource.values, steps, null)
	_is_joined(made)
	text := _rendered(made)
	is_string(text)
]

_is_joined(made) if is_object(made)

_is_joined(made) if {
	is_string(made)
	contains(made, "${")
}

_chart_values := [_text(resource, ["values", i], text) |
	some resource in resources.of_type("helm_release")
	some i, text in object.get(resource.values, "values", [])
	is_string(text)
]

_commands := [found |
	artefact_type.under_review == "eksctl"
	some list in ["nodeGroups", "managedNodeGroups"]
	some i, group in ctx.resource[list]
	some field in ["preBootstrapCommands", "overrideBootstrapCommand"]
	is_object(group)
	walk(object.get(group, field, null), [steps, text])
	is_string(text)
	found := {
		"title": sprintf("%s %v", [list, object.get(group, "name", i)]),
		"path": array.concat([list, i, field], steps),
		"field": field,
		"text": text,
	}
]

_text(resource, steps, text) := {
	"title": resource.title,
	"path": array.concat(resource.path, steps),
	"field": resources.field(steps),
	"text": text,
}

_decoded(value) := value["Fn::Base64"] if {
	value["Fn::Base64"]
} else := value

_rendered(value) := value if {
	is_string(value)
} else := value["Fn::Sub"] if {
	is_string(value["Fn::Sub"])
} else := value["Fn::Sub"][0] if {
	is_array(value["Fn::Sub"])
} else := concat(separator, [_part(part) | some part in parts]) if {
	[separator, parts] := value["Fn::Join"]
	is_array(parts)
}

_part(part) := part if {
	is_string(part)
} else := "${}"

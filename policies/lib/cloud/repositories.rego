# METADATA
# title: Repositories of Amazon ECR
# description: |
#   The repositories for images and what the registry does with them, in the form of `resources.fact`.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Repository.html
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
package lib.guiderail.repositories

import data.lib.guiderail.iam_documents
import data.lib.guiderail.resources

# METADATA
# description: |
#   The private repositories: `title`, `path`, the facts `name`, `scan` (true where images are scanned by themselves)
#   and `mutability`, and `exclusions`, the filters of the tags that stay mutable.
all := [repository |
	some resource in resources.all
	fields := _fields[resource.type]
	name := resources.fact(resource, fields.name)
	repository := {
		"title": resource.title,
		"path": resource.path,
		"name": name,
		"scan": _scan(name, [fact | some field in fields.scan; fact := resources.fact(resource, field)]),
		"mutability": resources.fact(resource, fields.mutability),
		"exclusions": [exclusion[fields.filter] | some exclusion in object.get(resource.values, fields.exclusions, [])],
	}
]

# METADATA
# description: Those from which everyone on the internet can pull.
public := [resource |
	some resource in resources.all
	resource.type in {"aws_ecrpublic_repository", "AWS::ECR::PublicRepository"}
]

# METADATA
# description: The policies of repositories and of the registry, as `iam_documents.of` gives them.
policies := [policy |
	some resource in resources.all
	policy := iam_documents.of(resource, _policies[resource.type])
]

# METADATA
# description: Whether the plan or template says what the registry scans.
has_registry_scan if count(_registries) > 0

_policies := {
	"aws_ecr_registry_policy": ["policy"],
	"aws_ecr_repository_policy": ["policy"],
	"AWS::ECR::RegistryPolicy": ["PolicyText"],
	"AWS::ECR::Repository": ["RepositoryPolicyText"],
}

_fields := {
	"aws_ecr_repository": {
		"name": ["name"],
		"scan": [["image_scanning_configuration", 0, "scan_on_push"]],
		"mutability": ["image_tag_mutability"],
		"exclusions": "image_tag_mutability_exclusion_filter",
		"filter": "filter",
	},
	# AWS writes the name of the switch in both ways.
	"AWS::ECR::Repository": {
		"name": ["RepositoryName"],
		"scan": [["ImageScanningConfiguration", "ScanOnPush"], ["ImageScanningConfiguration", "scanOnPush"]],
		"mutability": ["ImageTagMutability"],
		"exclusions": "ImageTagMutabilityExclusionFilters",
		"filter": "ImageTagMutabilityExclusionFilterValue",
	},
}

# What the registry says takes the place of what its repositories say.
_scan(name, own) := object.union(own[0], {"value": value, "is_known": known}) if {
	count(_registries) > 0
	rules := [rule | some registry in _registries; some rule in registry.value]
	value := count([rule | some rule in rules; _scans(rule, name.value)]) > 0
	known := _is_known(value, name, rules)
} else := [fact | some fact in own; _tells(fact)][0] if {
	some fact in own
	_tells(fact)
} else := own[0]

_tells(fact) if not fact.is_known

_tells(fact) if fact.value != null

_is_known(true, _, _) := true

# Where it is not scanned by any rule: all rules and the name have to be known.
_is_known(false, name, rules) := count(open) == 0 if {
	open := array.concat(
		[fact | some fact in array.concat(_registries, [name]); not fact.is_known],
		[leaf | walk(rules, [_, leaf]); _is_function(leaf)],
	)
}

_is_function(value) if {
	is_string(value)
	contains(value, "${")
}

_is_function(value) if {
	is_object(value)
	some name, _ in value
	regex.match(`^(Ref$|Fn::)`, name)
}

# The rules of the registry's own configuration.
_registries := [fact |
	some resource in resources.all
	fact := resources.fact(resource, [_rule_lists[resource.type]])
]

_rule_lists := {"aws_ecr_registry_scanning_configuration": "rule", "AWS::ECR::RegistryScanningConfiguration": "Rules"}

_scans(rule, name) if {
	_either(rule, "scan_frequency", "ScanFrequency") in {"SCAN_ON_PUSH", "CONTINUOUS_SCAN"}
	some entry in _either(rule, "repository_filter", "RepositoryFilters")
	filter := _either(entry, "filter", "Filter")
	is_string(filter)
	_matches(filter, name)
}

_either(values, one, other) := object.get(values, one, object.get(values, other, null)) if is_object(values)

_matches("*", _)

_matches(filter, name) if {
	is_string(name)
	contains(filter, "*")
	regex.match(sprintf("^%s$", [replace(replace(filter, ".", "[.]"), "*", ".*")]), name)
}

# One without a star is found anywhere in the name.
_matches(filter, name) if {
	is_string(name)
	not contains(filter, "*")
	contains(name, filter)
}

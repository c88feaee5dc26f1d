# METADATA
# title: Add-ons of Amazon EKS
# description: |
#   The add-ons under review, whether Terraform, CloudFormation or eksctl installs them. Which cluster they are for is
#   not told: a file that makes several clusters most often installs the same in all of them.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
#     - type: eksctl
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html
package lib.guiderail.addons

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.resources

# METADATA
# description: |
#   The add-ons: `title`, `path`, and the facts `name` and `configuration` (the text of its configuration) in the form
#   of `resources.fact`.
all := array.concat(_made, _eksctl)

# METADATA
# description: The add-ons of a name.
named(name) := [addon | some addon in all; addon.name.value == name]

# METADATA
# description: Whether an add-on of a name may be there, since the name of some add-on is not known.
may_be_there(name) if {
	count(named(name)) == 0
	some addon in all
	addon.name.is_known == false
}

# METADATA
# description: |
#   What the configuration of an add-on says, which is JSON or YAML; an empty object if it has none or cannot be read.
configuration(addon) := found if {
	is_string(addon.configuration.value)
	yaml.is_valid(addon.configuration.value)
	found := yaml.unmarshal(addon.configuration.value)
	is_object(found)
} else := {}

_made := [addon |
	some type, places in _places
	some resource in resources.of_type(type)
	addon := {
		"title": resource.title,
		"path": resource.path,
		"name": resources.fact(resource, places.name),
		"configuration": resources.fact(resource, places.configuration),
	}
]

_places := {
	"aws_eks_addon": {"name": ["addon_name"], "configuration": ["configuration_values"]},
	"AWS::EKS::Addon": {"name": ["AddonName"], "configuration": ["ConfigurationValues"]},
}

_eksctl := [addon |
	artefact_type.under_review == "eksctl"
	some i, values in ctx.resource.addons
	is_object(values)
	resource := {"format": "eksctl", "path": ["addons", i], "values": values}
	addon := {
		"title": sprintf("addons %v", [object.get(values, "name", i)]),
		"path": resource.path,
		"name": resources.fact(resource, ["name"]),
		"configuration": resources.fact(resource, ["configurationValues"]),
	}
]

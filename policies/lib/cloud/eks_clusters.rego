# METADATA
# title: Clusters of Amazon EKS
# description: |
#   The clusters under review, whether Terraform, CloudFormation or eksctl makes them or AWS describes them. What is
#   known of each is a fact in the form of `resources.fact`, whose `value` means the same in every format.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
#     - type: eksctl
#     - type: eks-cluster
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html
#   - https://eksctl.io/usage/schema/
package lib.guiderail.eks_clusters

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.resources

# METADATA
# description: |
#   The clusters: `format`, `title`, `path`, and the facts `logs` (the set of control plane log types that are kept),
#   `key` (the KMS key that encrypts Secrets), `has_key` (true or false), `version`, `public_endpoint` (true or false,
#   as AWS has it by default where nothing is written), `public_cidrs` (a list; empty where nothing is written),
#   `creator_is_admin` (whether who creates the cluster is made its administrator), `auto_mode` (whether EKS runs the
#   nodes itself) and, in eksctl, `with_oidc` (whether IAM is told of the issuer).
all := [cluster |
	some made in array.concat(_made, array.concat(_eksctl, _described))
	resource := made.resource
	facts := {name: resources.fact(resource, steps) | some name, steps in made.places}
	switches := {name: resources.switch(facts[name], by_default) | some name, by_default in _switches}
	cluster := object.union_n([facts, switches, {
		"format": resource.format,
		"title": resource.title,
		"path": resource.path,
		"logs": made.logs,
		"has_key": _has_key(resource, made.places.key, facts.key),
		"public_cidrs": resources.list(resource, made.places.public_cidrs),
		"public_endpoint": _public_endpoint(resource, switches.public_endpoint),
	}])
]

_made := array.concat(array.concat(_terraform, _cloudformation), _cdk)

# What AWS does where nothing is written.
_switches := {
	"public_endpoint": true,
	"creator_is_admin": true,
	"auto_mode": false,
	"with_oidc": false,
}

# Where each format writes what is known of a cluster.
_places := {
	"terraform": {
		"key": ["encryption_config", 0, "provider", 0, "key_arn"],
		"version": ["version"],
		"public_endpoint": ["vpc_config", 0, "endpoint_public_access"],
		"public_cidrs": ["vpc_config", 0, "public_access_cidrs"],
		"creator_is_admin": ["access_config", 0, "bootstrap_cluster_creator_admin_permissions"],
		"auto_mode": ["compute_config", 0, "enabled"],
	},
	"cloudformation": {
		"key": ["EncryptionConfig", 0, "Provider", "KeyArn"],
		"version": ["Version"],
		"public_endpoint": ["ResourcesVpcConfig", "EndpointPublicAccess"],
		"public_cidrs": ["ResourcesVpcConfig", "PublicAccessCidrs"],
		"creator_is_admin": ["AccessConfig", "BootstrapClusterCreatorAdminPermissions"],
		"auto_mode": ["ComputeConfig", "Enabled"],
	},
	"eksctl": {
		"key": ["secretsEncryption", "keyARN"],
		"version": ["metadata", "version"],
		"public_endpoint": ["vpc", "clusterEndpoints", "publicAccess"],
		"public_cidrs": ["vpc", "publicAccessCIDRs"],
		"creator_is_admin": ["accessConfig", "bootstrapClusterCreatorAdminPermissions"],
		"auto_mode": ["autoModeConfig", "enabled"],
		"with_oidc": ["iam", "withOIDC"],
	},
	"aws": {
		"key": ["encryptionConfig", 0, "provider", "keyArn"],
		"version": ["version"],
		"public_endpoint": ["resourcesVpcConfig", "endpointPublicAccess"],
		"public_cidrs": ["resourcesVpcConfig", "publicAccessCidrs"],
		"creator_is_admin": ["accessConfig", "bootstrapClusterCreatorAdminPermissions"],
		"auto_mode": ["computeConfig", "enabled"],
	},
}

_log_types := {"api", "audit", "authenticator", "controllerManager", "scheduler"}

_terraform := [{"resource": resource, "places": _places.terraform, "logs": logs} |
	some resource in resources.of_type("aws_eks_cluster")
	logs := _texts(resources.fact(resource, ["enabled_cluster_log_types"]))
]

_cloudformation := [{"resource": resource, "places": _places.cloudformation, "logs": logs} |
	some resource in resources.of_type("AWS::EKS::Cluster")
	logs := _types(resources.fact(resource, ["Logging", "ClusterLogging", "EnabledTypes"]))
]

# What AWS CDK asks for in its own resource, in which the fields are spelled as by the API.
_cdk := [{"resource": resource, "places": _places_of_cdk, "logs": logs} |
	some resource in resources.of_type("Custom::AWSCDK-EKS-Cluster")
	written := resources.fact(resource, ["Config", "logging", "clusterLogging"])
	logs := _kept(written, {"types": "types", "enabled": "enabled"})
]

_places_of_cdk[name] := array.concat(["Config"], steps) if some name, steps in _places.aws

_eksctl := [{"resource": resource, "places": _places.eksctl, "logs": logs} |
	artefact_type.under_review == "eksctl"
	resource := {
		"format": "eksctl",
		"title": sprintf("ClusterConfig %v", [object.get(ctx.resource, ["metadata", "name"], "(no name)")]),
		"path": [],
		"values": ctx.resource,
	}
	logs := _enabled(resources.fact(resource, ["cloudWatch", "clusterLogging", "enableTypes"]))
]

# AWS spells the fields in camel case, and tools that use its library for Go begin them with capitals.
_described := [{"resource": resource, "places": places, "logs": logs} |
	artefact_type.under_review == "eks-cluster"
	some root, spelling in {["cluster"]: "camel", ["data", "Cluster"]: "pascal"}
	values := object.get(ctx.resource, root, null)
	is_object(values)
	field := {name: _spelt(name, spelling) | some name in ["name", "types", "enabled"]}
	resource := {
		"format": "aws",
		"title": sprintf("cluster %v", [object.get(values, field.name, "(no name)")]),
		"path": root,
		"values": values,
	}
	places := {name: [_spelt(step, spelling) | some step in steps] | some name, steps in _places.aws}
	logs := _kept(resources.fact(resource, [_spelt(step, spelling) | some step in ["logging", "clusterLogging"]]), field)
]

_kept(written, field) := object.union(written, {"value": {type |
	some entry in written.value
	entry[field.enabled] == true
	some type in entry[field.types]
}})

_spelt(name, "camel") := name

_spelt(name, "pascal") := concat("", [upper(substring(name, 0, 1)), substring(name, 1, -1)]) if is_string(name)

_spelt(step, "pascal") := step if is_number(step)

# A key that is yet to be made is a key.
_has_key(resource, steps, key) := object.union(key, {"value": true, "is_known": true}) if {
	not key.is_known
	_names_key(resource, steps)
} else := object.union(key, {"value": is_there}) if {
	is_there := count([text | some text in [key.value]; is_string(text); text != ""]) > 0
}

_names_key(resource, steps) if {
	resource.format == "terraform"
	is_object(object.get(resource.values, array.slice(steps, 0, count(steps) - 1), null))
}

_names_key(resource, steps) if {
	resource.format == "cloudformation"
	some function, _ in object.get(resource.values, steps, null)
	function in {"Ref", "Fn::GetAtt", "Fn::ImportValue", "Fn::Join", "Fn::Sub"}
}

# eksctl closes the public endpoint of a private cluster.
_public_endpoint(resource, fact) := object.union(fact, {"value": false}) if {
	resource.format == "eksctl"
	resources.is_true(object.get(resource.values, ["privateCluster", "enabled"], null))
} else := fact

_texts(fact) := object.union(fact, {"value": {text | some text in fact.value}})

# A type that is not known may be any.
_types(fact) := object.union(fact, {"value": types, "is_known": is_known}) if {
	types := {entry.Type | some entry in fact.value}
	is_known := _all_texts(fact)
}

_all_texts(fact) := fact.is_known if {
	every entry in fact.value {
		is_string(entry.Type)
	}
} else := fact.is_known if {
	fact.value == null
} else := false

_enabled(fact) := object.union(fact, {"value": _log_types}) if {
	some all_of_them in ["*", "all"]
	all_of_them in fact.value
} else := _texts(fact)

# METADATA
# description: Whether a value is a version of Kubernetes, such as 1.34.
is_version(value) if _numbers(value)

# METADATA
# description: |
#   Whether a version of Kubernetes, such as 1.9, comes before another one. YAML reads a version without quotes as a
#   number.
is_before(version, other) if _numbers(version) < _numbers(other)

_numbers(version) := [to_number(part) | some part in split(sprintf("%v", [version]), ".")] if {
	regex.match(`^[0-9]+\.[0-9]+$`, sprintf("%v", [version]))
}

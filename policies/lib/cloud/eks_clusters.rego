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
#   The clusters: `title`, `path`, and the facts `logs` (the set of control plane log types that are kept), `key` (the
#   KMS key that encrypts Secrets) and `version`.
all := array.concat(array.concat(_terraform, _cloudformation), array.concat(_eksctl, _described))

_log_types := {"api", "audit", "authenticator", "controllerManager", "scheduler"}

_terraform := [cluster |
	some resource in resources.of_type("aws_eks_cluster")
	cluster := {
		"title": resource.title,
		"path": resource.path,
		"logs": _texts(resources.fact(resource, ["enabled_cluster_log_types"])),
		"key": resources.fact(resource, ["encryption_config", 0, "provider", 0, "key_arn"]),
		"version": resources.fact(resource, ["version"]),
	}
]

_cloudformation := [cluster |
	some resource in resources.of_type("AWS::EKS::Cluster")
	cluster := {
		"title": resource.title,
		"path": resource.path,
		"logs": _types(resources.fact(resource, ["Logging", "ClusterLogging", "EnabledTypes"])),
		"key": resources.fact(resource, ["EncryptionConfig", 0, "Provider", "KeyArn"]),
		"version": resources.fact(resource, ["Version"]),
	}
]

_eksctl := [cluster |
	artefact_type.under_review == "eksctl"
	written := {"format": "eksctl", "path": [], "values": ctx.resource}
	cluster := {
		"title": sprintf("ClusterConfig %s", [object.get(ctx.resource, ["metadata", "name"], "(no name)")]),
		"path": [],
		"logs": _enabled(resources.fact(written, ["cloudWatch", "clusterLogging", "enableTypes"])),
		"key": resources.fact(written, ["secretsEncryption", "keyARN"]),
		"version": resources.fact(written, ["metadata", "version"]),
	}
]

# AWS spells the fields in camel case, and tools that use its library for Go begin them with capitals.
_described := [cluster |
	artefact_type.under_review == "eks-cluster"
	some root, field in {["cluster"]: _camel_case, ["data", "Cluster"]: _pascal_case}
	values := object.get(ctx.resource, root, null)
	is_object(values)
	written := {"format": "aws", "path": root, "values": values}
	logs := resources.fact(written, [field.logging, field.cluster_logging])
	kept := {type |
		some entry in logs.value
		entry[field.enabled] == true
		some type in entry[field.types]
	}
	cluster := {
		"title": sprintf("cluster %s", [object.get(values, field.name, "(no name)")]),
		"path": root,
		"logs": object.union(logs, {"value": kept}),
		"key": resources.fact(written, [field.encryption_config, 0, field.provider, field.key_arn]),
		"version": resources.fact(written, [field.version]),
	}
]

_camel_case := {
	"name": "name", "version": "version", "logging": "logging", "cluster_logging": "clusterLogging", "types": "types",
	"enabled": "enabled", "encryption_config": "encryptionConfig", "provider": "provider", "key_arn": "keyArn",
}

_pascal_case[field] := concat("", [upper(substring(name, 0, 1)), substring(name, 1, -1)]) if {
	some field, name in _camel_case
}

_texts(fact) := object.union(fact, {"value": {text | some text in fact.value}})

# A type that is not known may be any.
_types(fact) := object.union(fact, {"value": {entry.Type | some entry in fact.value}, "is_known": is_known}) if {
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

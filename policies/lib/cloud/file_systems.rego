# METADATA
# title: File systems of Amazon EFS
# description: |
#   The file systems and what is known of them, in the form of `resources.fact`.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
# related_resources:
#   - https://docs.aws.amazon.com/efs/latest/ug/API_FileSystemDescription.html
package lib.guiderail.file_systems

import data.lib.guiderail.iam_documents
import data.lib.guiderail.references
import data.lib.guiderail.resources

# METADATA
# description: |
#   The file systems: `title`, `path`, the fact `encrypted`, `policies`, as `iam_documents.of` gives them, and
#   `has_loose_policy`, whether there is a policy that may be this one's.
all := array.concat(_terraform, _cloudformation)

_terraform := [file_system |
	some resource in resources.of_type("aws_efs_file_system")
	file_system := {
		"title": resource.title,
		"path": resource.path,
		"encrypted": resources.fact(resource, ["encrypted"]),
		"policies": [policy |
			some part in references.attached(resource, "aws_efs_file_system_policy")
			policy := iam_documents.of(part, ["policy"])
		],
		"has_loose_policy": _has_loose_policy,
	}
]

_cloudformation := [file_system |
	some resource in resources.of_type("AWS::EFS::FileSystem")
	file_system := {
		"title": resource.title,
		"path": resource.path,
		"encrypted": resources.fact(resource, ["Encrypted"]),
		"policies": [policy | policy := iam_documents.of(resource, ["FileSystemPolicy"])],
		"has_loose_policy": false,
	}
]

default _has_loose_policy := false

_has_loose_policy if references.is_loose("aws_efs_file_system_policy")

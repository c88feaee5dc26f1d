# METADATA
# title: The files of the control plane
# description: |
#   What the API server reads from files: how it encrypts, what it writes to the audit log, and how its admission
#   plug-ins are configured. The object under review is such a file, or holds some. Yields nothing for any other
#   object, such as a Policy of another group.
# custom:
#   match:
#     - held
#     - groups: [apiserver.config.k8s.io]
#       kinds: [EncryptionConfiguration, AdmissionConfiguration]
#     - groups: [apiserver.k8s.io]
#       kinds: [AdmissionConfiguration]
#     - groups: [""]
#       kinds: [EncryptionConfig, EncryptionConfiguration]
#     - groups: [audit.k8s.io]
#       kinds: [Policy]
#     - groups: [pod-security.admission.config.k8s.io]
#       kinds: [PodSecurityConfiguration]
# related_resources:
#   - https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/
#   - https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
package lib.guiderail.control_plane_files

import data.lib.guiderail.ctx
import data.lib.guiderail.held

# METADATA
# description: |
#   The files: `kind`, `document`, `is_file` (whether it is the object under review), `path` of what holds it, and
#   `title`, what messages begin with.
all := array.concat(
	[{"kind": kind, "document": ctx.resource, "is_file": true, "path": [], "title": ""} |
		some kind in _kinds_of(ctx.resource)
	],
	[{"kind": kind, "document": text.document, "is_file": false, "path": text.path, "title": title} |
		some text in held.documents
		some kind in _kinds_of(text.document)
		title := sprintf("%s: ", [text.title])
	],
)

# METADATA
# description: Those of one kind, as the API spells it today.
of_kind(kind) := [file | some file in all; file.kind == kind]

# METADATA
# description: Where steps below a file stand in the object under review; in a text, the text is the place.
path(file, steps) := array.concat(file.path, steps) if {
	file.is_file
} else := file.path

# The first form of EncryptionConfiguration had another name and no group.
_kinds_of(document) := [kind |
	group := ctx.group_of(document)
	kind := _kinds[group][document.kind]
]

_kinds := {
	"": {"EncryptionConfig": "EncryptionConfiguration", "EncryptionConfiguration": "EncryptionConfiguration"},
	"apiserver.config.k8s.io": {
		"EncryptionConfiguration": "EncryptionConfiguration",
		"AdmissionConfiguration": "AdmissionConfiguration",
	},
	"apiserver.k8s.io": {"AdmissionConfiguration": "AdmissionConfiguration"},
	"audit.k8s.io": {"Policy": "Policy"},
	"pod-security.admission.config.k8s.io": {"PodSecurityConfiguration": "PodSecurityConfiguration"},
}

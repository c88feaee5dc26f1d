# METADATA
# title: What kind of file a document is
# description: |
#   The type of an artefact that is no Kubernetes object, told by what it contains, as guiderail check does.
package lib.guiderail.artefact_type

import data.lib.guiderail.ctx
import data.lib.guiderail.scan_format

# METADATA
# description: The type of what is under review; undefined for a Kubernetes object.
under_review := of(ctx.document)

# METADATA
# description: The type of a document; undefined if it is none of these.
of(document) := "eksctl" if {
	is_string(document.apiVersion)
	startswith(document.apiVersion, "eksctl.io/")
	document.kind == "ClusterConfig"
} else := "cloudformation" if {
	some resource in document.Resources
	is_string(resource.Type)
	contains(resource.Type, "::")
} else := "scan-report" if {
	scan_format.scanner(document)
} else := "terraform-plan" if {
	is_string(document.format_version)
	count({"resource_changes", "planned_values"} & object.keys(document)) > 0
} else := "terraform" if {
	not document.kind
	some block in ["resource", "data"]
	is_array(document[block][_][_])
} else := "terraform" if {
	not document.kind
	is_array(document.module[_])
} else := "arm" if {
	is_object(document)
	is_string(document["$schema"])
	contains(lower(document["$schema"]), "deploymenttemplate.json")
} else := "eks-cluster" if {
	contains(_arn(document), ":eks:")
} else := "aks-cluster" if {
	_is_aks(document)
} else := "aks-cluster" if {
	document.kind == "ClusterDescribe"
	_is_aks(document.data)
} else := "iam-policy" if {
	_is_policy(document)
} else := "iam-policy" if {
	is_object(document)
	some path in [["Role", "AssumeRolePolicyDocument"], ["PolicyVersion", "Document"], ["PolicyDocument"]]
	_is_policy(object.get(document, path, null))
} else := "kubeconfig" if {
	is_kubeconfig(document)
} else := "scan-waivers" if {
	is_object(document)
	scan_format.waivers(document)
} else := "dockerfile" if {
	is_array(document)
	is_string(document[0].Cmd)
} else := "script" if {
	is_string(document.origin)
	is_array(document.commands[0].words)
}

# METADATA
# scope: document
# description: |
#   Whether a document is a kubeconfig. Clients need neither apiVersion nor kind; a file without a kind is one if it has
#   clusters and contexts.
is_kubeconfig(document) if {
	is_object(document)
	object.get(document, "apiVersion", null) in {"v1", "", null}
	document.kind == "Config"
	count({"clusters", "contexts", "users"} & object.keys(document)) > 0
}

is_kubeconfig(document) if {
	is_object(document)
	object.get(document, "apiVersion", null) in {"v1", "", null}
	object.get(document, "kind", null) in {"", null}
	is_object(document.clusters[0].cluster)
	is_object(document.contexts[0].context)
}

_arn(document) := document.cluster.arn if is_string(document.cluster.arn)

_arn(document) := document.data.Cluster.Arn if is_string(document.data.Cluster.Arn)

# Unlike one in a template, a cluster that exists has an ID.
_is_aks(document) if {
	is_object(document)
	is_string(document.id)
	startswith(document.id, "/subscriptions/")
	is_string(document.type)
	lower(document.type) == "microsoft.containerservice/managedclusters"
}

_is_policy(document) if {
	document.Statement
	every name, _ in document {
		name in {"Version", "Id", "Statement"}
	}
}

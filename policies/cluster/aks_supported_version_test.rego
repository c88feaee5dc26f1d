package guiderail.cluster.aks_supported_version_test

import data.guiderail.cluster.aks_supported_version

test_denied[note] if {
	some note, fields in {
		"old": {"kubernetesVersion": "1.24.9"},
		"no patch": {"kubernetesVersion": "1.34"},
		"too old for long-term support": {"kubernetesVersion": "1.30", "supportPlan": "AKSLongTermSupport"},
		"no long-term support": {"kubernetesVersion": "1.34", "supportPlan": "KubernetesOfficial"},
	}
	count(said(described(fields), {}).violation) == 1
	said(described(fields), {}).unknown == set()
}

test_allowed[note] if {
	some note, fields in {
		"new": {"kubernetesVersion": "1.36.1"},
		"oldest": {"kubernetesVersion": "1.35"},
		"absent": {},
		"long-term support": {"kubernetesVersion": "1.32", "supportPlan": "AKSLongTermSupport"},
	}
	said(described(fields), {}) == {"violation": set(), "unknown": set()}
	aks_supported_version.applies with input as {"review": {"object": described(fields)}}
}

test_unknown[note] if {
	some note, properties in {
		"open": {"kubernetesVersion": "[parameters('x')]"},
		"a number": {"kubernetesVersion": 1.3},
		"something else": {"kubernetesVersion": "latest"},
		"the plan": {"kubernetesVersion": "1.33", "supportPlan": "[parameters('x')]"},
	}
	said(template(properties), {}).violation == set()
	count(said(template(properties), {}).unknown) == 1
}

test_oldest_by_parameter if {
	said(described({"kubernetesVersion": "1.35.1"}), {"oldest": "1.36"}).violation == {{
		"msg": "cluster main: kubernetesVersion is 1.35.1, and must be 1.36 or later",
		"details": {"path": ["kubernetesVersion"]},
	}}
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"another template": {"$schema": "https://example.com/deploymentTemplate.json#", "resources": [{"type": "Microsoft.Network/virtualNetworks"}]},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not aks_supported_version.applies with input as {"review": {"object": subject}}
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := aks_supported_version.violation with input as asked
	unknown := aks_supported_version.unknown with input as asked
}

described(fields) := object.union(
	{"id": "/subscriptions/s", "name": "main", "type": "Microsoft.ContainerService/ManagedClusters"},
	fields,
)

template(properties) := {
	"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
	"resources": [{
		"type": "Microsoft.ContainerService/managedClusters", "name": "main", "apiVersion": "2022-01-01", "properties": properties,
	}],
}

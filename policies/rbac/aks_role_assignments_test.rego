package guiderail.rbac.aks_role_assignments_test

import data.guiderail.rbac.aks_role_assignments

test_denied[note] if {
	some note, [fields, want] in {
		"a user": [{}, {"Azure Kubernetes Service RBAC Cluster Admin goes to a user; give it to a group"}],
		"a namespace": [
			{"scope": sprintf("%s/namespaces/a", [cluster])}, {"Azure Kubernetes Service RBAC Cluster Admin goes to a user; give it to a group"},
		],
		"a scope that is not known": [
			{"scope": "${azurerm_kubernetes_cluster.a.node_resource_group_id}"},
			{"Azure Kubernetes Service RBAC Cluster Admin goes to a user; give it to a group"},
		],
		"in another case": [
			{"role_definition_name": "owner", "principal_type": "user"}, {"owner goes to a user; give it to a group"},
		],
		"a group, everywhere": [
			{"principal_type": "Group", "scope": "/"},
			{"Azure Kubernetes Service RBAC Cluster Admin is given on every cluster of a tenant; give it on one cluster"},
		],
		"a group of management": [
			{"principal_type": "Group", "scope": "/providers/Microsoft.Management/managementGroups/a"},
			{"Azure Kubernetes Service RBAC Cluster Admin is given on every cluster of a management group; give it on one cluster"},
		],
	}
	said := result(fields, {})
	{substring(found.msg, count("azurerm_role_assignment.a: "), -1) | some found in said.violation} == want
	said.unknown == set()
}

test_allowed[note] if {
	some note, fields in {
		"a group": {"principal_type": "Group"},
		"a program": {"principal_type": "ServicePrincipal"},
		"another role": {"role_definition_name": "Reader"},
		"another role by its ID": {"role_definition_name": null, "role_definition_id": "acdd72a7-3385-48ef-bd42-f606fba81ae7"},
		"one resource group": {"role_definition_name": "Owner", "scope": "/subscriptions/s/resourceGroups/g"},
		"a role that is not known": {"role_definition_name": "${var.a}", "scope": "/subscriptions/s/resourceGroups/g"},
	}
	result(fields, {}) == {"violation": set(), "unknown": set()}
}

test_unknown[note] if {
	some note, fields in {
		"who": {"principal_type": null, "principal_id": "${var.a}"},
		"on what": {"principal_type": "Group", "scope": "${var.a}"},
		"on what, of a general role": {"role_definition_name": "Owner", "scope": "${var.a}"},
		"which role": {"role_definition_name": "${var.a}"},
	}
	said := result(fields, {})
	said.violation == set()
	count(said.unknown) == 1
}

test_parameters if {
	result({}, {"cluster_roles": [], "general_roles": ["Reader"]}) == {"violation": set(), "unknown": set()}
	count(result({"role_definition_name": "Reader"}, {"general_roles": ["Reader"]}).violation) == 1
}

test_silent if {
	subject := {"resource": {"aws_s3_bucket": {"a": [{}]}}}
	not aks_role_assignments.applies with input as {"review": {"object": subject}}
}

cluster := "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/main"

result(fields, parameters) := {"violation": violation, "unknown": unknown} if {
	written := {
		"role_definition_name": "Azure Kubernetes Service RBAC Cluster Admin", "scope": cluster, "principal_type": "User",
	}
	subject := {"resource": {"azurerm_role_assignment": {"a": [object.union(written, fields)]}}}
	asked := {"review": {"object": subject}, "parameters": parameters}
	aks_role_assignments.applies with input as asked
	violation := aks_role_assignments.violation with input as asked
	unknown := aks_role_assignments.unknown with input as asked
}

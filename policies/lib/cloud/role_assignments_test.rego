package lib.guiderail.role_assignments_test

import data.lib.guiderail.role_assignments

test_scopes[note] if {
	some note, [scope, want] in {
		"a cluster": ["/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c", "cluster"],
		"a cluster that is yet to be made": ["${azurerm_kubernetes_cluster.a[0].id}", "cluster"],
		"what belongs to a cluster": ["${azurerm_kubernetes_cluster.a.node_resource_group_id}", "other"],
		"a namespace": ["/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c/namespaces/n", "other"],
		"a subscription": ["/subscriptions/s", "subscription"],
		"this subscription": ["${data.azurerm_subscription.primary.id}", "subscription"],
		"a subscription by its ID": ["/subscriptions/${var.subscription}", "subscription"],
		"a management group": ["${data.azurerm_management_group.a.id}", "management group"],
		"everything": ["/", "tenant"],
		"a resource group": ["/subscriptions/s/resourceGroups/g", "other"],
		"not known": ["${var.scope}", null],
		"another module": ["${module.a.id}", null],
	}
	[found] := in_files({"scope": scope})
	[found.scope.value, found.scope.is_known] == [want, want != null]
}

test_principals[note] if {
	some note, [principal, want] in {
		"a group": ["${data.azuread_group.a.object_id}", "Group"],
		"a user": ["${azuread_user.a.object_id}", "User"],
		"a service principal": ["${azuread_service_principal.a.object_id}", "ServicePrincipal"],
		"an identity": ["${azurerm_user_assigned_identity.a.principal_id}", "ServicePrincipal"],
		"of nodes": ["${azurerm_kubernetes_cluster.a.kubelet_identity[0].object_id}", "ServicePrincipal"],
		"whoever runs it": ["${data.azurerm_client_config.current.object_id}", null],
		"an ID": ["3f0c7f5e-97a5-4c5a-9a3f-0a2b6f6d2b11", null],
	}
	[found] := in_files({"principal_id": principal})
	[found.principal.value, found.principal.is_known] == [want, want != null]
}

test_roles[note] if {
	some note, [fields, want] in {
		"a name": [{"role_definition_name": "Reader"}, ["Reader", true]],
		"an ID": [{"role_definition_id": "/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Authorization/roleDefinitions/8E3AF657-a8ff-443c-a75c-2fe8c4bcb635"}, ["Owner", true]],
		"another ID": [{"role_definition_id": "acdd72a7-3385-48ef-bd42-f606fba81ae7"}, ["acdd72a7-3385-48ef-bd42-f606fba81ae7", true]],
		"a name that is not known": [{"role_definition_name": "${var.a}"}, [null, false]],
		"none": [{}, [null, true]],
	}
	[found] := in_files(fields)
	[found.role.value, found.role.is_known] == want
}

test_templates[note] if {
	some note, [change, want] in {
		"a resource group": [{}, "other"],
		"this subscription": [{"scope": "[subscription().id]"}, "subscription"],
		"a cluster": [{"scope": "[resourceId('Microsoft.ContainerService/managedClusters', parameters('name'))]"}, "cluster"],
		"a vault": [{"scope": "[resourceId('Microsoft.KeyVault/vaults', 'v')]"}, "other"],
		"not known": [{"scope": "[parameters('scope')]"}, null],
		"on a cluster": [{"type": "Microsoft.ContainerService/managedClusters/providers/roleAssignments"}, "cluster"],
	}
	resource := {"type": "Microsoft.Authorization/roleAssignments", "name": "a", "properties": {"principalId": "[parameters('who')]"}}
	template := {"$schema": sprintf(schema, ["deploymentTemplate"]), "resources": [object.union(resource, change)]}
	[found] := role_assignments.all with input as {"review": {"object": template}}
	found.scope.value == want
}

test_levels[note] if {
	some note, [kind, want] in {
		"subscription": ["subscriptionDeploymentTemplate", "subscription"],
		"management group": ["managementGroupDeploymentTemplate", "management group"],
		"tenant": ["tenantDeploymentTemplate", "tenant"],
	}
	resource := {"type": "Microsoft.Authorization/roleAssignments", "name": "a", "properties": {}}
	inner := {"type": "Microsoft.Resources/deployments", "name": "d", "properties": {"template": {
		"$schema": sprintf(schema, ["deploymentTemplate"]), "resources": [resource],
	}}}
	template := {"$schema": sprintf(schema, [kind]), "resources": [resource, inner]}
	found := role_assignments.all with input as {"review": {"object": template}}
	[one.scope.value | some one in found] == [want, "other"]
}

test_what_variables_hold if {
	properties := {"roleDefinitionId": "[concat('/x/', variables('Owner'))]", "principalId": "[variables('who')]"}
	template := {
		"$schema": sprintf(schema, ["deploymentTemplate"]), "variables": {"owner": "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "who": "[reference('x').identity]"},
		"resources": [{"type": "Microsoft.Authorization/roleAssignments", "name": "a", "properties": properties}],
	}
	[found] := role_assignments.all with input as {"review": {"object": template}}
	found.role.value == "Owner"
	found.principal.is_known == false
}

test_references_of_plans if {
	entry := {
		"address": "azurerm_role_assignment.a", "type": "azurerm_role_assignment", "name": "a",
		"change": {"after": {}, "after_unknown": {"principal_id": true, "scope": true}},
	}
	expressions := {"principal_id": {"references": ["azuread_group.a.object_id", "azuread_group.a"]}, "scope": {"references": ["azurerm_kubernetes_cluster.a.id"]}}
	configuration := {"root_module": {"resources": [{"mode": "managed", "type": "azurerm_role_assignment", "name": "a", "expressions": expressions}]}}
	plan := {"format_version": "1.2", "resource_changes": [entry]}
	[found] := role_assignments.all with input as {"review": {"object": object.union(plan, {"configuration": configuration})}}
	[found.principal.value, found.scope.value] == ["Group", "cluster"]
	[bare] := role_assignments.all with input as {"review": {"object": plan}}
	[bare.principal.is_known, bare.scope.is_known] == [false, false]
}

schema := "https://schema.management.azure.com/schemas/2019-04-01/%s.json#"

in_files(fields) := found if {
	files := {"resource": {"azurerm_role_assignment": {"a": [fields]}}}
	found := role_assignments.all with input as {"review": {"object": files}}
}

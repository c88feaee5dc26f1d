data "azurerm_subscription" "current" {}

data "azurerm_client_config" "current" {}

data "azuread_user" "jane" {
  user_principal_name = "jane@example.com"
}

resource "azuread_group" "admins" {
  display_name = "cluster-admins"
}

variable "role" {}

variable "scope" {}

resource "azurerm_kubernetes_cluster" "main" {
  name = "main"
}

resource "azurerm_role_assignment" "jane" {
  scope                = azurerm_kubernetes_cluster.main.id
  role_definition_name = "Azure Kubernetes Service RBAC Cluster Admin"
  principal_id         = data.azuread_user.jane.object_id # want rbac.aks_role_assignments `azurerm_role_assignment.jane: Azure Kubernetes Service RBAC Cluster Admin goes to a user; give it to a group`
}

resource "azurerm_role_assignment" "owner" {
  scope                = azurerm_kubernetes_cluster.main.id
  role_definition_name = "Owner"
  principal_id         = "3f0c7f5e-97a5-4c5a-9a3f-0a2b6f6d2b11"
  principal_type       = "User" # want rbac.aks_role_assignments `azurerm_role_assignment.owner: Owner goes to a user; give it to a group`
}

resource "azurerm_role_assignment" "all" {
  scope                = data.azurerm_subscription.current.id # want rbac.aks_role_assignments `azurerm_role_assignment.all: Azure Kubernetes Service Cluster Admin Role is given on every cluster of a subscription; give it on one cluster`
  role_definition_name = "Azure Kubernetes Service Cluster Admin Role"
  principal_id         = azuread_group.admins.object_id
}

resource "azurerm_role_assignment" "whoever" {
  scope              = "/subscriptions/${data.azurerm_client_config.current.subscription_id}"
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c"
  principal_id       = data.azurerm_client_config.current.object_id # unknown rbac.aks_role_assignments `azurerm_role_assignment.whoever: whether Contributor goes to a user is not known; give it to a group`
}

resource "azurerm_role_assignment" "role" {
  scope                = azurerm_kubernetes_cluster.main.id
  role_definition_name = var.role
  principal_id         = data.azuread_user.jane.object_id # unknown rbac.aks_role_assignments `azurerm_role_assignment.role: whether the role goes to a user is not known; give it to a group`
}

resource "azurerm_role_assignment" "scope" {
  scope                = var.scope # unknown rbac.aks_role_assignments `azurerm_role_assignment.scope: whether Azure Kubernetes Service RBAC Cluster Admin is given on every cluster of a subscription is not known; give it on one cluster`
  role_definition_name = "Azure Kubernetes Service RBAC Cluster Admin"
  principal_id         = azuread_group.admins.object_id
}

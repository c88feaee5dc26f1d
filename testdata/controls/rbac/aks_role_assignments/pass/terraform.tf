data "azurerm_subscription" "current" {}

data "azuread_user" "jane" {
  user_principal_name = "jane@example.com"
}

resource "azuread_group" "admins" {
  display_name = "cluster-admins"
}

resource "azurerm_kubernetes_cluster" "main" {
  name = "main"
}

resource "azurerm_resource_group" "main" {
  name = "main"
}

resource "azurerm_role_assignment" "admins" {
  scope                = azurerm_kubernetes_cluster.main.id
  role_definition_name = "Azure Kubernetes Service RBAC Cluster Admin"
  principal_id         = azuread_group.admins.object_id
}

# What reads only is no administrator.
resource "azurerm_role_assignment" "reader" {
  scope                = data.azurerm_subscription.current.id
  role_definition_name = "Azure Kubernetes Service RBAC Reader"
  principal_id         = data.azuread_user.jane.object_id
}

# The cluster's own identity.
resource "azurerm_role_assignment" "identity" {
  scope                = data.azurerm_subscription.current.id
  role_definition_name = "Contributor"
  principal_id         = azurerm_kubernetes_cluster.main.identity[0].principal_id
}

# No cluster.
resource "azurerm_role_assignment" "nodes" {
  scope                = azurerm_resource_group.main.id
  role_definition_name = "Contributor"
  principal_id         = data.azuread_user.jane.object_id
}

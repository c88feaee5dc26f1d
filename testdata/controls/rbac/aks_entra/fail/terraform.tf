resource "azurerm_kubernetes_cluster" "main" {
  local_account_disabled = var.disabled # unknown rbac.aks_entra `azurerm_kubernetes_cluster.main: local_account_disabled is not known, and it must be true: local accounts bypass Entra ID`

  azure_active_directory_role_based_access_control {
    azure_rbac_enabled = false # want rbac.aks_entra `azurerm_kubernetes_cluster.main: azure_active_directory_role_based_access_control.azure_rbac_enabled must be true, so that Azure RBAC decides who may do what`
  }
}

variable "disabled" {}

resource "azurerm_kubernetes_cluster" "main" { # want secrets.aks_encryption `azurerm_kubernetes_cluster.main: key_management_service must be on, with a key of a Key Vault`
  name = "main"
}

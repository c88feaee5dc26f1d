resource "azurerm_kubernetes_cluster" "main" {
  key_management_service {
    key_vault_key_id = azurerm_key_vault_key.etcd.id
  }
}

resource "azurerm_kubernetes_cluster" "main" {
  default_node_pool {
    enable_host_encryption = true
  }
}

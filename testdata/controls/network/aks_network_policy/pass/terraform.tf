resource "azurerm_kubernetes_cluster" "main" {
  network_profile {
    network_policy = "calico"
  }
}

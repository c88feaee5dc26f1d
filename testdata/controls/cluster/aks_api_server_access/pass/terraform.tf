resource "azurerm_kubernetes_cluster" "main" {
  api_server_access_profile {
    authorized_ip_ranges = ["192.0.2.0/24"]
  }
}

resource "azurerm_kubernetes_cluster" "private" {
  private_cluster_enabled = true
}

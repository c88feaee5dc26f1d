resource "azurerm_kubernetes_cluster" "main" {
  default_node_pool { # want hosts.aks_host_encryption `azurerm_kubernetes_cluster.main: default_node_pool.host_encryption_enabled must be true`
    name = "system"
  }
}

resource "azurerm_kubernetes_cluster_node_pool" "open" {
  host_encryption_enabled = var.encrypt # unknown hosts.aks_host_encryption `azurerm_kubernetes_cluster_node_pool.open: host_encryption_enabled must be true, and is not known`
}

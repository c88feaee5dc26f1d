resource "azurerm_kubernetes_cluster" "main" {
  network_profile { # want network.aks_network_policy `azurerm_kubernetes_cluster.main: network_profile.network_policy must be azure or calico or cilium`
    network_plugin = "azure"
  }
}

resource "azurerm_kubernetes_cluster" "open" {
  network_profile {
    network_policy = var.policy # unknown network.aks_network_policy `azurerm_kubernetes_cluster.open: network_profile.network_policy is not known, and must be azure or calico or cilium`
  }
}

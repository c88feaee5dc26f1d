resource "azurerm_kubernetes_cluster" "absent" { # want cluster.aks_api_server_access `azurerm_kubernetes_cluster.absent: api_server_access_profile.authorized_ip_ranges must list the networks that may reach the API server, or the cluster be private`
  name = "absent"
}

resource "azurerm_kubernetes_cluster" "open" {
  api_server_access_profile {
    authorized_ip_ranges = var.ranges # unknown cluster.aks_api_server_access `azurerm_kubernetes_cluster.open: whether api_server_access_profile.authorized_ip_ranges keeps the API server from everybody's reach is not known`
  }
}

variable "ranges" {}

resource "azurerm_kubernetes_cluster" "main" {
  kubernetes_version = "1.24.9" # want cluster.aks_supported_version `azurerm_kubernetes_cluster.main: kubernetes_version is 1.24.9, and must be 1.35 or later`
}

resource "azurerm_kubernetes_cluster" "open" {
  kubernetes_version = var.version # unknown cluster.aks_supported_version `azurerm_kubernetes_cluster.open: kubernetes_version is not known, and must be 1.35 or later`
}

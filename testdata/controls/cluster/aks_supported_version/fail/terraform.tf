resource "azurerm_kubernetes_cluster" "main" {
  kubernetes_version = "1.24.9" # want cluster.aks_supported_version `azurerm_kubernetes_cluster.main: kubernetes_version is 1.24.9, and must be 1.35 or later`
}

resource "azurerm_kubernetes_cluster" "open" {
  kubernetes_version = var.version # unknown cluster.aks_supported_version `azurerm_kubernetes_cluster.open: kubernetes_version is not known, and must be 1.35 or later`
}

resource "azurerm_kubernetes_cluster" "planned" {
  kubernetes_version = "1.33"
  support_plan       = var.plan # unknown cluster.aks_supported_version `azurerm_kubernetes_cluster.planned: whether support_plan supports 1.33 is not known`
}

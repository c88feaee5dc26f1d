resource "azurerm_kubernetes_cluster" "main" {
  kubernetes_version = "1.35"
}

resource "azurerm_kubernetes_cluster" "main" {
  node_os_upgrade_channel = "SecurityPatch"
}

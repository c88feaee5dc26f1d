resource "azurerm_kubernetes_cluster" "main" {
  name = "main"
}

resource "azurerm_monitor_diagnostic_setting" "main" {
  target_resource_id = azurerm_kubernetes_cluster.main.id

  enabled_log {
    category_group = "allLogs"
  }
}

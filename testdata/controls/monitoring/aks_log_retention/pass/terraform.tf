resource "azurerm_kubernetes_cluster" "main" {
  name = "main"
}

resource "azurerm_log_analytics_workspace" "main" {
  name              = "main"
  retention_in_days = 365
}

resource "azurerm_monitor_diagnostic_setting" "main" {
  target_resource_id         = azurerm_kubernetes_cluster.main.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id

  enabled_log {
    category_group = "audit"
  }
}

# What holds no logs of a cluster may forget them.
resource "azurerm_log_analytics_workspace" "web" {
  name = "web"
}

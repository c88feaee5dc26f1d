resource "azurerm_kubernetes_cluster" "none" { # want monitoring.aks_control_plane_logs `azurerm_kubernetes_cluster.none: a diagnostic setting must keep the log categories that are missing: kube-apiserver, kube-audit, guard`
  name = "none"
}

resource "azurerm_kubernetes_cluster" "open" {
  name = "open"
}

resource "azurerm_monitor_diagnostic_setting" "open" {
  target_resource_id = azurerm_kubernetes_cluster.open.id

  enabled_log { # unknown monitoring.aks_control_plane_logs `azurerm_kubernetes_cluster.open: whether a diagnostic setting keeps these log categories is not known: kube-audit, guard`
    category = "kube-apiserver"
  }

  enabled_log {
    category = var.category
  }
}

variable "category" {}

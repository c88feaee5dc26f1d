resource "azurerm_kubernetes_cluster" "main" {
  node_os_upgrade_channel = "None" # want hosts.node_os_upgrades `azurerm_kubernetes_cluster.main: node_os_upgrade_channel must be NodeImage or SecurityPatch`
}

resource "azurerm_kubernetes_cluster" "default" { # unknown hosts.node_os_upgrades `azurerm_kubernetes_cluster.default: whether node_os_upgrade_channel is NodeImage or SecurityPatch is not known`
  name = "default"
}

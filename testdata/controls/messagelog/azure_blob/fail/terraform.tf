resource "azurerm_storage_account" "main" { # want messagelog.azure_blob `azurerm_storage_account.main: allow_nested_items_to_be_public must be false`
  https_traffic_only_enabled = var.https # unknown messagelog.azure_blob `azurerm_storage_account.main: https_traffic_only_enabled must be true, so that nothing but HTTPS and encrypted SMB is taken, and is not known`
  min_tls_version            = "TLS1_0" # want messagelog.azure_blob `azurerm_storage_account.main: min_tls_version must be TLS1_2 or later`
}

variable "https" {}

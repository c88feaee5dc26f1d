resource "azurerm_storage_account" "main" {
  https_traffic_only_enabled = false # want messagelog.azure_files_account `azurerm_storage_account.main: https_traffic_only_enabled must be true, so that nothing but HTTPS and encrypted SMB is taken`
}

resource "azurerm_storage_share" "main" {
  storage_account_id = azurerm_storage_account.main.id
}

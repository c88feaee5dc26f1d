resource "azurerm_storage_account" "main" {
  name = "main"
}

resource "azurerm_storage_share" "main" {
  storage_account_id = azurerm_storage_account.main.id
}

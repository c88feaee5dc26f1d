resource "azurerm_storage_account" "main" {
  allow_nested_items_to_be_public = false
}

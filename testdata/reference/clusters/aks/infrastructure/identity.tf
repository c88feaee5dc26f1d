# The identity of the pods that read the sidecar's secrets: one service account may take it, and it may read one vault.
resource "azurerm_user_assigned_identity" "secrets_reader" {
  name                = "sidecar-secrets-reader"
  resource_group_name = var.resource_group
  location            = var.location
}

resource "azurerm_federated_identity_credential" "secrets_reader" {
  name                = "secrets-reader"
  resource_group_name = var.resource_group
  parent_id           = azurerm_user_assigned_identity.secrets_reader.id
  issuer              = var.oidc_issuer_url
  subject             = "system:serviceaccount:sidecar:secrets-reader"
  audience            = ["api://AzureADTokenExchange"]
}

resource "azurerm_role_assignment" "secrets_reader" {
  scope                = var.key_vault_id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.secrets_reader.principal_id
}

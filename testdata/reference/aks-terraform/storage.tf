# Backups and the configuration that the pods of the Security Server share.
resource "azurerm_storage_account" "backups" {
  name                              = "${var.name}backups"
  resource_group_name               = azurerm_resource_group.this.name
  location                          = azurerm_resource_group.this.location
  account_kind                      = "FileStorage"
  account_tier                      = "Premium"
  account_replication_type          = "ZRS"
  https_traffic_only_enabled        = true
  min_tls_version                   = "TLS1_2"
  infrastructure_encryption_enabled = true
  allow_nested_items_to_be_public   = false
  public_network_access_enabled     = false

  share_properties {
    smb {
      versions                        = ["SMB3.1.1"]
      channel_encryption_type         = ["AES-256-GCM"]
      kerberos_ticket_encryption_type = ["AES-256"]
    }

    retention_policy {
      days = 30
    }
  }
}

resource "azurerm_storage_share" "backups" {
  name               = "backups"
  storage_account_id = azurerm_storage_account.backups.id
  quota              = 100
}

# Archives of the message log.
resource "azurerm_storage_account" "archive" {
  name                              = "${var.name}archive"
  resource_group_name               = azurerm_resource_group.this.name
  location                          = azurerm_resource_group.this.location
  account_kind                      = "StorageV2"
  account_tier                      = "Standard"
  account_replication_type          = "GZRS"
  https_traffic_only_enabled        = true
  min_tls_version                   = "TLS1_2"
  infrastructure_encryption_enabled = true
  allow_nested_items_to_be_public   = false
  shared_access_key_enabled         = false
  public_network_access_enabled     = false

  blob_properties {
    versioning_enabled = true

    delete_retention_policy {
      days = 30
    }
  }
}

resource "azurerm_storage_container" "archive" {
  name                  = "messagelog"
  storage_account_id    = azurerm_storage_account.archive.id
  container_access_type = "private"
}

# The identity of the pod that sends archives, and of no other.
resource "azurerm_user_assigned_identity" "archive_sender" {
  name                = "${var.name}-archive-sender"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
}

resource "azurerm_federated_identity_credential" "archive_sender" {
  name                = "archive-sender"
  resource_group_name = azurerm_resource_group.this.name
  parent_id           = azurerm_user_assigned_identity.archive_sender.id
  issuer              = azurerm_kubernetes_cluster.this.oidc_issuer_url
  subject             = "system:serviceaccount:sidecar:archive-sender"
  audience            = ["api://AzureADTokenExchange"]
}

resource "azurerm_role_assignment" "archive_sender" {
  scope                = azurerm_storage_container.archive.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.archive_sender.principal_id
}

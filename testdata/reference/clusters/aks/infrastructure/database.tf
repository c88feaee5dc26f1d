# The database of the Security Servers. Those who administer it sign in with Entra ID, and there is no password of an
# administrator.
resource "azurerm_postgresql_flexible_server" "sidecar" {
  name                          = "sidecar-example"
  resource_group_name           = var.resource_group
  location                      = var.location
  version                       = "16"
  sku_name                      = "GP_Standard_D2ds_v5"
  storage_mb                    = 131072
  delegated_subnet_id           = var.database_subnet_id
  private_dns_zone_id           = var.private_dns_zone_id
  public_network_access_enabled = false
  backup_retention_days         = 35
  geo_redundant_backup_enabled  = true

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = true
  }
}

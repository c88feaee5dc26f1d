# What reaches the nodes: messages and OCSP responses of other members, and jump hosts.
resource "azurerm_network_security_group" "nodes" {
  name                = "xroad-nodes"
  resource_group_name = var.resource_group
  location            = var.location

  security_rule {
    name                       = "members"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    destination_port_ranges    = ["5500", "5577"]
    source_address_prefixes    = ["198.51.100.0/24", "203.0.113.0/24"]
    destination_address_prefix = "*"
  }

  security_rule {
    name                       = "everything-else"
    priority                   = 4000
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "*"
    source_address_prefix      = "Internet"
    destination_address_prefix = "*"
  }
}

resource "azurerm_subnet_network_security_group_association" "nodes" {
  subnet_id                 = var.nodes_subnet_id
  network_security_group_id = azurerm_network_security_group.nodes.id
}

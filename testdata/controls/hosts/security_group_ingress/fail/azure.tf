variable "admins" {}

variable "access" {}

variable "first" {
  type = number
}

variable "rules" {
  type = list(any)
}

resource "azurerm_network_security_group" "nodes" {
  name = "nodes"

  security_rule {
    name                       = "ssh"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    destination_port_range     = "22"
    source_address_prefix      = "Internet" # want hosts.security_group_ingress `azurerm_network_security_group.nodes: security_rule.source_address_prefix lets Internet reach these ports: 22; admit only the networks that need them`
    destination_address_prefix = "*"
  }

  # It comes too late.
  security_rule {
    name                       = "no-ssh"
    priority                   = 4096
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
  }
}

# What denies is for TCP alone, and leaves 30000 open.
resource "azurerm_network_security_group" "half" {
  name = "half"

  security_rule {
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "Tcp"
    source_port_range          = "*"
    destination_port_ranges    = ["22", "3389", "10250", "30001-32767"]
    source_address_prefix      = "*"
    destination_address_prefix = "*"
  }

  security_rule {
    priority                   = 200
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "TCP"
    source_port_range          = "*"
    destination_port_ranges    = ["22", "3389", "20000-40000"]
    source_address_prefixes    = ["10.0.0.0/8", "0.0.0.0/1"] # want hosts.security_group_ingress `azurerm_network_security_group.half: security_rule.source_address_prefixes lets 0.0.0.0/1 reach these ports: 30000-32767; admit only the networks that need them`
    destination_address_prefix = "*"
  }
}

resource "azurerm_network_security_group" "open" {
  name = "open"

  security_rule {
    priority                   = var.first
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "*"
    source_address_prefix      = "Internet"
    destination_address_prefix = "*"
  }

  security_rule {
    priority                   = 200
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "3389"
    source_address_prefix      = "*" # unknown hosts.security_group_ingress `azurerm_network_security_group.open: whether security_rule.source_address_prefix lets the internet reach ports of nodes is not known`
    destination_address_prefix = "*"
  }
}

resource "azurerm_network_security_group" "listed" {
  name          = "listed"
  security_rule = var.rules # unknown hosts.security_group_ingress `azurerm_network_security_group.listed: whether security_rule lets the internet reach ports of nodes is not known`
}

resource "azurerm_network_security_rule" "admins" {
  network_security_group_name = azurerm_network_security_group.half.name
  priority                    = 300
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_port_range           = "*"
  destination_port_range      = "2379"
  source_address_prefix       = var.admins # unknown hosts.security_group_ingress `azurerm_network_security_rule.admins: whether source_address_prefix lets the internet reach ports of nodes is not known`
  destination_address_prefix  = "*"
}

resource "azurerm_network_security_rule" "access" {
  network_security_group_name = "another"
  priority                    = 300
  direction                   = "Inbound"
  access                      = var.access
  protocol                    = "*"
  source_port_range           = "*"
  destination_port_range      = "*"
  source_address_prefix       = "::/0" # unknown hosts.security_group_ingress `azurerm_network_security_rule.access: whether source_address_prefix lets the internet reach ports of nodes is not known`
  destination_address_prefix  = "*"
}

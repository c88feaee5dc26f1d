variable "resource_group" {
  type        = string
  description = "The group of what belongs to the Security Server."
}

variable "location" {
  type        = string
  description = "The region of the cluster."
  default     = "northeurope"
}

variable "nodes_subnet_id" {
  type        = string
  description = "The subnet of the nodes."
}

variable "database_subnet_id" {
  type        = string
  description = "The subnet of the database, which is delegated to it."
}

variable "private_dns_zone_id" {
  type        = string
  description = "The private zone in which the name of the database is kept."
}

variable "oidc_issuer_url" {
  type        = string
  description = "The cluster's issuer of tokens for service accounts."
}

variable "key_vault_id" {
  type        = string
  description = "The vault with the sidecar's secrets."
}

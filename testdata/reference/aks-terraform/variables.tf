variable "location" {
  type        = string
  description = "The region of the cluster."
  default     = "northeurope"
}

variable "name" {
  type        = string
  description = "The name of the cluster, with which all names begin."
  default     = "xroad"
}

variable "kubernetes_version" {
  type        = string
  description = "The minor version of Kubernetes."
  default     = "1.35"
}

variable "nodes_subnet_id" {
  type        = string
  description = "The subnet of the nodes."
}

variable "private_dns_zone_id" {
  type        = string
  description = "The private zone in which the name of the API server is kept."
}

variable "administrators_group_id" {
  type        = string
  description = "The group of Entra ID that administers the cluster."
}

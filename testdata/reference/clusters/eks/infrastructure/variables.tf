variable "vpc_id" {
  type        = string
  description = "The network of the cluster."
}

variable "database_subnet_group" {
  type        = string
  description = "The subnets of the database, which have no route from the internet."
}

variable "data_key_arn" {
  type        = string
  description = "The key for the data of the Security Server."
}

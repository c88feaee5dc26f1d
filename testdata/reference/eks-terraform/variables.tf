variable "region" {
  type        = string
  description = "The region of the cluster."
  default     = "eu-north-1"
}

variable "name" {
  type        = string
  description = "The name of the cluster, with which all names begin."
  default     = "xroad"
}

variable "kubernetes_version" {
  type        = string
  description = "The minor version of Kubernetes."
  default     = "1.34"
}

variable "vpc_id" {
  type        = string
  description = "The network of the cluster."
}

variable "vpc_cidr" {
  type        = string
  description = "The addresses of the network."
  default     = "10.20.0.0/16"
}

variable "private_subnet_ids" {
  type        = list(string)
  description = "Subnets without a route from the internet, in three zones."
}

variable "operators_role_arn" {
  type        = string
  description = "The role that the operators of the cluster take."
}

variable "log_retention_days" {
  type        = number
  description = "How long logs are kept."
  default     = 365
}

variable "rotation_function_arn" {
  type        = string
  description = "The function that changes the password of the database, in Secrets Manager and in the database."
}

variable "types" {
  type = list(string)
}

locals {
  few = ["api", "audit"]
}

resource "aws_eks_cluster" "absent" { # want monitoring.control_plane_logs `aws_eks_cluster.absent: enabled_cluster_log_types must have the log types that are missing: api, audit, authenticator`
  name = "absent"
}

resource "aws_eks_cluster" "few" {
  name                      = "few"
  enabled_cluster_log_types = local.few # want monitoring.control_plane_logs `aws_eks_cluster.few: enabled_cluster_log_types must have the log types that are missing: authenticator`
}

resource "aws_eks_cluster" "open" {
  name                      = "open"
  enabled_cluster_log_types = var.types # unknown monitoring.control_plane_logs `aws_eks_cluster.open: whether enabled_cluster_log_types has the logs that must be kept is not known`
}

resource "aws_eks_cluster" "none" {
  count = 0
  name  = "none"
}

data "aws_eks_cluster" "other" {
  name = "other"
}

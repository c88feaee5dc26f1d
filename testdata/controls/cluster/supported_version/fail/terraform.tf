variable "version_of_cluster" {
  type = string
}

locals {
  old = "1.31"
}

resource "aws_eks_cluster" "old" {
  version = local.old # want cluster.supported_version `aws_eks_cluster.old: version is 1.31, which AWS no longer supports; update it`
}

resource "aws_eks_cluster" "open" {
  version = var.version_of_cluster # unknown cluster.supported_version `aws_eks_cluster.open: whether AWS supports the version in version is not known`
}

resource "aws_eks_cluster" "absent" { # want secrets.cluster_encryption `aws_eks_cluster.absent: encryption_config.provider.key_arn must name a KMS key that encrypts Secrets`
  name = "absent"
}

resource "aws_eks_cluster" "none" {
  count = 0
  name  = "none"
}

data "aws_eks_cluster" "other" {
  name = "other"
}

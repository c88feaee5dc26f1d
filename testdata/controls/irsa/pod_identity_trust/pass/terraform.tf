variable "actions" {
  default = ["sts:AssumeRole", "sts:TagSession"]
}

data "aws_iam_policy_document" "pods" {
  statement {
    actions = var.actions

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "pods" {
  name               = "pods"
  assume_role_policy = data.aws_iam_policy_document.pods.json
}

resource "aws_eks_pod_identity_association" "shop" {
  cluster_name    = "main"
  namespace       = "shop"
  service_account = "reader"
  role_arn        = aws_iam_role.pods.arn
}

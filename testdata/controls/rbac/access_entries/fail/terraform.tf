variable "policy" {
  type = string
}

resource "aws_eks_access_policy_association" "ops" {
  principal_arn = aws_iam_role.ops.arn
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy" # want rbac.access_entries `aws_eks_access_policy_association.ops: the principal may do anything in the whole cluster, by policy_arn`

  access_scope {
    type = "cluster"
  }
}

resource "aws_eks_access_policy_association" "open" {
  principal_arn = aws_iam_role.ops.arn
  policy_arn    = var.policy # unknown rbac.access_entries `aws_eks_access_policy_association.open: it is not known whether the principal may do anything in the whole cluster, by policy_arn`

  access_scope {
    type = "cluster"
  }
}

resource "aws_iam_role" "ops" {
  name = "ops"
}

resource "aws_eks_access_entry" "ops" {
  principal_arn     = aws_iam_role.ops.arn
  kubernetes_groups = ["operators"]
}

resource "aws_eks_access_policy_association" "ops" {
  principal_arn = aws_iam_role.ops.arn
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"

  access_scope {
    type       = "namespace"
    namespaces = ["x-road"]
  }
}

resource "aws_iam_role" "ops" {
  name = "ops"
}

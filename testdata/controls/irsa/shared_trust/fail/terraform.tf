resource "aws_iam_role" "reports" {
  name = "shop-reports"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
    }]
  })
}

resource "aws_eks_pod_identity_association" "till" {
  cluster_name    = "shop"
  namespace       = "shop"
  service_account = "till" # want irsa.shared_trust `aws_eks_pod_identity_association.till: ServiceAccount shop/stock, shop/till can all use this role; give each its own`
  role_arn        = aws_iam_role.reports.arn
}

resource "aws_eks_pod_identity_association" "stock" {
  cluster_name    = "shop"
  namespace       = "shop"
  service_account = "stock" # want irsa.shared_trust `aws_eks_pod_identity_association.stock: ServiceAccount shop/stock, shop/till can all use this role; give each its own`
  role_arn        = aws_iam_role.reports.arn
}

resource "aws_iam_role" "reports" {
  name = "shop-reports"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
    }]
  })
}

resource "aws_eks_pod_identity_association" "reports" {
  cluster_name    = "shop"
  namespace       = "shop"
  service_account = "reports" # want irsa.matching_role `aws_eks_pod_identity_association.reports: aws_iam_role.reports does not let pods.eks.amazonaws.com assume it for ServiceAccount shop/reports`
  role_arn        = aws_iam_role.reports.arn
}

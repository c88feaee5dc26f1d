variable "issuer" {
  type        = string
  description = "The issuer of the cluster's tokens, without https://."
}

variable "account" {
  type        = string
  description = "The AWS account of the cluster."
}

locals {
  provider = "arn:aws:iam::${var.account}:oidc-provider/${var.issuer}"
}

data "aws_iam_policy_document" "till_trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [local.provider]
    }

    condition {
      test     = "StringEquals"
      variable = "${var.issuer}:sub"
      values   = ["system:serviceaccount:shop:tills"] # no such account
    }

    condition {
      test     = "StringEquals"
      variable = "${var.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "till" {
  name               = "shop-till"
  assume_role_policy = data.aws_iam_policy_document.till_trust.json # want irsa.matching_role `aws_iam_role.till: assume_role_policy: ServiceAccount shop/tills is not among the given objects of its namespace; correct the name, or remove it`
}

resource "aws_iam_policy" "receipts" {
  name = "shop-receipts"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:PutObject"
      Resource = "arn:aws:s3:::shop-receipts/*"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "till" {
  role       = aws_iam_role.till.name
  policy_arn = aws_iam_policy.receipts.arn
}

resource "aws_iam_role_policy_attachment" "till_admin" {
  role       = aws_iam_role.till.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role" "reports" {
  name = "shop-reports"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = {
        StringEquals = {
          "aws:RequestTag/kubernetes-namespace"       = "shop"
          "aws:RequestTag/kubernetes-service-account" = "reports"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "reports" {
  name = "read"
  role = aws_iam_role.reports.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:*"
      Resource = "*"
    }]
  })
}

resource "aws_eks_pod_identity_association" "reports" {
  cluster_name    = "shop"
  namespace       = "shop"
  service_account = "reports"
  role_arn        = aws_iam_role.reports.arn
}

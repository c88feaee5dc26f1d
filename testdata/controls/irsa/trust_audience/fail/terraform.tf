variable "trust" {
  type = string
}

variable "audience" {
  type = string
}

locals {
  issuer = replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")
}

data "aws_iam_policy_document" "no_audience" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.eks.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = ["system:serviceaccount:shop:reader"]
    }
  }
}

resource "aws_iam_role" "no_audience" {
  name               = "no-audience"
  assume_role_policy = data.aws_iam_policy_document.no_audience.json # want irsa.trust_audience `aws_iam_role.no_audience: assume_role_policy: a token for any audience can assume the role; ask for sts.amazonaws.com in a StringEquals condition on <issuer>:aud`
}

resource "aws_iam_role" "other" {
  name = "other"
  assume_role_policy = jsonencode({ # want irsa.trust_audience `aws_iam_role.other: assume_role_policy: a token for vault can assume the role; ask for sts.amazonaws.com in a StringEquals condition on <issuer>:aud`
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }
      Condition = {
        StringEquals = {
          "${local.issuer}:sub" = "system:serviceaccount:shop:reader"
          "${local.issuer}:aud" = "vault"
        }
      }
    }]
  })
}

resource "aws_iam_role" "half" {
  name = "half"
  assume_role_policy = jsonencode({ # unknown irsa.trust_audience `aws_iam_role.half: assume_role_policy: whether a token must be meant for AWS is not known`
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }
      Condition = {
        StringEquals = {
          "${local.issuer}:sub" = "system:serviceaccount:shop:reader"
          "${local.issuer}:aud" = var.audience
        }
      }
    }]
  })
}

resource "aws_iam_role" "open" {
  name               = "open"
  assume_role_policy = var.trust # unknown irsa.trust_audience `aws_iam_role.open: assume_role_policy is not known, so that nobody can tell for whom tokens must be meant`
}

resource "aws_iam_role" "none" {
  count              = 0
  name               = "none"
  assume_role_policy = data.aws_iam_policy_document.no_audience.json
}

resource "aws_iam_openid_connect_provider" "eks" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com", "vault"]
}

resource "aws_eks_cluster" "main" {
  name = "main"
}

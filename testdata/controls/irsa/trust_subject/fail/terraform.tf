variable "trust" {
  type = string
}

variable "service_account" {
  type = string
}

variable "namespace" {
  default = "shop"
}

locals {
  issuer = replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")
}

resource "aws_iam_openid_connect_provider" "eks" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "wide" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.eks.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "${local.issuer}:sub"
      values   = ["system:serviceaccount:${var.namespace}:*"]
    }
  }
}

resource "aws_iam_role" "wide" {
  name               = "wide"
  assume_role_policy = data.aws_iam_policy_document.wide.json # want irsa.trust_subject `aws_iam_role.wide: assume_role_policy: system:serviceaccount:shop:any can assume the role; name each service account in a StringEquals condition on <issuer>:sub`
}

resource "aws_iam_role" "no_sub" {
  name = "no-sub"
  assume_role_policy = jsonencode({ # want irsa.trust_subject `aws_iam_role.no_sub: assume_role_policy: system:serviceaccount:any:any can assume the role; name each service account in a StringEquals condition on <issuer>:sub`
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }
      Condition = {
        StringEquals = {
          "${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}:aud" = "sts.amazonaws.com"
        }
      }
    }]
  })
}

resource "aws_iam_role" "any_namespace" {
  name = "any-namespace"
  assume_role_policy = jsonencode({ # want irsa.trust_subject `aws_iam_role.any_namespace: assume_role_policy: system:serviceaccount:any:reader can assume the role; name each service account in a StringEquals condition on <issuer>:sub`
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }
      Condition = {
        StringLike = { "${local.issuer}:sub" = "system:serviceaccount:*:reader" }
      }
    }]
  })
}

resource "aws_iam_role" "elsewhere" {
  name = "elsewhere"
  assume_role_policy = jsonencode({ # unknown irsa.trust_subject `aws_iam_role.elsewhere: assume_role_policy: whether system:serviceaccount:any:any can assume the role is not known`
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = module.eks.oidc_provider_arn }
      Condition = {
        StringEquals = { "${module.eks.oidc_provider}:aud" = "sts.amazonaws.com" }
      }
    }]
  })
}

resource "aws_iam_role" "half" {
  name = "half"
  assume_role_policy = jsonencode({ # unknown irsa.trust_subject `aws_iam_role.half: assume_role_policy: whether system:serviceaccount:any:any can assume the role is not known`
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }
      Condition = {
        StringLike = { "${local.issuer}:sub" = var.service_account }
      }
    }]
  })
}

resource "aws_iam_role" "open" {
  name               = "open"
  assume_role_policy = var.trust # unknown irsa.trust_subject `aws_iam_role.open: assume_role_policy is not known, so that nobody can tell which service accounts can assume the role`
}

resource "aws_iam_role" "none" {
  count              = 0
  name               = "none"
  assume_role_policy = data.aws_iam_policy_document.wide.json
}

resource "aws_eks_cluster" "main" {
  name = "main"
}

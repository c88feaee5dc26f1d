variable "trust" {
  type = string
}

variable "account" {
  type = string
}

variable "provider_name" {
  default = "oidc.eks.eu-north-1.amazonaws.com/id/ABCDEF0123456789ABCDEF0123456789"
}

resource "aws_iam_role" "malformed" {
  name = "malformed"
  assume_role_policy = jsonencode({ # want irsa.trust_provider `aws_iam_role.malformed: assume_role_policy: nobody can assume the role with a token: provider arn:aws:iam::1111:oidc-provider/oidc.eks.eu-north-1.amazonaws.com/id/ABCDEF0123456789ABCDEF0123456789 has no ARN like arn:aws:iam::<account>:oidc-provider/<issuer>`
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::1111:oidc-provider/${var.provider_name}" }
      Condition = {
        StringEquals = { "${var.provider_name}:sub" = "system:serviceaccount:shop:reader" }
      }
    }]
  })
}

data "aws_iam_policy_document" "needless" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRole"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::${var.account}:oidc-provider/${var.provider_name}"]
    }

    condition {
      test     = "StringEquals"
      variable = "${var.provider_name}:sub"
      values   = ["system:serviceaccount:shop:reader"]
    }
  }

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.malformed.arn]
    }
  }
}

resource "aws_iam_role" "needless" {
  name               = "needless"
  assume_role_policy = data.aws_iam_policy_document.needless.json # want irsa.trust_provider `aws_iam_role.needless: assume_role_policy: everybody in account ${data.aws_caller_identity.current.account_id} whose policies allow it can assume the role; name the principals one by one` # want irsa.trust_provider `aws_iam_role.needless: assume_role_policy: sts:AssumeRole is not for tokens; allow only sts:AssumeRoleWithWebIdentity`
}

resource "aws_iam_role" "everybody" {
  name = "everybody"
  assume_role_policy = jsonencode({ # want irsa.trust_provider `aws_iam_role.everybody: assume_role_policy: everybody in AWS can assume the role; name the principals one by one`
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } }]
  })
}

resource "aws_iam_role" "open" {
  name               = "open"
  assume_role_policy = var.trust # unknown irsa.trust_provider `aws_iam_role.open: assume_role_policy is not known, so that nobody can tell whom it lets in`
}

resource "aws_iam_role" "none" {
  count              = 0
  name               = "none"
  assume_role_policy = data.aws_iam_policy_document.needless.json
}

data "aws_caller_identity" "current" {}

variable "policy" {}

variable "mfa" {}

data "aws_iam_policy_document" "operators" {
  statement {
    actions   = ["eks:DescribeCluster"]
    resources = ["*"]
  }
}

resource "aws_iam_group_policy" "operators" {
  group  = "operators"
  policy = data.aws_iam_policy_document.operators.json # want cluster.mfa `aws_iam_group_policy.operators: policy allows eks:DescribeCluster without MFA; require aws:MultiFactorAuthPresent in a Bool condition`
}

resource "aws_iam_user_policy" "jane" {
  user   = "jane"
  policy = var.policy # unknown cluster.mfa `aws_iam_user_policy.jane: policy is not known, so that nobody can tell whether it asks for MFA`
}

resource "aws_iam_policy" "console" {
  policy = jsonencode({ # unknown cluster.mfa `aws_iam_policy.console: policy: whether it allows eks:AccessKubernetesApi without MFA is not known; require aws:MultiFactorAuthPresent in a Bool condition`
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "eks:AccessKubernetesApi"
      Resource  = "*"
      Condition = { Bool = { "aws:MultiFactorAuthPresent" = var.mfa } }
    }]
  })
}

resource "aws_iam_role" "admin" {
  assume_role_policy = jsonencode({ # want cluster.mfa `aws_iam_role.admin: assume_role_policy allows sts:AssumeRole by arn:aws:iam::111122223333:user/jane without MFA; require aws:MultiFactorAuthPresent in a Bool condition`
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::111122223333:user/jane" }
    }]
  })
}
